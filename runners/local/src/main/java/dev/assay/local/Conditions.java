package dev.assay.local;

import dev.assay.graph.Array;
import dev.assay.graph.Port;
import dev.assay.graph.Shape;
import dev.assay.reference.group.GroupNetwork;
import dev.assay.reference.model.DiffusionNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What a network is told of its images beside their noise: numbered classes or texts. */
@FunctionalInterface
interface Conditions {
    /**
     * The inputs of a batch, [rows,...] each.
     *
     * @param numbers of classes or texts, one a row
     * @param none which rows are told what stands for none in its place
     */
    Map<String, Array> inputs(int[] numbers, boolean[] none);

    /** Those of classes, or of a network that is told nothing. */
    static Conditions classes(DiffusionNetwork network, int noClass) {
        if (network.classes() == 0) {
            return (numbers, none) -> Map.of();
        }
        return (numbers, none) -> {
            long[] classes = new long[numbers.length];
            Arrays.setAll(classes, i -> none[i] ? noClass : numbers[i]);
            return Map.of("y", new Array.Longs(classes, classes.length));
        };
    }

    /** The inputs that stand for one image's text, [N,...] each, whether images are made alone or in groups. */
    static List<Port> ports(DiffusionNetwork network) {
        boolean grouped = network instanceof GroupNetwork;
        return network.inputs().stream()
                .filter(p -> !p.name().equals("x")
                        && !p.name().equals(network.time().name())
                        && !p.name().equals(GroupNetwork.SHARE))
                .map(p -> grouped ? new Port(p.name(), p.type(), apart(p.shape())) : p)
                .toList();
    }

    /** [B,n,...] without the members. */
    private static Shape apart(Shape shape) {
        List<Integer> dims = new ArrayList<>(shape.dims());
        dims.remove(1);
        return new Shape(dims);
    }
}
