package dev.assay.reference.weights;

import dev.assay.graph.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Stored numbers, little-endian, as float32. */
final class Numbers {
    private Numbers() {}

    /** Reads {@code count} numbers from the buffer's position into {@code out} at {@code offset}. */
    static void floats(ByteBuffer bytes, DataType type, float[] out, int offset, int count) {
        bytes.order(ByteOrder.LITTLE_ENDIAN);
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
            case FLOAT16 -> half(bytes.getShort());
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

    /** IEEE 754 binary16 to binary32, exact. */
    static float half(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = bits >> 10 & 0x1F;
        int mantissa = bits & 0x3FF;
        if (exponent == 0) {
            float magnitude = mantissa * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        int wide = exponent == 0x1F ? 0xFF : exponent + 112;
        return Float.intBitsToFloat(sign | wide << 23 | mantissa << 13);
    }
}
