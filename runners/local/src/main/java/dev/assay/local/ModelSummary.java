package dev.assay.local;

import dev.assay.graph.Description;
import dev.assay.graph.Parameter;
import dev.assay.graph.Port;
import dev.assay.graph.Shape;
import dev.assay.reference.model.Model;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What {@code models describe} prints of a model.
 *
 * @param name its name
 * @param family which kind of network
 * @param about one line on what it is
 * @param source where its sizes come from; may be empty
 * @param estimated whether they were inferred from published totals
 * @param parameters numbers that count as parameters
 * @param macs multiply-accumulates of convolutions and matrix products for one image
 * @param inputs what the network takes
 * @param outputs what it gives
 * @param tensors what a checkpoint of it holds, in the order of the network
 */
record ModelSummary(
        String name,
        String family,
        String about,
        String source,
        boolean estimated,
        long parameters,
        long macs,
        List<End> inputs,
        List<End> outputs,
        List<Stored> tensors) {
    /**
     * An input or output.
     *
     * @param name as the original calls it
     * @param type as NumPy calls it
     * @param shape numbers, and {@code "N"} for the batch
     */
    record End(String name, String type, List<Object> shape) {
        static End of(Port port) {
            return new End(
                    port.name(),
                    port.type().word(),
                    port.shape().dims().stream().map(End::size).toList());
        }

        /** As in messages: {@code x float32 [N,4,32,32]}. */
        String text() {
            return "%s %s %s".formatted(name, type, sizes(shape));
        }

        private static Object size(int dim) {
            return dim > 0 ? (Object) dim : dim == Shape.ANY ? "?" : dim == Shape.BATCH ? "N" : -dim + "N";
        }
    }

    /**
     * A tensor of a checkpoint.
     *
     * @param name as published
     * @param shape its sizes
     * @param buffer whether it is stored without being a parameter
     */
    record Stored(String name, List<Integer> shape, boolean buffer) {
        static Stored of(Parameter parameter) {
            boolean counted = parameter.role() == Parameter.Role.TRAINED || parameter.role() == Parameter.Role.FIXED;
            return new Stored(parameter.name(), parameter.shape().dims(), !counted);
        }
    }

    /** As in messages: {@code [N,4,32,32]}. */
    static String sizes(List<?> shape) {
        return shape.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }

    static ModelSummary of(Model model) {
        Description d = model.describe();
        return new ModelSummary(
                model.name(),
                model.config().family(),
                model.config().about(),
                model.config().source(),
                model.config().estimated(),
                Model.parameters(d),
                d.macs(),
                d.inputs().stream().map(End::of).toList(),
                d.outputs().stream().map(End::of).toList(),
                d.parameters().stream().map(Stored::of).toList());
    }
}
