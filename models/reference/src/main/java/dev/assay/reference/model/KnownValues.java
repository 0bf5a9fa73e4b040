package dev.assay.reference.model;

import dev.assay.graph.InitialWeights;
import dev.assay.graph.Parameter;
import dev.assay.graph.Shape;
import dev.assay.graph.Weights;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Weights of a network whose {@link Parameter#known} tensors have the values that they are known to have. */
public final class KnownValues implements Weights {
    private final Weights others;
    private final Weights known;
    private final Set<String> names;

    /**
     * Takes what is not known from other weights.
     *
     * @param parameters of the network
     */
    public KnownValues(Weights others, List<Parameter> parameters) {
        this.others = others;
        List<Parameter> fixed = parameters.stream().filter(Parameter::known).toList();
        known = new InitialWeights(fixed, 0);
        names = fixed.stream().map(Parameter::name).collect(Collectors.toSet());
    }

    @Override
    public float[] tensor(String name, Shape shape) {
        return (names.contains(name) ? known : others).tensor(name, shape);
    }
}
