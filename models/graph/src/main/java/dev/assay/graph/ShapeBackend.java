package dev.assay.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks shapes and counts parameters and multiply-accumulates; computes nothing. */
public final class ShapeBackend implements Backend {
    private final ParameterSet parameters = new ParameterSet();
    private long macs;

    /** What a network takes, gives, stores and costs. */
    public static Description describe(Network network) {
        ShapeBackend backend = new ShapeBackend();
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (Port port : network.inputs()) {
            inputs.put(port.name(), backend.input(port));
        }
        Map<String, Tensor> outputs = network.outputs(Scope.root(backend), inputs);
        List<Port> ports = outputs.entrySet().stream()
                .map(e -> new Port(e.getKey(), e.getValue().type(), e.getValue().shape()))
                .toList();
        return new Description(network.inputs(), ports, backend.parameters(), backend.macs());
    }

    /** A value of the given shape. */
    public Tensor input(Port port) {
        return new Outline(this, port.shape(), port.type(), "");
    }

    /** The parameters asked for so far. */
    public List<Parameter> parameters() {
        return parameters.list();
    }

    /** Multiply-accumulates so far, for a batch of one. */
    public long macs() {
        return macs;
    }

    @Override
    public DataType number() {
        return DataType.FLOAT32;
    }

    @Override
    public Tensor parameter(Parameter parameter) {
        parameters.add(parameter);
        return new Outline(this, parameter.shape(), number(), ParameterSet.scope(parameter));
    }

    @Override
    public Tensor constant(double[] values, Shape shape, DataType type) {
        return new Outline(this, shape, type, "");
    }

    @Override
    public Tensor apply(Op op, List<Tensor> inputs, Shape shape, DataType type, String origin) {
        macs = Math.addExact(macs, op.macs(inputs.stream().map(Tensor::shape).toList(), shape));
        return new Outline(this, shape, type, origin);
    }

    private record Outline(Backend backend, Shape shape, DataType type, String origin) implements Tensor {}
}
