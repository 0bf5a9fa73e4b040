package dev.assay.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which ONNX nodes (operator set 21) stand for which operation. */
final class OnnxNodes {
    private static final Map<Class<? extends Op>, Emitter<Op>> EMITTERS = new HashMap<>();

    static {
        emitter(Op.Unary.class, OnnxNodes::unary);
        emitter(Op.Binary.class, (op, at) -> at.node(name(op.arithmetic())));
        emitter(Op.MatMul.class, (op, at) -> at.node("MatMul"));
        emitter(Op.Linear.class, OnnxNodes::linear);
        emitter(Op.Conv.class, OnnxNodes::conv);
        emitter(Op.ConvTranspose.class, OnnxNodes::convTranspose);
        emitter(Op.Pool.class, OnnxNodes::pool);
        emitter(Op.Attention.class, OnnxForms::attention);
        emitter(Op.LayerNorm.class, OnnxForms::layerNorm);
        emitter(Op.GroupNorm.class, OnnxForms::groupNorm);
        emitter(Op.Gather.class, (op, at) -> at.node("Gather", attribute("axis", 0)));
        emitter(Op.PixelShuffle.class, OnnxNodes::pixelShuffle);
        emitter(Op.Softmax.class, (op, at) -> at.node("Softmax", attribute("axis", op.axis())));
        emitter(Op.Reshape.class, (op, at) -> at.nodeWith("Reshape", target(at)));
        emitter(Op.Transpose.class, (op, at) -> at.node("Transpose", attribute("perm", longs(op.axes()))));
        emitter(Op.Concat.class, (op, at) -> at.node("Concat", attribute("axis", op.axis())));
        emitter(Op.Slice.class, OnnxNodes::slice);
        emitter(Op.Reduce.class, OnnxNodes::reduce);
        emitter(Op.Resize.class, OnnxNodes::resize);
        emitter(Op.Cast.class, (op, at) -> at.node("Cast", attribute("to", OnnxTensors.code(op.to()))));
    }

    private OnnxNodes() {}

    /** Writes one kind of operation as nodes and gives the name of the result. */
    @FunctionalInterface
    private interface Emitter<T extends Op> {
        String emit(T op, Place at);
    }

    /** Where nodes are added: the graph, the operation's inputs by name, its result's shape and its scope. */
    record Place(OnnxBackend graph, List<Tensor> tensors, List<String> names, Shape shape, String origin) {
        /** The name of an input. */
        String name(int input) {
            return names.get(input);
        }

        /** The kind of number of an input. */
        DataType type() {
            return tensors.get(0).type();
        }

        /** A node on values by name; an empty name is an input left out. */
        String on(String type, List<String> in, AttributeProto... attributes) {
            return graph.node(type, origin, in, attributes);
        }

        /** The name of a stored number. */
        String number(double value, DataType type) {
            return graph.number(value, type);
        }

        /** A value as another kind of number. */
        String cast(String value, DataType from, DataType to) {
            return from == to ? value : on("Cast", List.of(value), attribute("to", OnnxTensors.code(to)));
        }

        /** A node on the inputs. */
        String node(String type, AttributeProto... attributes) {
            return graph.node(type, origin, names, attributes);
        }

        /** A node on the inputs and on vectors of int64. */
        String nodeWith(String type, List<Long> vector, AttributeProto... attributes) {
            List<String> in = new ArrayList<>(names);
            in.add(graph.integers(vector));
            return graph.node(type, origin, in, attributes);
        }
    }

    private static <T extends Op> void emitter(Class<T> type, Emitter<T> emitter) {
        EMITTERS.put(type, (op, at) -> emitter.emit(type.cast(op), at));
    }

    /** The operations that have a form in ONNX: all of them, which a test checks. */
    static Set<Class<? extends Op>> covered() {
        return EMITTERS.keySet();
    }

