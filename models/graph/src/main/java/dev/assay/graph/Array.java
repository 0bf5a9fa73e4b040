package dev.assay.graph;

import java.util.Arrays;

/** Numbers that go into or come out of a session, row-major. */
public sealed interface Array {
    /** Its sizes, outermost first. */
    long[] shape();

    /**
     * Float32 numbers; not copied, do not modify.
     *
     * @param values row-major
     * @param shape sizes, outermost first
     */
    record Floats(float[] values, long... shape) implements Array {
        public Floats {
            check(values.length, shape);
        }
    }

    /**
     * Int64 numbers, such as class labels; not copied, do not modify.
     *
     * @param values row-major
     * @param shape sizes, outermost first
     */
    record Longs(long[] values, long... shape) implements Array {
        public Longs {
            check(values.length, shape);
        }
    }

    private static void check(int length, long[] shape) {
        long count = 1;
        for (long size : shape) {
            if (size < 0) {
                throw new IllegalArgumentException("sizes must not be negative, got " + Arrays.toString(shape));
            }
            count = Math.multiplyExact(count, size);
        }
        if (count != length) {
            throw new IllegalArgumentException(
                    "an array of shape %s has %d values, got %d".formatted(Arrays.toString(shape), count, length));
        }
    }
}
