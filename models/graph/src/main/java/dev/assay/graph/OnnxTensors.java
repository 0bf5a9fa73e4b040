package dev.assay.graph;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Numbers as ONNX stores them: little-endian, row-major. */
final class OnnxTensors {
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

    static TensorProto floats(String name, float[] values, Shape shape, DataType type) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, type.bytes()))
                .order(ByteOrder.LITTLE_ENDIAN);
        switch (type) {
            case FLOAT32 -> bytes.asFloatBuffer().put(values);
            case FLOAT64 -> {
                for (float v : values) {
                    bytes.putDouble(v);
                }
                bytes.rewind();
            }
            case INT64 -> {
                for (float v : values) {
                    bytes.putLong((long) v);
                }
                bytes.rewind();
            }
            default -> throw new IllegalArgumentException("no constants of type " + type);
        }
        return header(name, type, shape).setRawData(wrap(bytes)).build();
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
