package dev.assay.reference.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.graph.DataType;
import dev.assay.graph.Parameter;
import dev.assay.graph.Weights;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Writes tensors in the safetensors format, float32 or float16, one tensor in memory at a time. Equal tensors and metadata
 * give equal bytes. The file appears under its name only when it is whole.
 */
public final class SafetensorsWriter {
    private static final int CHUNK = 1 << 20;

    /** The numbers begin at a multiple of this, so that a mapped file is aligned for any instruction. */
    private static final int ALIGNMENT = 64;

    private static final byte SPACE = ' ';

    private final Map<String, StoredTensor> tensors;
    private final Function<String, float[]> values;
    private final Map<String, String> metadata;

    private SafetensorsWriter(
            Map<String, StoredTensor> tensors, Function<String, float[]> values, Map<String, String> metadata) {
        this.tensors = tensors;
        this.values = values;
        this.metadata = metadata;
    }

    /**
     * Writes the weights of a network.
     *
     * @param parameters names and shapes, in the order of the file
     * @param metadata what the file says about itself
     * @param type FLOAT32, or FLOAT16, which rounds to nearest and refuses what is too large for it
     */
    public static void write(
            Path file, List<Parameter> parameters, Weights weights, Map<String, String> metadata, DataType type) {
        of(parameters, weights, metadata, type).write(file);
    }

    static SafetensorsWriter of(
            List<Parameter> parameters, Weights weights, Map<String, String> metadata, DataType type) {
        Map<String, Parameter> byName = new LinkedHashMap<>();
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (Parameter p : parameters) {
            List<Long> sizes = p.shape().dims().stream().map(Integer::longValue).toList();
            if (byName.put(p.name(), p) != null) {
                throw new IllegalArgumentException("two tensors named " + p.name());
            }
            tensors.put(p.name(), new StoredTensor(type, sizes));
        }
        Function<String, float[]> values =
                name -> weights.tensor(name, byName.get(name).shape());
        return new SafetensorsWriter(tensors, values, metadata);
    }

    /** Writes the tensors of a checkpoint; {@code metadata} and {@code type} are as above. */
    public static void copy(Path file, Checkpoint checkpoint, Map<String, String> metadata, DataType type) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        checkpoint.tensors().forEach((name, tensor) -> tensors.put(name, new StoredTensor(type, tensor.sizes())));
        new SafetensorsWriter(tensors, checkpoint::floats, metadata).write(file);
    }

    private void write(Path file) {
        NewFile.write(file, out -> writeTo(out, file.toString()));
    }

    /** Writes the whole format to a channel; {@code file} is for messages. */
    void writeTo(WritableByteChannel out, String file) throws IOException {
        byte[] header = header(file);
        ByteBuffer start = ByteBuffer.allocate(Long.BYTES + header.length).order(ByteOrder.LITTLE_ENDIAN);
        writeAll(out, start.putLong(header.length).put(header).flip());
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        for (Map.Entry<String, StoredTensor> entry : tensors.entrySet()) {
            float[] numbers = values.apply(entry.getKey());
            long elements = entry.getValue().elements(file, entry.getKey());
            if (numbers.length != elements) {
                throw new IllegalArgumentException("%s needs %d values for %s, got %d"
                        .formatted(entry.getKey(), elements, entry.getValue(), numbers.length));
            }
            int width = entry.getValue().type().bytes();
            for (int done = 0; done < numbers.length; ) {
                int count = Math.min(numbers.length - done, CHUNK / width);
                chunk.clear();
                put(chunk, numbers, done, count, entry, file);
                writeAll(out, chunk.position(0).limit(count * width));
                done += count;
            }
        }
    }

    private static void put(
            ByteBuffer chunk,
            float[] numbers,
            int from,
            int count,
            Map.Entry<String, StoredTensor> entry,
            String file) {
        if (entry.getValue().type() == DataType.FLOAT32) {
            chunk.asFloatBuffer().put(numbers, from, count);
            return;
        }
        for (int i = from; i < from + count; i++) {
            short half = Half.nearest(numbers[i]);
            if (Float.isInfinite(Half.value(half)) && !Float.isInfinite(numbers[i])) {
                throw new AssayException(
                        file,
                        "tensor '%s' has the value %s".formatted(entry.getKey(), numbers[i]),
                        "float16 holds at most 65504",
                        "write it as float32");
            }
            chunk.putShort(half);
        }
    }

    private static void writeAll(WritableByteChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /** The JSON header, filled with spaces up to the alignment. */
    private byte[] header(String file) {
        ObjectNode header = new ObjectMapper().createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode node = header.putObject(Safetensors.METADATA);
            new TreeMap<>(metadata).forEach(node::put);
        }
        long at = 0;
        for (Map.Entry<String, StoredTensor> entry : tensors.entrySet()) {
            StoredTensor tensor = entry.getValue();
            if (entry.getKey().equals(Safetensors.METADATA)) {
                throw new IllegalArgumentException("the format keeps the name " + entry.getKey() + " for itself");
            }
            ObjectNode node = header.putObject(entry.getKey());
            node.put("dtype", Safetensors.code(tensor.type()));
            tensor.sizes().forEach(node.withArray("shape")::add);
            long end =
                    at + tensor.elements(file, entry.getKey()) * tensor.type().bytes();
            node.putArray("data_offsets").add(at).add(end);
            at = end;
        }
        try {
            byte[] json = new ObjectMapper().writeValueAsBytes(header);
            int padded = (Long.BYTES + json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT - Long.BYTES;
            byte[] filled = Arrays.copyOf(json, padded);
            Arrays.fill(filled, json.length, padded, SPACE);
            return filled;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of text and numbers is always JSON", e);
        }
    }
}
