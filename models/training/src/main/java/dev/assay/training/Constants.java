package dev.assay.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.assay.graph.DataType;
import dev.assay.graph.Shape;
import java.nio.DoubleBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Values that are part of a network's definition, kept from step to step. */
final class Constants {
    private static final int MOST = 4096;

    private final Torch torch;
    private final NDManager owner;
    private final Map<Key, NDArray> kept = new HashMap<>();

    private record Key(DoubleBuffer values, Shape shape, DataType type) {}

    Constants(Torch torch, NDManager owner) {
        this.torch = torch;
        this.owner = owner;
    }

    /**
     * Single numbers may change from step to step, so they are made anew and belong to the step; the rest is kept, up to a
     * count that no network's definition has.
     */
    NDArray array(NDManager step, double[] values, Shape shape, DataType type) {
        if (shape.rank() == 0) {
            return torch.script().one(step, "fill", List.of(), values[0], NumberTypes.code(type));
        }
        long[] sizes = Parameters.sizes(shape);
        synchronized (kept) {
            Key key = new Key(DoubleBuffer.wrap(values.clone()), shape, type);
            if (!kept.containsKey(key) && kept.size() >= MOST) {
                return torch.staging().array(step, values, sizes, type);
            }
            return kept.computeIfAbsent(key, k -> torch.staging().array(owner, values, sizes, type));
        }
    }
}
