package dev.assay.reference.uvit;

import dev.assay.graph.Init;
import dev.assay.graph.Scope;
import dev.assay.graph.Tensor;
import dev.assay.reference.Layers;
import java.util.List;

/**
 * A transformer block that normalises first.
 *
 * @param width of the tokens
 * @param heads of the attention
 */
record Block(int width, int heads) {
    private static final double EPSILON = 1e-5;
    private static final int MLP_RATIO = 4;

    /** Tokens [N,L,width] to [N,L,width]. */
    Tensor apply(Scope s, Tensor x) {
        Tensor h = x.add(attention(s.at("attn"), Layers.layerNorm(s.at("norm1"), x, EPSILON)));
        return h.add(mlp(s.at("mlp"), Layers.layerNorm(s.at("norm2"), h, EPSILON)));
    }

    /** The same after mixing in tokens from the first half of the network. */
    Tensor apply(Scope s, Tensor x, Tensor skip) {
        return apply(s, linear(s.at("skip_linear"), x.concat(-1, skip), width));
    }

    private Tensor attention(Scope s, Tensor x) {
        List<Tensor> parts =
                Layers.project(s.at("qkv"), x, 3 * width, Uvit.SMALL).chunk(-1, 3);
        return linear(s.at("proj"), parts.get(0).attention(parts.get(1), parts.get(2), heads), width);
    }

    private Tensor mlp(Scope s, Tensor x) {
        return linear(s.at("fc2"), linear(s.at("fc1"), x, MLP_RATIO * width).gelu(), width);
    }

    private static Tensor linear(Scope s, Tensor x, int out) {
        return Layers.linear(s, x, out, Uvit.SMALL, Init.ZEROS);
    }
}
