package dev.assay.datasets.distort;

/** A distortion that exchanges whole pictures. Reading one keeps the pictures that are shown more than once in memory. */
public sealed interface SetDistortion extends Distortion permits Duplicates, DropCategories, Copies {}
