package dev.assay.spec;

/** Which way a score improves. */
public enum Better {
    LOWER,
    HIGHER
}
