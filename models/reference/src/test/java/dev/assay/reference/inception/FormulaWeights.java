package dev.assay.reference.inception;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.graph.Shape;
import dev.assay.graph.Weights;
import java.util.HashMap;
import java.util.Map;

/** Weights of Inception by the formula of the golden file. */
public final class FormulaWeights implements Weights {
    private final Map<String, Integer> convolutions = new HashMap<>();

    public FormulaWeights(JsonNode golden) {
        golden.get("conv_order").forEach(name -> convolutions.put(name.asText(), convolutions.size()));
    }

    @Override
    public float[] tensor(String name, Shape shape) {
        float[] values = new float[Math.toIntExact(shape.elements())];
        int rows = shape.rank() == 0 ? 1 : shape.dim(0);
        int columns = values.length / rows;
        for (int i = 0; i < values.length; i++) {
            values[i] = value(name, i / columns, i % columns, columns);
        }
        return values;
    }

    private float value(String name, int row, int column, int fanIn) {
        if (convolutions.containsKey(name)) {
            double u = Formula.u(101 + convolutions.get(name), row, column);
            return (float) ((u - 0.5) * Math.sqrt(24.0 / fanIn));
        }
        if (name.equals("fc.weight")) {
            return (float) ((Formula.u(99, row, column) - 0.5) * 0.1);
        }
        if (name.equals("fc.bias")) {
            return (float) (Formula.u(98, row, 0) - 0.5);
        }
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "weight", "running_var" -> 1;
            case "bias" -> 0.1f;
            case "running_mean" -> 0.05f;
            case "num_batches_tracked" -> 0;
            default -> throw new IllegalArgumentException(name);
        };
    }
}
