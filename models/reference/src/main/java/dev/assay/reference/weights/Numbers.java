package dev.assay.reference.weights;

import dev.assay.graph.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Stored numbers as float32. */
final class Numbers {
    private Numbers() {}

    /** Reads {@code count} little-endian numbers from the buffer's position into {@code out} at {@code offset}. */
    static void floats(ByteBuffer bytes, DataType type, float[] out, int offset, int count) {
        floats(bytes, ByteOrder.LITTLE_ENDIAN, type, out, offset, count);
    }

    /** Reads {@code count} numbers from the buffer's position into {@code out} at {@code offset}. */
    static void floats(ByteBuffer bytes, ByteOrder order, DataType type, float[] out, int offset, int count) {
        bytes.order(order);
        if (type == DataType.FLOAT32) {
            bytes.asFloatBuffer().get(out, offset, count);
            bytes.position(bytes.position() + count * Float.BYTES);
            return;
        }
        for (int i = offset; i < offset + count; i++) {
            out[i] = next(bytes, type);
        }
    }

    private static float next(ByteBuffer bytes, DataType type) {
        return switch (type) {
            case FLOAT16 -> Half.value(bytes.getShort());
            case BFLOAT16 -> Float.intBitsToFloat(bytes.getShort() << 16);
            case FLOAT32 -> bytes.getFloat();
            case FLOAT64 -> (float) bytes.getDouble();
            case INT8 -> bytes.get();
            case UINT8 -> bytes.get() & 0xFF;
            case INT16 -> bytes.getShort();
            case INT32 -> bytes.getInt();
            case INT64 -> bytes.getLong();
            case BOOL -> bytes.get() == 0 ? 0 : 1;
        };
    }
}
