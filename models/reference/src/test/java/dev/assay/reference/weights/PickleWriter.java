package dev.assay.reference.weights;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Writes the pickles of PyTorch checkpoints, protocol 2 unless another is given, code by code. */
final class PickleWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    PickleWriter() {
        this(2);
    }

    PickleWriter(int protocol) {
        code(0x80).code(protocol);
    }

    PickleWriter code(int code) {
        out.write(code);
        return this;
    }

    PickleWriter text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        code('X').little(4, bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    /** Bytes, from protocol 3 on. */
    PickleWriter blob(byte[] bytes) {
        code('B').little(4, bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    PickleWriter number(long value) {
        return code(0x8a).code(8).little(8, value);
    }

    PickleWriter global(String module, String name) {
        code('c');
        out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    PickleWriter numbers(List<Long> values) {
        code('(');
        values.forEach(this::number);
        return code('t');
    }

    PickleWriter little(int bytes, long value) {
        for (int i = 0; i < bytes; i++) {
            code((int) ((value >>> (8 * i)) & 0xFF));
        }
        return this;
    }

    /** A tensor over a storage of {@code count} elements. */
    PickleWriter tensor(String storage, String key, long count, long offset, List<Long> sizes, List<Long> strides) {
        global("torch._utils", "_rebuild_tensor_v2").code('(');
        code('(').text("storage").global("torch", storage).text(key).text("cpu").number(count);
        code('t').code('Q').number(offset).numbers(sizes).numbers(strides).code(0x89);
        global("collections", "OrderedDict").code(')').code('R');
        return code('t').code('R');
    }

    /** An ordered dictionary of tensors, each the whole of its own storage with its index as the key. */
    PickleWriter stateDict(Map<String, TestTensor> tensors) {
        global("collections", "OrderedDict").code(')').code('R').code('(');
        int key = 0;
        for (Map.Entry<String, TestTensor> e : tensors.entrySet()) {
            TestTensor t = e.getValue();
            text(e.getKey()).tensor(t.storage(), Integer.toString(key++), t.count(), 0, t.sizes(), t.strides());
        }
        return code('u');
    }

    byte[] end() {
        code('.');
        return out.toByteArray();
    }

    /** A tensor to write. */
    record TestTensor(String storage, byte[] bytes, int width, List<Long> sizes) {
        static TestTensor floats(float[] values, Long... sizes) {
            ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values);
            return new TestTensor("FloatStorage", bytes.array(), 4, List.of(sizes));
        }

        long count() {
            return bytes.length / width;
        }

        List<Long> strides() {
            Long[] strides = new Long[sizes.size()];
            long step = 1;
            for (int axis = sizes.size() - 1; axis >= 0; axis--) {
                strides[axis] = step;
                step *= sizes.get(axis);
            }
            return List.of(strides);
        }
    }
}
