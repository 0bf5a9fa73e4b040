package dev.assay.reference;

import dev.assay.graph.Backend;
import dev.assay.graph.DataType;
import dev.assay.graph.Network;
import dev.assay.graph.Op;
import dev.assay.graph.Parameter;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How many scores of queries and keys each attention of a network has for one image or group, over all heads. */
public final class AttentionScores {
    private AttentionScores() {}

    private record Counting(List<Long> counts) implements Backend {
        private record Sized(Counting backend, Shape shape, DataType type, String origin) implements Tensor {}

        @Override
        public DataType number() {
            return DataType.FLOAT32;
        }

        @Override
        public Tensor parameter(Parameter parameter) {
            return new Sized(this, parameter.shape(), number(), "");
        }

        @Override
        public Tensor constant(double[] values, Shape shape, DataType type) {
            return new Sized(this, shape, type, "");
        }

        @Override
        public Tensor apply(Op op, List<Tensor> inputs, Shape shape, DataType type, String origin) {
            if (op instanceof Op.Attention attention) {
                counts.add((long) attention.heads()
                        * inputs.get(0).shape().dim(1)
                        * inputs.get(1).shape().dim(1));
            }
            return new Sized(this, shape, type, origin);
        }
    }

    /** In the order in which the network asks. */
    public static List<Long> of(Network network) {
        Counting counting = new Counting(new ArrayList<>());
        Map<String, Tensor> inputs = new HashMap<>();
        network.inputs().forEach(p -> inputs.put(p.name(), new Counting.Sized(counting, p.shape(), p.type(), "")));
        network.outputs(Scope.root(counting), inputs);
        return counting.counts();
    }
}
