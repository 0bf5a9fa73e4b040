package dev.assay.training;

import dev.assay.graph.Array;
import dev.assay.graph.Network;
import dev.assay.graph.Tensor;
import java.util.Map;

/** What a network is trained to do. A step depends on its number alone, so that training can stop and go on. */
public interface Objective {
    /** The network that learns. */
    Network network();

    /** The same parameters as the network that a step needs, where steps differ in form. */
    default Network network(long step) {
        return network();
    }

    /** The inputs and targets of a step. */
    Example example(long step);

    /** How far the outputs are from the targets: one number, the mean over the batch. */
    Tensor loss(Map<String, Tensor> outputs, Map<String, Tensor> targets);

    /** What it learns from and how, and the network: equal maps for equal losses at every step. */
    Map<String, String> identity();

    /** What a reader of the weights needs beside them: texts by the names of their files. */
    default Map<String, String> files() {
        return Map.of();
    }

    /**
     * A batch to learn from.
     *
     * @param inputs of the network, by name
     * @param targets of the loss, by names of its own
     */
    record Example(Map<String, Array> inputs, Map<String, Array> targets) {}
}
