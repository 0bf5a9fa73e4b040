package dev.assay.metrics;

import dev.assay.spec.AssayException;

/** Refuses NaN and infinity where they enter, since every later number would be wrong without a trace. */
final class Finite {
    private Finite() {}

    /**
     * Checks rows of features.
     *
     * @param firstRow row number of the value at {@code offset}, for the message
     */
    static void check(String where, float[] values, int offset, int count, int dimension, long firstRow) {
        float sum = 0;
        for (int i = offset; i < offset + count; i++) {
            sum += values[i] * 0f;
        }
        if (sum == 0) {
            return;
        }
        for (int i = 0; i < count; i++) {
            if (!Float.isFinite(values[offset + i])) {
                throw refused(where, firstRow + i / dimension, i % dimension, values[offset + i]);
            }
        }
    }

    static void check(String where, double[] values, int columns) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw refused(where, i / columns, i % columns, values[i]);
            }
        }
    }

    private static AssayException refused(String where, long row, int column, double value) {
        return new AssayException(
                where,
                "row %d, column %d is %s".formatted(row, column, value),
                "all values must be finite",
                "leave that row out or mend what made it");
    }
}
