package dev.assay.metrics;

/** A value of a parameter that has a few: an enum whose constants carry the name used in YAML. */
interface Choice {
    String id();
}
