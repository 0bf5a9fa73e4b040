package dev.assay.metrics.algebra;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;

/** Buffers outside the Java heap, which native code uses in place; zeroed, native byte order. */
public final class Direct {
    private Direct() {}

    public static DoubleBuffer doubles(int count) {
        return bytes(8L * count).asDoubleBuffer();
    }

    public static FloatBuffer floats(int count) {
        return bytes(4L * count).asFloatBuffer();
    }

    private static ByteBuffer bytes(long count) {
        return ByteBuffer.allocateDirect(Math.toIntExact(count)).order(ByteOrder.nativeOrder());
    }
}
