package dev.assay.datasets.array;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/** An array in memory, row-major, ready to be written. The values are not copied. */
public sealed interface NpyArray {
    long[] shape();

    ElementType type();

    /** Number of values. */
    int length();

    /** Puts values {@code from} to {@code from + count - 1} into a little-endian buffer. */
    void put(ByteBuffer buffer, int from, int count);

    static NpyArray of(float[] values, long... shape) {
        return new Floats(values, shape);
    }

    static NpyArray of(double[] values, long... shape) {
        return new Doubles(values, shape);
    }

    static NpyArray of(long[] values, long... shape) {
        return new Longs(values, shape);
    }

    /** uint8 values. */
    static NpyArray of(byte[] values, long... shape) {
        return new Bytes(values, shape);
    }

    /** Values of any type, little-endian and row-major. */
    static NpyArray of(byte[] bytes, ElementType type, long... shape) {
        return new Raw(bytes, type, shape);
    }

    /** float32 values that lie in several arrays, one after the other. */
    static NpyArray of(List<float[]> blocks, long... shape) {
        return new FloatBlocks(blocks, shape);
    }

    private static void check(ElementType type, int length, long[] shape) {
        ArrayHeader header = new ArrayHeader(type, false, false, shape);
        if (header.count() != length) {
            throw new IllegalArgumentException("%d values do not fill %s".formatted(length, header.describe()));
        }
    }

    /** float32 values. */
    record Floats(float[] values, long[] shape) implements NpyArray {
        public Floats {
            check(ElementType.FLOAT32, values.length, shape);
        }

        @Override
        public ElementType type() {
            return ElementType.FLOAT32;
        }

        @Override
        public int length() {
            return values.length;
        }

        @Override
        public void put(ByteBuffer buffer, int from, int count) {
            buffer.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values, from, count);
        }
    }

    /** float32 values in several arrays, one after the other. */
    record FloatBlocks(List<float[]> blocks, long[] shape) implements NpyArray {
        public FloatBlocks {
            blocks = List.copyOf(blocks);
            check(ElementType.FLOAT32, total(blocks), shape);
        }

        private static int total(List<float[]> blocks) {
            int total = 0;
            for (float[] block : blocks) {
                total = Math.addExact(total, block.length);
            }
            return total;
        }

        @Override
        public ElementType type() {
            return ElementType.FLOAT32;
        }

        @Override
        public int length() {
            return total(blocks);
        }

        @Override
        public void put(ByteBuffer buffer, int from, int count) {
            FloatBuffer floats = buffer.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
            int start = 0;
            for (float[] block : blocks) {
                int first = Math.max(from, start);
                int end = Math.min(from + count, start + block.length);
                if (first < end) {
                    floats.put(block, first - start, end - first);
                }
                start += block.length;
            }
        }
    }

    /** float64 values. */
    record Doubles(double[] values, long[] shape) implements NpyArray {
        public Doubles {
            check(ElementType.FLOAT64, values.length, shape);
        }

        @Override
        public ElementType type() {
            return ElementType.FLOAT64;
        }

        @Override
        public int length() {
            return values.length;
        }

        @Override
        public void put(ByteBuffer buffer, int from, int count) {
            buffer.order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().put(values, from, count);
        }
    }

    /** int64 values. */
    record Longs(long[] values, long[] shape) implements NpyArray {
        public Longs {
            check(ElementType.INT64, values.length, shape);
        }

        @Override
        public ElementType type() {
            return ElementType.INT64;
        }

        @Override
        public int length() {
            return values.length;
        }

        @Override
        public void put(ByteBuffer buffer, int from, int count) {
            buffer.order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(values, from, count);
        }
    }

    /** uint8 values. */
    record Bytes(byte[] values, long[] shape) implements NpyArray {
        public Bytes {
            check(ElementType.UINT8, values.length, shape);
        }

        @Override
        public ElementType type() {
            return ElementType.UINT8;
        }

        @Override
        public int length() {
            return values.length;
        }

        @Override
        public void put(ByteBuffer buffer, int from, int count) {
            buffer.slice().put(values, from, count);
        }
    }

    /**
     * Values of any type as they lie in a file.
     *
     * @param bytes little-endian, row-major; not copied, do not modify
     * @param type of one element
     * @param shape lengths of the axes
     */
    record Raw(byte[] bytes, ElementType type, long[] shape) implements NpyArray {
        public Raw {
            if (bytes.length % type.size() != 0) {
                throw new IllegalArgumentException("%d bytes are no whole %s".formatted(bytes.length, type));
            }
            check(type, bytes.length / type.size(), shape);
        }

        @Override
        public int length() {
            return bytes.length / type.size();
        }

        @Override
        public void put(ByteBuffer buffer, int from, int count) {
            buffer.slice().put(bytes, from * type.size(), count * type.size());
        }

        /** The values as a little-endian buffer. */
        public ByteBuffer buffer() {
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
    }
}
