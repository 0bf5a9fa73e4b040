package dev.assay.reference;

import dev.assay.graph.DataType;
import dev.assay.graph.Parameter;
import dev.assay.graph.Weights;
import dev.assay.reference.weights.Checkpoint;
import dev.assay.reference.weights.StoredTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Weights as if they came from a file.
 *
 * @param values by name
 * @param tensors their sizes
 */
public record MemoryCheckpoint(Map<String, float[]> values, Map<String, StoredTensor> tensors) implements Checkpoint {
    /** What a network stores, without what is known anyway. */
    public static MemoryCheckpoint of(List<Parameter> parameters, Weights weights) {
        Map<String, float[]> values = new LinkedHashMap<>();
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (Parameter p : parameters) {
            if (!p.known()) {
                values.put(p.name(), weights.tensor(p.name(), p.shape()));
                List<Long> sizes =
                        p.shape().dims().stream().map(Integer::longValue).toList();
                tensors.put(p.name(), new StoredTensor(DataType.FLOAT32, sizes));
            }
        }
        return new MemoryCheckpoint(values, tensors);
    }

    @Override
    public String file() {
        return "memory";
    }

    @Override
    public float[] floats(String name) {
        return values.get(name).clone();
    }

    @Override
    public void close() {
        // nothing is open
    }
}
