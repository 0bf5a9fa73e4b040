package dev.assay.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Takes numbers from Java to the natives. The binding makes an array of a buffer of Java as it lies; its address is a
 * multiple of 16 at best, and kernels choose their way, and with it the last bits, by the address. So every array is copied
 * to where the natives put their own, and the buffer, which garbage collection would free too late, serves again.
 */
final class Staging {
    /** Larger buffers are not kept. */
    private static final int KEPT_BYTES = 16 << 20;

    private final Script script;
    private ByteBuffer kept = ByteBuffer.allocateDirect(0);

    Staging(Script script) {
        this.script = script;
    }

    /** Float32 or int64 numbers. */
    NDArray array(NDManager owner, Array values) {
        if (values instanceof Array.Longs longs) {
            return array(owner, longs.values(), longs.shape());
        }
        Array.Floats floats = (Array.Floats) values;
        return array(owner, floats.values(), floats.shape(), DataType.FLOAT32);
    }

    /** Float32 numbers as another type. */
    synchronized NDArray array(NDManager owner, float[] values, long[] shape, DataType type) {
        ByteBuffer buffer = buffer(values.length, Float.BYTES);
        buffer.asFloatBuffer().put(values);
        return copy(owner, buffer, shape, DataType.FLOAT32, type);
    }

    /** Float64 numbers as another type. */
    synchronized NDArray array(NDManager owner, double[] values, long[] shape, DataType type) {
        ByteBuffer buffer = buffer(values.length, Double.BYTES);
        buffer.asDoubleBuffer().put(values);
        return copy(owner, buffer, shape, DataType.FLOAT64, type);
    }

    private synchronized NDArray array(NDManager owner, long[] values, long[] shape) {
        ByteBuffer buffer = buffer(values.length, Long.BYTES);
        buffer.asLongBuffer().put(values);
        return copy(owner, buffer, shape, DataType.INT64, DataType.INT64);
    }

    private ByteBuffer buffer(int count, int size) {
        int bytes = Math.multiplyExact(count, size);
        if (bytes > KEPT_BYTES) {
            return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        }
        if (bytes > kept.capacity()) {
            kept = ByteBuffer.allocateDirect(bytes);
        }
        return kept.slice(0, bytes).order(ByteOrder.nativeOrder());
    }

    private NDArray copy(NDManager owner, ByteBuffer buffer, long[] shape, DataType from, DataType to) {
        try (NDArray lent = owner.create(buffer, new ai.djl.ndarray.types.Shape(shape), NumberTypes.djl(from))) {
            return script.one(owner, "copy", List.of(lent), NumberTypes.code(to));
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
}
