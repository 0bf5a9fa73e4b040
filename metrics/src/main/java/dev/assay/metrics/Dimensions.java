package dev.assay.metrics;

import dev.assay.spec.AssayException;

/** Checks on the width of features. */
final class Dimensions {
    /** Columns allowed: tiles of 512 rows in float64 and of 1000 rows in float32 stay below 2 GiB. */
    static final int MAX_OF_ROWS = 1 << 18;

    private Dimensions() {}

    /** Refuses widths of rows that are empty or of which a tile would not fit a buffer. */
    static int ofRows(int dimension) {
        if (dimension < 1 || dimension > MAX_OF_ROWS) {
            throw new AssayException(
                    "features",
                    dimension + " columns",
                    "rows have 1 to " + MAX_OF_ROWS + " columns",
                    "choose an output of the extractor with fewer columns");
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
