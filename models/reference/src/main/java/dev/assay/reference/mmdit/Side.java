package dev.assay.reference.mmdit;

import dev.assay.graph.Init;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.reference.Layers;
import java.util.List;

/**
 * The texts' or the images' side of a block: everything but the attention that joins them.
 *
 * @param runs the tokens of each member
 * @param width of the tokens
 * @param heads of the attention
 * @param qkNorm whether queries and keys are normalised, head by head
 */
record Side(Runs runs, int width, int heads, boolean qkNorm) {
    private static final double EPSILON = 1e-6;
    private static final int MLP_RATIO = 4;

    /** Queries, keys and values [N,L,width] of a side. */
    record Projected(Tensor queries, Tensor keys, Tensor values) {}

    /**
     * {@code adaLN_modulation.1}: the condition after SiLU, [N,members,width], as {@code parts} of the same shape. It begins
     * with zeros.
     */
    static List<Tensor> modulation(Scope s, Tensor condition, int parts) {
        int width = condition.shape().dim(2);
        return Layers.linear(s.at("adaLN_modulation.1"), condition, parts * width, Init.ZEROS, Init.ZEROS)
                .chunk(-1, parts);
    }

    /** Layer normalisation of tokens [N,L,width], then times 1 + scale and plus shift of each member. */
    Tensor modulate(Tensor x, Tensor shift, Tensor scale) {
        Tensor scaled = runs.with(x.layerNorm(EPSILON), scale.add(1), Tensor::mul);
        return runs.with(scaled, shift, Tensor::add);
    }

    /** Modulated tokens to what they ask, are found by and give. */
    Projected project(Scope s, Tensor x) {
        List<Tensor> parts = linear(s.at("qkv"), x, 3 * width).chunk(-1, 3);
        return new Projected(norm(s.at("ln_q"), parts.get(0)), norm(s.at("ln_k"), parts.get(1)), parts.get(2));
    }

    /** Each head's numbers over the root of their mean square, times a weight [width / heads] that all heads share. */
    private Tensor norm(Scope s, Tensor x) {
        if (!qkNorm) {
            return x;
        }
        int each = width / heads;
        Shape all = x.shape();
        Tensor apart = x.reshape(all.dim(0), all.dim(1), heads, each);
        Tensor root = Layers.meanSquare(apart).add(EPSILON).sqrt().cast(x.type());
        return apart.div(root)
                .mul(s.parameter("weight", Shape.of(each), Init.ONES))
                .reshape(all.dim(0), all.dim(1), width);
    }

    /**
     * The rest of the block after attention.
     *
     * @param m shift, scale and gate of the attention, then those of the perceptron
     */
    Tensor finish(Scope s, Tensor x, Tensor attended, List<Tensor> m) {
        Tensor joined = linear(s.at("attn.proj"), attended, width);
        Tensor h = x.add(runs.with(joined, m.get(2), Tensor::mul));
        Tensor inner = linear(s.at("mlp.fc1"), modulate(h, m.get(3), m.get(4)), MLP_RATIO * width);
        return h.add(runs.with(linear(s.at("mlp.fc2"), inner.geluTanh(), width), m.get(5), Tensor::mul));
    }

    private static Tensor linear(Scope s, Tensor x, int out) {
        return Layers.linear(s, x, out, Init.xavier(x.shape().dim(-1), out), Init.ZEROS);
    }
}
