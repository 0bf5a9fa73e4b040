package dev.assay.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.spec.AssayException;
import java.nio.Buffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;

/** Numbers on their way between Java and the natives. */
final class NativeArrays {
    private NativeArrays() {}

    /** Float32 or int64 numbers in memory of the natives. */
    static NDArray of(Script script, NDManager owner, Array values) {
        if (values instanceof Array.Longs longs) {
            return copy(script, owner, LongBuffer.wrap(longs.values()), longs.shape(), DataType.INT64, DataType.INT64);
        }
        Array.Floats floats = (Array.Floats) values;
        return of(script, owner, floats.values(), floats.shape(), DataType.FLOAT32);
    }

    /** Float32 numbers as another type in memory of the natives. */
    static NDArray of(Script script, NDManager owner, float[] values, long[] shape, DataType type) {
        return copy(script, owner, FloatBuffer.wrap(values), shape, DataType.FLOAT32, type);
    }

    /** Numbers of any type in memory of the natives. */
    static NDArray of(Script script, NDManager owner, double[] values, long[] shape, DataType type) {
        return copy(script, owner, DoubleBuffer.wrap(values), shape, DataType.FLOAT64, type);
    }

    /**
     * The array that DJL makes lies in a buffer of Java, whose address is a multiple of 16 at best; kernels choose their way,
     * and with it the last bits, by the address. The copy lies where the natives put all arrays.
     */
    private static NDArray copy(
            Script script, NDManager owner, Buffer values, long[] shape, DataType from, DataType to) {
        try (NDArray buffer = owner.create(values, new ai.djl.ndarray.types.Shape(shape), djl(from))) {
            return script.one(owner, "copy", List.of(buffer), code(to));
        }
    }

    /** The values as float32; wider numbers are rounded. */
    static float[] floats(NDArray array) {
        if (array.getDataType() == ai.djl.ndarray.types.DataType.FLOAT32) {
            return array.toFloatArray();
        }
        double[] wide = array.toDoubleArray();
        float[] values = new float[wide.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) wide[i];
        }
        return values;
    }

    /** What torch calls a type in its scripts. */
    static int code(DataType type) {
        return switch (type) {
            case UINT8 -> 0;
            case INT8 -> 1;
            case INT16 -> 2;
            case INT32 -> 3;
            case INT64 -> 4;
            case FLOAT16 -> 5;
            case FLOAT32 -> 6;
            case FLOAT64 -> 7;
            case BOOL -> 11;
            case BFLOAT16 -> throw noBfloat16();
        };
    }

    static ai.djl.ndarray.types.DataType djl(DataType type) {
        return switch (type) {
            case UINT8 -> ai.djl.ndarray.types.DataType.UINT8;
            case INT8 -> ai.djl.ndarray.types.DataType.INT8;
            case INT16 -> ai.djl.ndarray.types.DataType.INT16;
            case INT32 -> ai.djl.ndarray.types.DataType.INT32;
            case INT64 -> ai.djl.ndarray.types.DataType.INT64;
            case FLOAT16 -> ai.djl.ndarray.types.DataType.FLOAT16;
            case FLOAT32 -> ai.djl.ndarray.types.DataType.FLOAT32;
            case FLOAT64 -> ai.djl.ndarray.types.DataType.FLOAT64;
            case BOOL -> ai.djl.ndarray.types.DataType.BOOLEAN;
            case BFLOAT16 -> throw noBfloat16();
        };
    }

    static DataType graph(ai.djl.ndarray.types.DataType type) {
        return switch (type) {
            case UINT8 -> DataType.UINT8;
            case INT8 -> DataType.INT8;
            case INT16 -> DataType.INT16;
            case INT32 -> DataType.INT32;
            case INT64 -> DataType.INT64;
            case FLOAT16 -> DataType.FLOAT16;
            case FLOAT32 -> DataType.FLOAT32;
            case FLOAT64 -> DataType.FLOAT64;
            case BOOLEAN -> DataType.BOOL;
            default -> throw new IllegalArgumentException("networks know no arrays of " + type);
        };
    }

    private static AssayException noBfloat16() {
        return new AssayException(
                "PyTorch natives",
                "an array of bfloat16 is wanted",
                "the Java binding ends the process at one",
                "compute in float32");
    }
}
