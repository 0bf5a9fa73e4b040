package dev.assay.graph;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import dev.assay.spec.AssayException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * Memory outside the Java heap for the inputs of one run at a time, kept from run to run: fresh memory for each batch
 * would have to be cleared, and is given back only when the collector runs.
 */
final class InputBuffers {
    private final Map<String, ByteBuffer> byInput = new HashMap<>();

    /** A tensor over this memory with the array's values; valid until the next call for the same input. */
    OnnxTensor tensor(String input, Array array) throws OrtException {
        if (array instanceof Array.Floats f) {
            ByteBuffer bytes = room(input, (long) f.values().length * Float.BYTES);
            bytes.asFloatBuffer().put(f.values());
            return OnnxTensor.createTensor(OnnxSession.environment(), bytes.asFloatBuffer(), f.shape());
        }
        if (array instanceof Array.Longs l) {
            ByteBuffer bytes = room(input, (long) l.values().length * Long.BYTES);
            bytes.asLongBuffer().put(l.values());
            return OnnxTensor.createTensor(OnnxSession.environment(), bytes.asLongBuffer(), l.shape());
        }
        Array.Raw raw = (Array.Raw) array;
        ByteBuffer bytes = room(input, raw.bytes().length).put(raw.bytes()).flip();
        return OnnxTensor.createTensor(
                OnnxSession.environment(), bytes, raw.shape(), OnnxSession.runtimeType(raw.type()));
    }

    private ByteBuffer room(String input, long bytes) {
        if (bytes > Integer.MAX_VALUE) {
            throw new AssayException(
                    "input '" + input + "'", bytes + " bytes at once", "at most 2 GiB fit", "run smaller batches");
        }
        int needed = (int) bytes;
        ByteBuffer kept = byInput.get(input);
        if (kept == null || kept.capacity() < needed) {
            kept = ByteBuffer.allocateDirect(needed).order(ByteOrder.nativeOrder());
            byInput.put(input, kept);
        }
        return kept.clear().limit(needed).slice().order(ByteOrder.nativeOrder());
    }
}
