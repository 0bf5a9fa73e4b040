/** The embedded data set: emoji of two vendors at 64 x 64 pixels, its index, and the program that packs it. */
package dev.assay.datasets.emoji;
