package dev.assay.reference.diffusion;

/** A value of a setting that has a few: an enum whose constants carry the name used in YAML. */
public interface Choice {
    /** The name used in YAML. */
    String id();
}