    static String emit(OnnxBackend graph, Op op, List<Tensor> tensors, List<String> names, Shape shape, String origin) {
        return EMITTERS.get(op.getClass()).emit(op, new Place(graph, tensors, names, shape, origin));
    }

    private static String unary(Op.Unary op, Place at) {
        return switch (op.function()) {
            case RELU -> at.node("Relu");
            case SIGMOID -> at.node("Sigmoid");
            case SQRT -> at.node("Sqrt");
            case EXP -> at.node("Exp");
            case LOG -> at.node("Log");
            case SIN -> at.node("Sin");
            case COS -> at.node("Cos");
            case TANH -> at.node("Tanh");
            case ERF -> at.node("Erf");
            case ABS -> at.node("Abs");
            case SILU -> at.on("Mul", List.of(at.name(0), at.node("Sigmoid")));
            case GELU -> at.node("Gelu", attribute("approximate", "none"));
            case GELU_TANH -> at.node("Gelu", attribute("approximate", "tanh"));
        };
    }

    private static String name(Op.Arithmetic arithmetic) {
        return switch (arithmetic) {
            case ADD -> "Add";
            case SUB -> "Sub";
            case MUL -> "Mul";
            case DIV -> "Div";
            case MAX -> "Max";
            case MIN -> "Min";
        };
    }

    private static String linear(Op.Linear op, Place at) {
        String product = at.on("MatMul", List.of(at.name(0), at.graph().transposed(at.name(1), at.origin())));
        return at.names().size() == 2 ? product : at.on("Add", List.of(product, at.name(2)));
    }

    private static String conv(Op.Conv op, Place at) {
        Shape weight = at.tensors().get(1).shape();
        return at.node(
                "Conv",
                attribute("kernel_shape", List.of((long) weight.dim(2), (long) weight.dim(3))),
                attribute("strides", List.of((long) op.strideHeight(), (long) op.strideWidth())),
                attribute("pads", pads(op.padding())),
                attribute("group", op.groups()));
    }

    private static String convTranspose(Op.ConvTranspose op, Place at) {
        Shape weight = at.tensors().get(1).shape();
        return at.node(
                "ConvTranspose",
                attribute("kernel_shape", List.of((long) weight.dim(2), (long) weight.dim(3))),
                attribute("strides", List.of((long) op.stride(), (long) op.stride())),
                attribute("pads", pads(Padding.of(op.padding()))),
                attribute("output_padding", List.of((long) op.extra(), (long) op.extra())),
                attribute("group", op.groups()));
    }

    private static String pool(Op.Pool op, Place at) {
        Window w = op.window();
        List<AttributeProto> attributes = new ArrayList<>(List.of(
                attribute("kernel_shape", List.of((long) w.height(), (long) w.width())),
                attribute("strides", List.of((long) w.strideHeight(), (long) w.strideWidth())),
                attribute("pads", pads(w.padding()))));
        if (op.pooling() == Op.Pooling.MAX) {
            return at.node("MaxPool", attributes.toArray(new AttributeProto[0]));
        }
        attributes.add(attribute("count_include_pad", op.pooling() == Op.Pooling.AVERAGE_WITH_PADDING ? 1 : 0));
        return at.node("AveragePool", attributes.toArray(new AttributeProto[0]));
    }

    private static String slice(Op.Slice op, Place at) {
        long axis = at.tensors().get(0).shape().axis(op.axis());
        List<String> in = new ArrayList<>(at.names());
        in.add(at.graph().integers(List.of((long) op.from())));
        in.add(at.graph().integers(List.of((long) op.to())));
        in.add(at.graph().integers(List.of(axis)));
        return at.on("Slice", in);
    }

    private static String reduce(Op.Reduce op, Place at) {
        String node =
                switch (op.reduction()) {
                    case MEAN -> "ReduceMean";
                    case SUM -> "ReduceSum";
                    case MAX -> "ReduceMax";
                };
        return at.nodeWith(node, longs(op.axes()), attribute("keepdims", op.keep() ? 1 : 0));
    }

