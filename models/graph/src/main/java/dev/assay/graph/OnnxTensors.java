package dev.assay.graph;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.platform.Fp16Conversions;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.assay.spec.AssayException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Numbers as ONNX stores them: little-endian, row-major. */
final class OnnxTensors {
    /** From here on rounding gives infinity. */
    private static final float LARGEST_HALF = 65520;

    private OnnxTensors() {}

    /** The number ONNX gives a type. */
    static int code(DataType type) {
        return (switch (type) {
                    case FLOAT16 -> TensorProto.DataType.FLOAT16;
                    case BFLOAT16 -> TensorProto.DataType.BFLOAT16;
                    case FLOAT32 -> TensorProto.DataType.FLOAT;
                    case FLOAT64 -> TensorProto.DataType.DOUBLE;
                    case INT8 -> TensorProto.DataType.INT8;
                    case UINT8 -> TensorProto.DataType.UINT8;
                    case INT16 -> TensorProto.DataType.INT16;
                    case INT32 -> TensorProto.DataType.INT32;
                    case INT64 -> TensorProto.DataType.INT64;
                    case BOOL -> TensorProto.DataType.BOOL;
                })
                .getNumber();
    }

    static TensorProto.Builder header(String name, DataType type, Shape shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(code(type));
        shape.dims().forEach(tensor::addDims);
        return tensor;
    }

    /** Numbers that are part of a definition, rounded to the type. */
    static TensorProto numbers(String name, double[] values, Shape shape, DataType type) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, type.bytes()))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (double v : values) {
            switch (type) {
                case FLOAT16 -> bytes.putShort(half(name, (float) v));
                case FLOAT32 -> bytes.putFloat((float) v);
                case FLOAT64 -> bytes.putDouble(v);
                case INT64 -> bytes.putLong((long) v);
                default -> throw new IllegalArgumentException("no constants of type " + type);
            }
        }
        return header(name, type, shape).setRawData(wrap(bytes.rewind())).build();
    }

    /** Weights in the type of the file: float32, or rounded to half precision. */
    static TensorProto weights(String name, float[] values, Shape shape, DataType type) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, type.bytes()))
                .order(ByteOrder.LITTLE_ENDIAN);
        put(name, values, 0, values.length, type, bytes);
        return header(name, type, shape).setRawData(wrap(bytes.rewind())).build();
    }

    /** Appends weights from {@code from} (included) to {@code to} (excluded) at the buffer's position. */
    static void put(String name, float[] values, int from, int to, DataType type, ByteBuffer bytes) {
        if (type == DataType.FLOAT32) {
            bytes.asFloatBuffer().put(values, from, to - from);
            bytes.position(bytes.position() + (to - from) * Float.BYTES);
            return;
        }
        for (int i = from; i < to; i++) {
            bytes.putShort(half(name, values[i]));
        }
    }

    /** The nearest number of half precision, ties to even. */
    private static short half(String name, float value) {
        if (Math.abs(value) >= LARGEST_HALF) {
            throw new AssayException(
                    name, "holds " + value, "half precision ends at 65504", "export with --precision fp32");
        }
        return Fp16Conversions.floatToFp16(value);
    }

    static TensorProto longs(String name, List<Long> values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.size()).order(ByteOrder.LITTLE_ENDIAN);
        values.forEach(bytes::putLong);
        bytes.rewind();
        return header(name, DataType.INT64, Shape.of(values.size()))
                .setRawData(wrap(bytes))
                .build();
    }

    private static ByteString wrap(ByteBuffer bytes) {
        return UnsafeByteOperations.unsafeWrap(bytes);
    }
}
