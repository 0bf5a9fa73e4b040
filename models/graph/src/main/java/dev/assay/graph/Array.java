package dev.assay.graph;

import java.util.Arrays;

/** Numbers that go into or come out of a session, row-major. */
public sealed interface Array {
    /** Its sizes, outermost first. */
    long[] shape();

    /** The kind of number. */
    DataType type();

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

        @Override
        public DataType type() {
            return DataType.FLOAT32;
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

        @Override
        public DataType type() {
            return DataType.INT64;
        }
    }

    /**
     * Numbers of any other kind as they lie in memory; not copied, do not modify.
     *
     * @param bytes the numbers, little-endian, row-major; truth values are 0 and 1
     * @param type the kind of number
     * @param shape sizes, outermost first
     */
    record Raw(byte[] bytes, DataType type, long... shape) implements Array {
        public Raw {
            if (bytes.length % type.bytes() != 0) {
                throw new IllegalArgumentException("%d bytes are no whole %s".formatted(bytes.length, type));
            }
            check(bytes.length / type.bytes(), shape);
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
