package dev.assay.reference.model;

import dev.assay.graph.Init;
import dev.assay.graph.Parameter;
import dev.assay.graph.Shape;
import dev.assay.graph.Weights;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Weights of a network whose {@link Parameter.Role#FIXED} tensors have the values that they are known to have. */
public final class KnownValues implements Weights {
    private final Weights others;
    private final Map<String, Parameter> fixed;

    /**
     * Takes what is not fixed from other weights.
     *
     * @param parameters of the network
     */
    public KnownValues(Weights others, List<Parameter> parameters) {
        this.others = others;
        fixed = parameters.stream()
                .filter(p -> p.role() == Parameter.Role.FIXED && p.init() instanceof Init.Given)
                .collect(Collectors.toMap(Parameter::name, Function.identity()));
    }

    @Override
    public float[] tensor(String name, Shape shape) {
        Parameter known = fixed.get(name);
        if (known == null) {
            return others.tensor(name, shape);
        }
        double[] wide = ((Init.Given) known.init()).values().get();
        float[] values = new float[wide.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) wide[i];
        }
        return values;
    }
}
