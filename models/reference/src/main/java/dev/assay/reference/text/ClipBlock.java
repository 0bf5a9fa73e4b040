package dev.assay.reference.text;

import dev.assay.graph.Init;
import dev.assay.graph.Op;
import dev.assay.graph.Scope;
import dev.assay.graph.Tensor;
import dev.assay.reference.Layers;
import dev.assay.spec.AssayException;

/**
 * A transformer block of CLIP, which normalises first. Both towers have the same.
 *
 * @param width of the tokens
 * @param mlp width of the perceptron
 * @param heads of the attention
 * @param activation of the perceptron
 */
record ClipBlock(int width, int mlp, int heads, ClipActivation activation) {
    static final double EPSILON = 1e-5;
    static final Init SMALL = new Init.Normal(0.02);

    /** Tokens [N,L,width], all of which see all, to [N,L,width]. */
    Tensor apply(Scope s, Tensor x) {
        Scope a = s.at("self_attn");
        Tensor even = Layers.layerNorm(s.at("layer_norm1"), x, EPSILON);
        Tensor mixed = linear(a, "q_proj", even, width)
                .attention(linear(a, "k_proj", even, width), linear(a, "v_proj", even, width), heads);
        return rest(s, x, mixed);
    }

    /** The same with a bias [1,1,L,L] on the scores. */
    Tensor apply(Scope s, Tensor x, Tensor bias) {
        Scope a = s.at("self_attn");
        Tensor even = Layers.layerNorm(s.at("layer_norm1"), x, EPSILON);
        Tensor mixed = new Op.Attention(heads, 1 / Math.sqrt((double) width / heads))
                .on(
                        linear(a, "q_proj", even, width),
                        linear(a, "k_proj", even, width),
                        linear(a, "v_proj", even, width),
                        bias);
        return rest(s, x, mixed);
    }

    private Tensor rest(Scope s, Tensor x, Tensor mixed) {
        Tensor h = x.add(linear(s.at("self_attn"), "out_proj", mixed, width));
        Tensor even = Layers.layerNorm(s.at("layer_norm2"), h, EPSILON);
        Tensor inner = activation.of(linear(s.at("mlp"), "fc1", even, mlp));
        return h.add(linear(s.at("mlp"), "fc2", inner, width));
    }

    private static Tensor linear(Scope s, String name, Tensor x, int out) {
        return Layers.linear(s.at(name), x, out, SMALL, Init.ZEROS);
    }

    /** One clear error unless the sizes can be a tower of {@code family}. */
    void check(String family, int... sizes) {
        boolean positive = width > 0 && mlp > 0 && heads > 0;
        for (int size : sizes) {
            positive &= size > 0;
        }
        if (!positive || width % heads != 0) {
            throw new AssayException(
                    family,
                    positive ? "width %d and heads %d".formatted(width, heads) : "a size is 0 or less",
                    "all sizes are positive, and the width divides into the heads",
                    "correct the configuration");
        }
    }
}
