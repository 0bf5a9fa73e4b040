package dev.assay.graph;

import java.util.List;

/**
 * What a network takes, gives, stores and costs.
 *
 * @param inputs what it takes
 * @param outputs what it gives
 * @param parameters what it stores, in the order the network asks
 * @param macs multiply-accumulates of convolutions and matrix products for a batch of one
 */
public record Description(List<Port> inputs, List<Port> outputs, List<Parameter> parameters, long macs) {
    public Description {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        parameters = List.copyOf(parameters);
    }

    /** How many numbers are stored in a role. */
    public long count(Parameter.Role role) {
        return parameters.stream()
                .filter(p -> p.role() == role)
                .mapToLong(p -> p.shape().elements())
                .sum();
    }
}
