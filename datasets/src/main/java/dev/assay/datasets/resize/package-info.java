/** Resizers that give the values of the tools they are named after, and the centre crops of data set preparation. */
package dev.assay.datasets.resize;
