package dev.assay.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Records a network as ONNX nodes. Values of parameters are asked for only when the file is written. */
final class OnnxBackend implements Backend {
    private final ParameterSet parameters = new ParameterSet();
    private final Map<String, Initializer> initializers = new LinkedHashMap<>();
    private final Map<List<Long>, String> integers = new HashMap<>();
    private final Map<Constant, String> constants = new HashMap<>();
    private final Map<Applied, Value> results = new HashMap<>();
    private final List<NodeProto> nodes = new ArrayList<>();
    private final List<ValueInfoProto> inputs = new ArrayList<>();
    private final List<ValueInfoProto> outputs = new ArrayList<>();
    private final OnnxFile.Form form;
    private final DataType number;

    private OnnxBackend(OnnxFile.Form form, DataType number) {
        this.form = form;
        this.number = number;
    }

    /** What a node calls a stored tensor, and where its values come from. */
    sealed interface Initializer {
        String name();

        /** Parameter values, as they are or, for a matrix, transposed. */
        record Stored(String name, Parameter parameter, DataType type, boolean transposed) implements Initializer {
            /** The sizes as the file has them. */
            Shape shape() {
                Shape s = parameter.shape();
                return transposed ? Shape.of(s.dim(1), s.dim(0)) : s;
            }
        }

        /** Values that are part of the network's definition. */
        record Fixed(String name, TensorProto tensor) implements Initializer {}
    }

    /** An operation on values by name: what was said once is not said again. */
    private record Applied(Op op, List<String> inputs) {}

    private record Constant(DoubleBuffer values, Shape shape, DataType type) {}

    private record Value(OnnxBackend backend, String name, Shape shape, DataType type, String origin)
            implements Tensor {}

    /** Records a whole network. */
    static OnnxBackend record(Network network, OnnxFile.Form form, DataType number) {
        OnnxBackend backend = new OnnxBackend(form, number);
        Map<String, Tensor> in = new LinkedHashMap<>();
        for (Port port : network.inputs()) {
            backend.inputs.add(port(port));
            in.put(port.name(), new Value(backend, port.name(), port.shape(), port.type(), ""));
        }
        network.outputs(Scope.root(backend), in).forEach(backend::output);
        return backend;
    }

    /** Half precision stays inside: what comes out is float32. */
    private void output(String name, Tensor given) {
        Tensor tensor = given.type() == DataType.FLOAT16 ? given.cast(DataType.FLOAT32) : given;
        outputs.add(port(new Port(name, tensor.type(), tensor.shape())));
        nodes.add(NodeProto.newBuilder()
                .setOpType("Identity")
                .setName(name + "/output")
                .addInput(((Value) tensor).name())
                .addOutput(name)
                .build());
    }

    @Override
    public DataType number() {
        return number;
    }

    OnnxFile.Form form() {
        return form;
    }

    @Override
    public Tensor parameter(Parameter parameter) {
        parameters.add(parameter);
        DataType type = parameter.role() == Parameter.Role.BUFFER ? DataType.FLOAT32 : number;
        initializers.putIfAbsent(parameter.name(), new Initializer.Stored(parameter.name(), parameter, type, false));
        return new Value(this, parameter.name(), parameter.shape(), type, ParameterSet.scope(parameter));
    }

    @Override
    public Tensor constant(double[] values, Shape shape, DataType type) {
        return new Value(this, stored(values, shape, type), shape, type, "");
    }

    /** The name of stored values; equal ones are stored once. */
    private String stored(double[] values, Shape shape, DataType type) {
        return constants.computeIfAbsent(new Constant(DoubleBuffer.wrap(values.clone()), shape, type), c -> {
            String name = "constant_" + initializers.size();
            initializers.put(name, new Initializer.Fixed(name, OnnxTensors.numbers(name, values, shape, type)));
            return name;
        });
    }

    /** The name of a stored number. */
    String number(double value, DataType type) {
        return stored(new double[] {value}, Shape.SCALAR, type);
    }

    /** The name of a vector of ones. */
    String ones(int count, DataType type) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return stored(ones, Shape.of(count), type);
    }

    /** The name of a vector of zeros. */
    String zeros(int count, DataType type) {
        return stored(new double[count], Shape.of(count), type);
    }

    @Override
    public Tensor apply(Op op, List<Tensor> in, Shape shape, DataType type, String origin) {
        List<String> names = in.stream().map(t -> ((Value) t).name()).toList();
        Applied applied = new Applied(op, names);
        Value before = results.get(applied);
        if (before != null && before.shape().equals(shape)) {
            return before;
        }
        String result = OnnxNodes.emit(this, op, in, names, shape, origin);
        Value value = new Value(this, result, shape, type, origin);
        results.put(applied, value);
        return value;
    }

    /** Adds a node with one result and gives the result's name. */
    String node(String type, String origin, List<String> in, AttributeProto... attributes) {
        return node("", type, origin, in, attributes);
    }

    /** The same for an operator of ONNX Runtime's own. */
    String fused(String type, String origin, List<String> in, AttributeProto... attributes) {
        return node(OnnxFile.RUNTIME_DOMAIN, type, origin, in, attributes);
    }

    private String node(String domain, String type, String origin, List<String> in, AttributeProto... attributes) {
        String name = (origin.isEmpty() ? "" : origin + "/") + type + "_" + nodes.size();
        nodes.add(NodeProto.newBuilder()
                .setOpType(type)
                .setDomain(domain)
                .setName(name)
                .addAllInput(in)
                .addOutput(name)
                .addAllAttribute(List.of(attributes))
                .build());
        return name;
    }

    /** The name of a stored vector of int64. */
    String integers(List<Long> values) {
        return integers.computeIfAbsent(values, v -> {
            String name = "integers_" + integers.size();
            initializers.put(name, new Initializer.Fixed(name, OnnxTensors.longs(name, v)));
            return name;
        });
    }

    /** The name of a matrix transposed: stored that way if it is a parameter, else by a node. */
    String transposed(String matrix, String origin) {
        if (initializers.get(matrix) instanceof Initializer.Stored stored) {
            String name = matrix + "/transposed";
            initializers.putIfAbsent(name, new Initializer.Stored(name, stored.parameter(), stored.type(), true));
            return name;
        }
        return node("Transpose", origin, List.of(matrix), OnnxNodes.attribute("perm", List.of(1L, 0L)));
    }

    List<ValueInfoProto> inputs() {
        return inputs;
    }

    List<ValueInfoProto> outputs() {
        return outputs;
    }

    /** The nodes that the outputs need, in order. */
    List<NodeProto> nodes() {
        return OnnxNodes.needed(nodes);
    }

    /** The stored tensors by name, used or not. */
    Map<String, Initializer> initializers() {
        return initializers;
    }

    private static ValueInfoProto port(Port port) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (int axis = 0; axis < port.shape().rank(); axis++) {
            int size = port.shape().dim(axis);
            TensorShapeProto.Dimension.Builder dim = TensorShapeProto.Dimension.newBuilder();
            if (size > 0) {
                dim.setDimValue(size);
            } else if (size == Shape.ANY) {
                dim.setDimParam(port.name() + "_" + axis);
            } else {
                dim.setDimParam(size == Shape.BATCH ? "N" : -size + "N");
            }
            shape.addDim(dim);
        }
        return ValueInfoProto.newBuilder()
                .setName(port.name())
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(OnnxTensors.code(port.type()))
                                .setShape(shape)))
                .build();
    }
}
