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
    private final Torch torch;
    private final NDManager owner;
    private final Map<Key, NDArray> kept = new HashMap<>();

    private record Key(DoubleBuffer values, Shape shape, DataType type) {}

    Constants(Torch torch, NDManager owner) {
        this.torch = torch;
        this.owner = owner;
    }

    /** Single numbers may change from step to step, so they are made anew and belong to the step; the rest is kept. */
    NDArray array(NDManager step, double[] values, Shape shape, DataType type) {
        if (shape.rank() == 0) {
            return torch.script().one(step, "fill", List.of(), values[0], NumberTypes.code(type));
        }
        synchronized (kept) {
            return kept.computeIfAbsent(new Key(DoubleBuffer.wrap(values.clone()), shape, type), key -> torch.staging()
                    .array(owner, values, Parameters.sizes(shape), type));
        }
    }
}
