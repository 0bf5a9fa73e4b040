package dev.assay.metrics;

import dev.assay.spec.AssayException;

/** Checks on the width of features. */
final class Dimensions {
    private Dimensions() {}

    static int positive(int dimension) {
        if (dimension < 1) {
            throw new IllegalArgumentException("features need at least 1 column, got " + dimension);
        }
        return dimension;
    }

    static void equal(String where, Statistic first, Statistic second) {
        if (first.dimension() != second.dimension()) {
            throw new AssayException(
                    where,
                    "one side has %d columns, the other %d".formatted(first.dimension(), second.dimension()),
                    "both must come from the same output of the same extractor",
                    "extract both sides alike");
        }
    }
}