    private static String pixelShuffle(Op.PixelShuffle op, Place at) {
        return at.node(
                "DepthToSpace",
                attribute("blocksize", op.factor()),
                attribute("mode", op.order() == Op.ChannelOrder.CHANNEL_LAST ? "DCR" : "CRD"));
    }

    /** The forms were compared with the originals on ONNX Runtime: TF1 exactly its rule, the others PIL's float resize. */
    private static String resize(Op.Resize op, Place at) {
        Op.Sampling sampling = op.sampling();
        boolean antialias = sampling == Op.Sampling.ANTIALIASED_BILINEAR || sampling == Op.Sampling.ANTIALIASED_BICUBIC;
        boolean corners = sampling == Op.Sampling.TF1_BILINEAR || sampling == Op.Sampling.NEAREST;
        List<AttributeProto> attributes = new ArrayList<>(List.of(
                attribute(
                        "mode",
                        switch (sampling) {
                            case NEAREST -> "nearest";
                            case ANTIALIASED_BICUBIC -> "cubic";
                            case BILINEAR, TF1_BILINEAR, ANTIALIASED_BILINEAR -> "linear";
                        }),
                attribute("coordinate_transformation_mode", corners ? "asymmetric" : "half_pixel"),
                attribute("axes", List.of(2L, 3L))));
        if (sampling == Op.Sampling.NEAREST) {
            attributes.add(attribute("nearest_mode", "floor"));
        }
        if (antialias) {
            attributes.add(attribute("antialias", 1));
            attributes.add(attribute("exclude_outside", 1));
            attributes.add(attribute("cubic_coeff_a", -0.5f));
        }
        String sizes = at.graph().integers(List.of((long) op.height(), (long) op.width()));
        return at.on("Resize", List.of(at.name(0), "", "", sizes), attributes.toArray(new AttributeProto[0]));
    }

    /**
     * The sizes of a reshape. A batch that stays first is copied (0) and not worked out (-1): so ONNX Runtime knows that it
     * is the same batch, reuses memory, and plans a graph of thousands of nodes in a fraction of the time.
     */
    private static List<Long> target(Place at) {
        List<Long> sizes = new ArrayList<>(sizes(at.shape()));
        Shape from = at.tensors().get(0).shape();
        if (from.rank() > 0
                && at.shape().rank() > 0
                && from.dim(0) < 0
                && from.dim(0) == at.shape().dim(0)) {
            sizes.set(0, 0L);
        }
        return sizes;
    }

    /** Sizes for Reshape: the axis that grows with the batch is left for ONNX to infer. */
    static List<Long> sizes(Shape shape) {
        return shape.dims().stream().map(d -> d < 0 ? -1L : (long) d).toList();
    }

    private static List<Long> pads(Padding p) {
        return List.of((long) p.top(), (long) p.left(), (long) p.bottom(), (long) p.right());
    }

    static List<Long> longs(List<Integer> values) {
        return values.stream().map(Integer::longValue).toList();
    }

    /** The nodes that some graph output needs, in their order. Outputs are the Identity nodes at the end. */
    static List<NodeProto> needed(List<NodeProto> nodes) {
        Set<String> wanted = new HashSet<>();
        List<NodeProto> kept = new ArrayList<>();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            NodeProto node = nodes.get(i);
            if (node.getOpType().equals("Identity") || wanted.contains(node.getOutput(0))) {
                wanted.addAll(node.getInputList());
                kept.add(0, node);
            }
        }
        return kept;
    }

    static AttributeProto attribute(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    static AttributeProto attribute(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    static AttributeProto attribute(String name, String value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFrom(value, StandardCharsets.UTF_8))
                .build();
    }

    static AttributeProto attribute(String name, List<Long> values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INTS)
                .addAllInts(values)
                .build();
    }
}
