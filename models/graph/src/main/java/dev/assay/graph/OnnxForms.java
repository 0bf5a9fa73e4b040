package dev.assay.graph;

import static dev.assay.graph.OnnxNodes.attribute;

import dev.assay.graph.OnnxNodes.Place;
import java.util.ArrayList;
import java.util.List;

/**
 * Operations that ONNX can say in several ways: attention and normalisations. Which is fastest was measured with ONNX
 * Runtime 1.28; see {@link OnnxFile.Form}. Sums of half-precision numbers are taken in float32.
 */
final class OnnxForms {
    private OnnxForms() {}

    /** The runtime's own fused operator holds no matrix of scores; the portable form is products and a softmax. */
    static String attention(Op.Attention op, Place at) {
        return at.graph().form() == OnnxFile.Form.PORTABLE ? attentionByProducts(op, at) : fusedAttention(op, at);
    }

    private static String fusedAttention(Op.Attention op, Place at) {
        List<String> in = new ArrayList<>(at.names().subList(0, 3));
        if (at.names().size() > 3) {
            in.addAll(List.of("", "", at.name(3)));
        }
        return at.graph()
                .fused(
                        "MultiHeadAttention",
                        at.origin(),
                        in,
                        attribute("num_heads", op.heads()),
                        attribute("scale", (float) op.scale()));
    }

    private static String attentionByProducts(Op.Attention op, Place at) {
        String q = heads(at, 0, op.heads(), List.of(0L, 2L, 1L, 3L));
        String k = heads(at, 1, op.heads(), List.of(0L, 2L, 3L, 1L));
        String v = heads(at, 2, op.heads(), List.of(0L, 2L, 1L, 3L));
        String scaled = at.on("Mul", List.of(q, at.number(op.scale(), at.type())));
        String scores = at.on("MatMul", List.of(scaled, k));
        if (at.names().size() > 3) {
            scores = at.on("Add", List.of(scores, at.name(3)));
        }
        String each = at.on("MatMul", List.of(at.on("Softmax", List.of(scores), attribute("axis", -1)), v));
        String joined = at.on("Transpose", List.of(each), attribute("perm", List.of(0L, 2L, 1L, 3L)));
        List<Long> sizes = List.of(0L, 0L, (long) at.shape().dim(2));
        return at.on("Reshape", List.of(joined, at.graph().integers(sizes)));
    }

    /** [N,L,heads D] to [N,L,heads,D] and its axes in the given order. */
    private static String heads(Place at, int input, int heads, List<Long> order) {
        long width = at.tensors().get(input).shape().dim(2) / heads;
        String split =
                at.on("Reshape", List.of(at.name(input), at.graph().integers(List.of(0L, 0L, (long) heads, width))));
        return at.on("Transpose", List.of(split), attribute("perm", order));
    }

    /** On the CPU the operator of that name runs element by element, several times slower than its parts. */
    static String layerNorm(Op.LayerNorm op, Place at) {
        return at.graph().form() == OnnxFile.Form.CPU ? layerNormByParts(op, at) : wholeLayerNorm(op, at);
    }

    private static String layerNormByParts(Op.LayerNorm op, Place at) {
        String last = at.graph().integers(List.of(-1L));
        String x = at.cast(at.name(0), at.type(), wide(at));
        String centred = at.on("Sub", List.of(x, at.on("ReduceMean", List.of(x, last))));
        String variance = at.on("ReduceMean", List.of(at.on("Mul", List.of(centred, centred)), last));
        String safe = at.on("Add", List.of(variance, at.number(op.epsilon(), wide(at))));
        String y = at.cast(at.on("Div", List.of(centred, at.on("Sqrt", List.of(safe)))), wide(at), at.type());
        y = at.names().size() > 1 ? at.on("Mul", List.of(y, at.name(1))) : y;
        return at.names().size() > 2 ? at.on("Add", List.of(y, at.name(2))) : y;
    }

    private static String wholeLayerNorm(Op.LayerNorm op, Place at) {
        List<String> in = new ArrayList<>(at.names());
        if (in.size() == 1) {
            in.add(at.graph().ones(at.shape().dim(-1), at.type()));
        }
        return at.on("LayerNormalization", in, attribute("axis", -1), attribute("epsilon", (float) op.epsilon()));
    }

    /**
     * Groups as the channels of an instance normalisation, in every form: twice as fast as the standard's operator for
     * groups, and several times more exact, since ONNX Runtime takes that one apart.
     */
    static String groupNorm(Op.GroupNorm op, Place at) {
        DataType wide = wide(at);
        String x = at.cast(at.name(0), at.type(), wide);
        String groups = at.on("Reshape", List.of(x, at.graph().integers(List.of(0L, (long) op.groups(), -1L))));
        String ones = at.graph().ones(op.groups(), wide);
        String zeros = at.graph().zeros(op.groups(), wide);
        String even = at.on(
                "InstanceNormalization", List.of(groups, ones, zeros), attribute("epsilon", (float) op.epsilon()));
        String back = at.on("Reshape", List.of(even, at.graph().integers(OnnxNodes.sizes(at.shape()))));
        String column = at.graph().integers(List.of(1L, -1L, 1L, 1L));
        String scaled =
                at.on("Mul", List.of(at.cast(back, wide, at.type()), at.on("Reshape", List.of(at.name(1), column))));
        return at.on("Add", List.of(scaled, at.on("Reshape", List.of(at.name(2), column))));
    }

    /** Half precision overflows at 65504, so squares are summed in float32. */
    private static DataType wide(Place at) {
        return at.type() == DataType.FLOAT16 ? DataType.FLOAT32 : at.type();
    }
}
