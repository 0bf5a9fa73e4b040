package dev.assay.reference.weights;

import dev.assay.graph.DataType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A checkpoint of tensors given by name; those without values have zeros. */
final class MemoryCheckpoint implements Checkpoint {
    private final String file;
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    private final Map<String, float[]> values = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    MemoryCheckpoint(String file) {
        this.file = file;
    }

    MemoryCheckpoint add(String name, float[] numbers, Integer... sizes) {
        values.put(name, numbers);
        return add(name, DataType.FLOAT32, Arrays.asList(sizes));
    }

    MemoryCheckpoint add(String name, DataType type, List<Integer> sizes) {
        tensors.put(
                name,
                new StoredTensor(type, sizes.stream().map(Integer::longValue).toList()));
        return this;
    }

    MemoryCheckpoint says(String key, String value) {
        metadata.put(key, value);
        return this;
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
        return values.get(name);
    }

    @Override
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public void close() {}
}
