package dev.assay.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.assay.graph.DataType;
import dev.assay.graph.Parameter;
import dev.assay.graph.Shape;
import dev.assay.graph.Weights;
import dev.assay.spec.AssayException;
import dev.assay.spec.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The stored tensors of a network in memory of the natives. They live until this is closed. */
public final class Parameters implements AutoCloseable {
    private final Torch torch;
    private final NDManager owner;
    private final DataType number;
    private final Map<String, Parameter> known = new LinkedHashMap<>();
    private final Map<String, NDArray> arrays = new LinkedHashMap<>();
    private final Constants constants;

    private Parameters(Torch torch, DataType number) {
        this.torch = torch;
        this.number = number;
        owner = torch.root().newSubManager();
        constants = new Constants(torch, owner);
    }

    /**
     * Takes the values of all that a network reads. Gradients can be taken by what is {@link Parameter.Role#TRAINED}.
     *
     * @param parameters as the network asks for them; those it does not read are left out
     * @param number FLOAT32, or FLOAT64 to check other numbers by
     */
    public static Parameters of(Torch torch, List<Parameter> parameters, Weights weights, DataType number) {
        if (number != DataType.FLOAT32 && number != DataType.FLOAT64) {
            throw new IllegalArgumentException("networks are trained in FLOAT32 or FLOAT64, not " + number);
        }
        Parameters made = new Parameters(torch, number);
        boolean complete = false;
        try {
            for (Parameter parameter : parameters) {
                if (parameter.role() != Parameter.Role.UNREAD) {
                    made.add(parameter, weights.tensor(parameter.name(), parameter.shape()));
                }
            }
            complete = true;
            return made;
        } finally {
            if (!complete) {
                made.close();
            }
        }
    }

    private void add(Parameter parameter, float[] values) {
        long elements = parameter.shape().elements();
        if (values.length != elements) {
            throw new AssayException(
                    parameter.name(),
                    values.length + " values",
                    "%s has %d".formatted(parameter.shape(), elements),
                    "check the weights");
        }
        known.put(parameter.name(), parameter);
        NDArray array = like(owner, parameter.name(), (name, shape) -> values);
        array.setRequiresGradient(parameter.role() == Parameter.Role.TRAINED);
        arrays.put(parameter.name(), array);
    }

    /** The same values once more, for an average. */
    public Parameters copy() {
        return of(torch, list(), weights(), number);
    }

    /** The stored tensors in the order of the network. */
    public List<Parameter> list() {
        return List.copyOf(known.values());
    }

    /** The kind of number of the arrays. */
    public DataType number() {
        return number;
    }

    /** The tensor of that name; it belongs to this. */
    public NDArray array(String name) {
        NDArray array = arrays.get(name);
        if (array == null) {
            throw Names.unknown("parameter", name, arrays.keySet());
        }
        return array;
    }

    /** The names of what is learnt, in order. */
    public List<String> trained() {
        return known.values().stream()
                .filter(p -> p.role() == Parameter.Role.TRAINED)
                .map(Parameter::name)
                .toList();
    }

    /** What is learnt, in the order of {@link #trained}. */
    public List<NDArray> trainedArrays() {
        return trained().stream().map(this::array).toList();
    }

    /** The present values, read when asked for. */
    public Weights weights() {
        return (name, shape) -> Staging.floats(array(name));
    }

    /** An array of the shape and type of a parameter, with values of its name. */
    NDArray like(NDManager other, String name, Weights values) {
        Shape shape = known.get(name).shape();
        return torch.staging().array(other, values.tensor(name, shape), sizes(shape), number);
    }

    /** The shape and array of a parameter that a network asks for. */
    NDArray find(Parameter asked) {
        Parameter held = known.get(asked.name());
        if (held == null || !held.shape().equals(asked.shape())) {
            throw new AssayException(
                    asked.name(),
                    held == null ? "no such parameter is held" : "it is held as " + held.shape(),
                    "the network asks for " + asked.shape(),
                    "make the parameters from this network's description");
        }
        return array(asked.name());
    }

    Constants constants() {
        return constants;
    }

    Torch torch() {
        return torch;
    }

    NDManager owner() {
        return owner;
    }

    @Override
    public void close() {
        owner.close();
    }

    static long[] sizes(Shape shape) {
        return shape.dims().stream().mapToLong(Integer::longValue).toArray();
    }
}
