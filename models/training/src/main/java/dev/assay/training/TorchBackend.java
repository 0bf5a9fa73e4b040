package dev.assay.training;

import ai.djl.ndarray.NDArray;
import dev.assay.graph.Backend;
import dev.assay.graph.DataType;
import dev.assay.graph.Network;
import dev.assay.graph.Op;
import dev.assay.graph.Parameter;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.spec.AssayException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Computes each operation at once, one call of the natives for each. The batch is a number here. Every result lives until the
 * step ends, as gradients need most of them; what only predicts needs less memory in ONNX Runtime.
 */
public final class TorchBackend implements Backend {
    /** Inputs of these are taken in the type of the parameters. */
    private static final Set<DataType> FRACTIONS =
            EnumSet.of(DataType.FLOAT16, DataType.BFLOAT16, DataType.FLOAT32, DataType.FLOAT64);

    private final Step step;
    private final Parameters parameters;

    public TorchBackend(Step step, Parameters parameters) {
        this.step = step;
        this.parameters = parameters;
    }

    private record Eager(TorchBackend backend, NDArray array, Shape shape, DataType type, String origin)
            implements Tensor {}

    /**
     * The outputs of a network by name. Inputs of floating-point numbers are taken in the type of the parameters; the
     * outputs belong to the step.
     */
    public static Map<String, NDArray> run(
            Step step, Network network, Parameters parameters, Map<String, NDArray> inputs) {
        TorchBackend backend = new TorchBackend(step, parameters);
        Map<String, Tensor> in = new LinkedHashMap<>();
        for (Port port : network.inputs()) {
            in.put(port.name(), backend.input(port, inputs));
        }
        Map<String, NDArray> out = new LinkedHashMap<>();
        network.outputs(Scope.root(backend), in).forEach((name, tensor) -> out.put(name, backend.array(tensor)));
        return out;
    }

    private Tensor input(Port port, Map<String, NDArray> inputs) {
        NDArray given = inputs.get(port.name());
        if (given == null) {
            throw new AssayException(
                    "input '" + port.name() + "'", "it is missing", "given are " + inputs.keySet(), "give it");
        }
        long[] sizes = given.getShape().getShape();
        boolean fits = sizes.length == port.shape().rank();
        for (int axis = 0; fits && axis < sizes.length; axis++) {
            int size = port.shape().dim(axis);
            fits = size <= 0 || size == sizes[axis];
        }
        if (!fits) {
            throw unfit(port, "its shape is " + Arrays.toString(sizes), "the network takes " + port.shape());
        }
        DataType type = NumberTypes.graph(given.getDataType());
        if (type != port.type() && !(given.getDataType().isFloating() && FRACTIONS.contains(port.type()))) {
            throw unfit(port, "it holds " + type, "the network takes " + port.type());
        }
        return input(given);
    }

    private static AssayException unfit(Port port, String found, String allowed) {
        return new AssayException("input '" + port.name() + "'", found, allowed, "check the batch");
    }

    /** An array as a tensor; floating-point numbers in the type of the parameters. */
    public Tensor input(NDArray array) {
        DataType type = NumberTypes.graph(array.getDataType());
        boolean convert = array.getDataType().isFloating() && type != number();
        NDArray taken = convert ? step.call("cast", List.of(array), NumberTypes.code(number())) : array;
        Shape shape = Shape.of(Arrays.stream(array.getShape().getShape())
                .mapToInt(Math::toIntExact)
                .toArray());
        return new Eager(this, taken, shape, convert ? number() : type, "");
    }

    /** The array of a tensor of this back end. */
    public NDArray array(Tensor tensor) {
        return ((Eager) tensor).array();
    }

    @Override
    public DataType number() {
        return parameters.number();
    }

    /** What a network does not read has no values, and asking for it only notes that it exists. */
    @Override
    public Tensor parameter(Parameter parameter) {
        NDArray array =
                parameter.role() == Parameter.Role.UNREAD ? step.arrays().create(0f) : parameters.find(parameter);
        return new Eager(this, array, parameter.shape(), number(), scope(parameter.name()));
    }

    private static String scope(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    @Override
    public Tensor constant(double[] values, Shape shape, DataType type) {
        NDArray array = parameters.constants().array(step.arrays(), values, shape, type);
        return new Eager(this, array, shape, type, "");
    }

    @Override
    public Tensor apply(Op op, List<Tensor> inputs, Shape shape, DataType type, String origin) {
        return new Eager(this, TorchOperations.compute(this, op, inputs, shape), shape, type, origin);
    }

    Step step() {
        return step;
    }
}
