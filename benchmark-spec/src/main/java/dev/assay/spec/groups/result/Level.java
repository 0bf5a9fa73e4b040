package dev.assay.spec.groups.result;

/** What a mean is over. */
public enum Level {
    OVERALL,
    CATEGORY,
    TASK
}
