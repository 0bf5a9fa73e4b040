package dev.assay.reference.weights;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assay.graph.DataType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The safetensors format: eight bytes with the length of a JSON header, the header, then the numbers. As the format
 * demands, tensors must cover the data without gaps or overlaps.
 */
final class Safetensors implements Checkpoint {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** The key of what a file says about itself, which is no tensor. */
    static final String METADATA = "__metadata__";

    private static final long LONGEST_HEADER = 100_000_000;
    private static final Map<String, DataType> TYPES = Map.of(
            "F64", DataType.FLOAT64,
            "F32", DataType.FLOAT32,
            "F16", DataType.FLOAT16,
            "BF16", DataType.BFLOAT16,
            "I64", DataType.INT64,
            "I32", DataType.INT32,
            "I16", DataType.INT16,
            "I8", DataType.INT8,
            "U8", DataType.UINT8,
            "BOOL", DataType.BOOL);

    private final Bytes bytes;
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    private final Map<String, Long> offsets = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    private record Span(long begin, long end) {}

    private Safetensors(Bytes bytes) {
        this.bytes = bytes;
    }

    static Safetensors open(Path path) {
        Bytes bytes = Bytes.open(path);
        try {
            Safetensors file = new Safetensors(bytes);
            file.readHeader();
            return file;
        } catch (RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    /** What the format calls a type of numbers that is written. */
    static String code(DataType type) {
        return switch (type) {
            case FLOAT32 -> "F32";
            case FLOAT16 -> "F16";
            default -> throw new IllegalArgumentException("weights are written as FLOAT32 or FLOAT16, not " + type);
        };
    }

    private void readHeader() {
        long length = bytes.read(0, 8).getLong();
        if (length < 2 || length > LONGEST_HEADER || length > bytes.size() - 8) {
            throw Malformed.file(file(), "a header of " + Long.toUnsignedString(length) + " bytes");
        }
        ByteBuffer text = bytes.read(8, (int) length);
        JsonNode header;
        try {
            header = JSON.readTree(text.array(), text.arrayOffset(), (int) length);
        } catch (IOException e) {
            throw Malformed.unreadable(file(), e);
        }
        long start = 8 + length;
        List<Span> spans = new ArrayList<>();
        header.properties().forEach(entry -> {
            if (entry.getKey().equals(METADATA)) {
                entry.getValue()
                        .properties()
                        .forEach(e -> metadata.put(e.getKey(), e.getValue().asText()));
            } else {
                spans.add(add(entry.getKey(), entry.getValue(), start));
            }
        });
        checkCover(spans, bytes.size() - start);
    }

    private Span add(String name, JsonNode entry, long start) {
        String typeName = entry.path("dtype").asText();
        DataType type = TYPES.get(typeName);
        if (type == null) {
            throw Malformed.file(file(), "tensor '" + name + "' of type '" + typeName + "'");
        }
        StoredTensor tensor = new StoredTensor(type, longs(name, entry.path("shape")));
        List<Long> span = longs(name, entry.path("data_offsets"));
        long elements = tensor.elements(file(), name);
        if (span.size() != 2 || span.get(0) < 0 || span.get(1) - span.get(0) != elements * type.bytes()) {
            throw Malformed.file(file(), "tensor '%s' %s %s at %s".formatted(name, typeName, tensor, span));
        }
        tensors.put(name, tensor);
        offsets.put(name, start + span.get(0));
        return new Span(span.get(0), span.get(1));
    }

    private List<Long> longs(String name, JsonNode list) {
        List<Long> values = new ArrayList<>();
        if (!list.isArray()) {
            throw Malformed.file(file(), "tensor '" + name + "' without a shape or data_offsets that is a list");
        }
        for (JsonNode v : list) {
            if (!v.canConvertToLong() || !v.isIntegralNumber()) {
                throw Malformed.file(file(), "tensor '" + name + "' with " + list);
            }
            values.add(v.asLong());
        }
        return values;
    }

    private void checkCover(List<Span> spans, long length) {
        spans.sort(Comparator.comparingLong(Span::begin).thenComparingLong(Span::end));
        long end = 0;
        for (Span span : spans) {
            if (span.begin() != end) {
                throw Malformed.file(file(), "a gap or overlap at byte " + end + " of the data");
            }
            end = span.end();
        }
        if (end != length) {
            throw Malformed.file(file(), "%d bytes of data where the header describes %d".formatted(length, end));
        }
    }

    @Override
    public String file() {
        return bytes.file();
    }

    @Override
    public Map<String, StoredTensor> tensors() {
        return tensors;
    }

    @Override
    public float[] floats(String name) {
        StoredTensor tensor = tensors.get(name);
        return bytes.floats(offsets.get(name), tensor.elements(file(), name), tensor.type());
    }

    @Override
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public void close() {
        bytes.close();
    }
}
