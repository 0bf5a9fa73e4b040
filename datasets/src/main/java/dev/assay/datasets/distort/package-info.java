/** Graded distortions of real pictures and sets, to see what a metric is sensitive to. */
package dev.assay.datasets.distort;
