package dev.assay.reference.dit;

import dev.assay.graph.Init;
import dev.assay.graph.Scope;
import dev.assay.graph.Tensor;
import dev.assay.reference.Layers;
import java.util.List;

/**
 * A transformer block whose normalisations are scaled, shifted and gated by the condition: adaLN-Zero (paper section 3.2).
 *
 * @param width of the tokens
 * @param heads of the attention
 */
record Block(int width, int heads) {
    private static final double EPSILON = 1e-6;
    private static final int MLP_RATIO = 4;

    /**
     * Tokens [N,L,width] to [N,L,width].
     *
     * @param condition SiLU of time and class, [N,width]
     */
    Tensor apply(Scope s, Tensor x, Tensor condition) {
        List<Tensor> m = modulation(s, condition, 6);
        Tensor mixed = attention(s.at("attn"), modulate(x, m.get(0), m.get(1)));
        Tensor h = x.add(m.get(2).mul(mixed));
        return h.add(m.get(5).mul(mlp(s.at("mlp"), modulate(h, m.get(3), m.get(4)))));
    }

    /** {@code adaLN_modulation.1}: the condition [N,width] as {@code parts} of [N,1,width]. It begins with zeros. */
    static List<Tensor> modulation(Scope s, Tensor condition, int parts) {
        int width = condition.shape().dim(1);
        return Layers.linear(s.at("adaLN_modulation.1"), condition, parts * width, Init.ZEROS, Init.ZEROS)
                .reshape(condition.shape().dim(0), 1, parts * width)
                .chunk(-1, parts);
    }

    /** Layer normalisation of x [N,L,width], then times 1 + scale and plus shift, both [N,1,width]. */
    static Tensor modulate(Tensor x, Tensor shift, Tensor scale) {
        return x.layerNorm(EPSILON).mul(scale.add(1)).add(shift);
    }

    private Tensor attention(Scope s, Tensor x) {
        List<Tensor> parts = linear(s.at("qkv"), x, 3 * width).chunk(-1, 3);
        return linear(s.at("proj"), parts.get(0).attention(parts.get(1), parts.get(2), heads), width);
    }

    private Tensor mlp(Scope s, Tensor x) {
        return linear(s.at("fc2"), linear(s.at("fc1"), x, MLP_RATIO * width).geluTanh(), width);
    }

    private static Tensor linear(Scope s, Tensor x, int out) {
        return Layers.linear(s, x, out, Init.xavier(x.shape().dim(-1), out), Init.ZEROS);
    }
}
