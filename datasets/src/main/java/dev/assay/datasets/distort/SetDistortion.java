package dev.assay.datasets.distort;

/**
 * A distortion that exchanges whole pictures. Reading one holds all pictures of the set in memory as they lie in their
 * container, and those that are shown more than once decoded; made for sets of some thousand small pictures.
 */
public sealed interface SetDistortion extends Distortion permits Duplicates, DropCategories, Copies {}
