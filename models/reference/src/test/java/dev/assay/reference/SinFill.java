package dev.assay.reference;

import dev.assay.graph.Parameter;
import dev.assay.graph.Shape;
import dev.assay.graph.Weights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The weights of the values in {@code golden/rdm}: sines of a parameter's rank by name and of an element's number. */
public final class SinFill implements Weights {
    private final Map<String, Integer> ranks = new HashMap<>();
    private final double last;

    /** {@code last} is the factor of the last convolution. */
    public SinFill(List<Parameter> parameters, double last) {
        this.last = last;
        parameters.stream()
                .filter(p -> p.role() == Parameter.Role.TRAINED)
                .map(Parameter::name)
                .sorted()
                .forEach(name -> ranks.put(name, ranks.size()));
    }

    @Override
    public float[] tensor(String name, Shape shape) {
        int k = ranks.get(name);
        double root = Math.sqrt((double) shape.elements() / shape.dim(0));
        float[] values = new float[Math.toIntExact(shape.elements())];
        for (int i = 0; i < values.length; i++) {
            double s = Math.sin(1 + 0.37 * k + 0.11 * i);
            double value = shape.rank() > 1 ? s / root : name.endsWith("weight") ? 1 + 0.1 * s : 0.1 * s;
            values[i] = (float) (name.contains("out_conv") ? last * value : value);
        }
        return values;
    }
}
