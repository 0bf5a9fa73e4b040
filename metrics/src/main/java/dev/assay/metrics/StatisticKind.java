package dev.assay.metrics;

/** What a metric needs of the features of a set. */
public enum StatisticKind {
    MOMENTS,
    ROWS
}
