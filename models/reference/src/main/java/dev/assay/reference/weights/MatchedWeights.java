package dev.assay.reference.weights;

import dev.assay.graph.InitialWeights;
import dev.assay.graph.Parameter;
import dev.assay.graph.Shape;
import dev.assay.graph.Weights;
import dev.assay.spec.AssayException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The weights of a checkpoint that has been found to fit a network. */
public final class MatchedWeights implements Weights {
    private final Checkpoint checkpoint;
    private final Weights fallback;

    private MatchedWeights(Checkpoint checkpoint, List<Parameter> parameters, Weights fallback) {
        this.checkpoint = checkpoint;
        List<Parameter> known = parameters.stream().filter(Parameter::known).toList();
        Set<String> names = known.stream().map(Parameter::name).collect(Collectors.toUnmodifiableSet());
        Weights values = new InitialWeights(known, 0);
        this.fallback = (name, shape) -> (names.contains(name) ? values : fallback).tensor(name, shape);
    }

    /**
     * Checks that a checkpoint has what a network stores and nothing else. Tensors that the network does not read may be
     * absent, and those whose values are known. The checkpoint stays open and is read while the weights are used.
     */
    public static MatchedWeights match(Checkpoint checkpoint, List<Parameter> parameters) {
        return match(checkpoint, parameters, Set.of(), (name, shape) -> {
            throw new IllegalArgumentException(name + " is no parameter of the network that was matched");
        });
    }

    /**
     * As {@link #match(Checkpoint, List)}, where the checkpoint may also lack tensors that can be computed.
     *
     * @param optional names that may be absent
     * @param fallback their values if they are
     */
    public static MatchedWeights match(
            Checkpoint checkpoint, List<Parameter> parameters, Set<String> optional, Weights fallback) {
        List<String> problems =
                Fit.of(checkpoint.tensors(), parameters, optional).problems();
        if (!problems.isEmpty()) {
            throw new AssayException(
                    checkpoint.file(),
                    "does not fit the network: " + String.join("; ", problems),
                    "names and shapes must be those of the network, values floating-point",
                    "check that the file belongs to this network");
        }
        return new MatchedWeights(checkpoint, parameters, fallback);
    }

    @Override
    public float[] tensor(String name, Shape shape) {
        return checkpoint.tensors().containsKey(name) ? checkpoint.floats(name) : fallback.tensor(name, shape);
    }
}
