package dev.assay.reference.weights;

import dev.assay.graph.DataType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The float32 constants of a frozen TensorFlow graph (GraphDef in protobuf wire form), under their node names; kernels
 * of convolutions are [height,width,in,out] as TensorFlow has them. Only constants are read; no graph is run.
 */
public final class FrozenGraph implements Checkpoint {
    private static final int FLOAT = 1;

    private final String file;
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    private final Map<String, ByteBuffer> contents = new HashMap<>();
    private final Map<String, Boolean> flags = new HashMap<>();

    private FrozenGraph(String file) {
        this.file = file;
    }

    /** Opens a graph of at most 2 GiB, the limit of its format. */
    public static FrozenGraph open(Path path) {
        FrozenGraph graph = new FrozenGraph(String.valueOf(path.getFileName()));
        try (Bytes bytes = Bytes.open(path)) {
            if (bytes.size() > Integer.MAX_VALUE) {
                throw Malformed.file(graph.file, "a graph of " + bytes.size() + " bytes");
            }
            ByteBuffer all = bytes.channel().map(FileChannel.MapMode.READ_ONLY, 0, bytes.size());
            graph.fields(all, (field, message, value) -> {
                if (field == 1) { // GraphDef.node
                    graph.node(message);
                }
            });
        } catch (IOException e) {
            throw Malformed.unreadable(graph.file, e);
        }
        if (graph.tensors.isEmpty()) {
            throw Malformed.file(graph.file, "no float constants");
        }
        return graph;
    }

    /** Gets one field: its number, and its bytes (length-delimited) or its value (numbers; the bytes are then empty). */
    @FunctionalInterface
    private interface Field {
        void accept(int number, ByteBuffer bytes, long value);
    }

    private static final class Node {
        private String name = "";
        private String op = "";
        private Tensor tensor = new Tensor();
        private final Map<String, Boolean> flags = new HashMap<>();
    }

    private static final class Tensor {
        private long type;
        private final List<Long> sizes = new ArrayList<>();
        private ByteBuffer content = ByteBuffer.allocate(0);
        private ByteBuffer repeated = ByteBuffer.allocate(0);
    }

    private void node(ByteBuffer message) {
        Node node = new Node();
        fields(message, (field, bytes, value) -> {
            switch (field) {
                case 1 -> node.name = text(bytes);
                case 2 -> node.op = text(bytes);
                case 5 -> attribute(node, bytes);
                default -> {}
            }
        });
        node.flags.forEach((flag, set) -> flags.put(node.name + "#" + flag, set));
        if (node.op.equals("Const") && node.tensor.type == FLOAT) {
            add(node.name, node.tensor);
        }
    }

    private void add(String name, Tensor tensor) {
        StoredTensor stored = new StoredTensor(DataType.FLOAT32, tensor.sizes);
        long elements = stored.elements(file, name);
        ByteBuffer values = tensor.content.hasRemaining() ? tensor.content : tensor.repeated;
        boolean one = values.remaining() == Float.BYTES && elements > 0 && elements <= 1 << 20;
        if (values.remaining() != elements * Float.BYTES && !one) {
            throw Malformed.file(
                    file, "constant '%s' %s with %d bytes of values".formatted(name, stored, values.remaining()));
        }
        if (tensors.put(name, stored) != null) {
            throw Malformed.file(file, "two constants named '" + name + "'");
        }
        contents.put(name, values);
    }

    /** An entry of NodeDef.attr: the key and AttrValue, of which the boolean (5) and the tensor (8) are of use. */
    private void attribute(Node node, ByteBuffer entry) {
        String[] key = {""};
        fields(entry, (field, bytes, value) -> {
            if (field == 1) {
                key[0] = text(bytes);
            } else if (field == 2) {
                fields(bytes, (kind, inner, number) -> {
                    if (kind == 5) {
                        node.flags.put(key[0], number != 0);
                    } else if (kind == 8 && key[0].equals("value")) {
                        node.tensor = tensor(inner);
                    }
                });
            }
        });
    }

    /** TensorProto: type (1), shape (2), content (4), repeated floats (5). */
    private Tensor tensor(ByteBuffer message) {
        Tensor tensor = new Tensor();
        List<Float> single = new ArrayList<>();
        fields(message, (field, bytes, value) -> {
            switch (field) {
                case 1 -> tensor.type = value;
                case 2 ->
                    fields(bytes, (dim, inner, unused) -> {
                        if (dim == 2) {
                            long[] size = {0};
                            fields(inner, (part, name, number) -> size[0] = part == 1 ? number : size[0]);
                            tensor.sizes.add(size[0]);
                        }
                    });
                case 4 -> tensor.content = bytes;
                case 5 -> {
                    if (bytes.hasRemaining()) {
                        tensor.repeated = bytes;
                    } else {
                        single.add(Float.intBitsToFloat((int) value));
                    }
                }
                default -> {}
            }
        });
        if (!single.isEmpty() && !tensor.repeated.hasRemaining()) {
            ByteBuffer values = ByteBuffer.allocate(single.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            single.forEach(values::putFloat);
            tensor.repeated = values.flip();
        }
        return tensor;
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    private void fields(ByteBuffer message, Field field) {
        ByteBuffer in = message.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer none = ByteBuffer.allocate(0);
        while (in.hasRemaining()) {
            long key = varint(in);
            int number = (int) (key >>> 3);
            switch ((int) (key & 7)) {
                case 0 -> field.accept(number, none, varint(in));
                case 1 -> field.accept(number, none, need(in, Long.BYTES).getLong());
                case 2 -> {
                    long length = varint(in);
                    if (length < 0 || length > in.remaining()) {
                        throw Malformed.file(file, "a field of " + length + " bytes where fewer are left");
                    }
                    field.accept(number, in.slice(in.position(), (int) length), 0);
                    in.position(in.position() + (int) length);
                }
                case 5 -> field.accept(number, none, need(in, Integer.BYTES).getInt());
                default -> throw Malformed.file(file, "not a TensorFlow graph");
            }
        }
    }

    private ByteBuffer need(ByteBuffer in, int length) {
        if (in.remaining() < length) {
            throw Malformed.file(file, "a graph that is cut off");
        }
        return in;
    }

    private long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte b = need(in, 1).get();
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw Malformed.file(file, "a number that does not end");
    }

    /** Whether a boolean attribute of a node is set; false if the node or the attribute is absent. */
    public boolean flag(String node, String attribute) {
        return flags.getOrDefault(node + "#" + attribute, false);
    }

    @Override
    public String file() {
        return file;
    }

    @Override
    public Map<String, StoredTensor> tensors() {
        return tensors;
    }

    @Override
    public float[] floats(String name) {
        int elements = Math.toIntExact(tensors.get(name).elements(file, name));
        ByteBuffer values = contents.get(name).duplicate();
        float[] floats = new float[elements];
        if (values.remaining() == elements * Float.BYTES) {
            Numbers.floats(values, DataType.FLOAT32, floats, 0, elements);
        } else { // one value stands for all
            java.util.Arrays.fill(floats, values.order(ByteOrder.LITTLE_ENDIAN).getFloat(0));
        }
        return floats;
    }

    /** Does nothing: the map of the file lives as long as this object. */
    @Override
    public void close() {}
}
