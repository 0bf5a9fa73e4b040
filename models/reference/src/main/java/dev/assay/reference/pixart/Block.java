package dev.assay.reference.pixart;

import dev.assay.graph.Init;
import dev.assay.graph.Op;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.reference.Layers;
import dev.assay.reference.pixart.Mixing.Projected;
import java.util.ArrayList;
import java.util.List;

/**
 * A transformer block: self-attention, attention to the caption, perceptron. The first and last are scaled, shifted and
 * gated by the time through a table of the block's own (adaLN-single, paper section 2.3).
 *
 * @param width of the tokens
 * @param heads of the attentions
 */
public record Block(int width, int heads) {
    static final double EPSILON = 1e-6;
    static final int MODULATIONS = 6;
    private static final int MLP_RATIO = 4;

    /**
     * What a batch of images is made by.
     *
     * @param time [N,6,width], the same for all blocks
     * @param caption [N,M,width]
     * @param hidden what is added to scores of captions, [N,1,L,M]; see {@link #hiding}
     */
    public record Condition(Tensor time, Tensor caption, Tensor hidden) {
        /** Less than any score by so much that no weight is left, in half precision too. */
        private static final double FAR = 30_000;

        /** Of masks [N,M], 1 for a token of the caption and 0 for padding, what hides the padding from L queries. */
        public static Tensor hiding(Scope s, Tensor mask, int queries) {
            Tensor each = s.number(mask).sub(1).mul(FAR);
            Tensor row = s.constant(new double[queries], Shape.of(1, 1, queries, 1));
            return each.reshape(mask.shape().dim(0), 1, 1, mask.shape().dim(1)).add(row);
        }
    }

    /**
     * Batches of images of one size each, tokens [N,L,width], to the same; all are part of the self-attention as it is
     * told to mix them.
     */
    public List<Tensor> apply(Scope s, List<Tensor> batches, List<Condition> conditions, Mixing mixing) {
        List<List<Tensor>> modulations = new ArrayList<>();
        List<Projected> projected = new ArrayList<>();
        for (int i = 0; i < batches.size(); i++) {
            List<Tensor> m = modulation(s, MODULATIONS, conditions.get(i).time());
            modulations.add(m);
            projected.add(projected(s.at("attn.qkv"), modulate(batches.get(i), m.get(0), m.get(1))));
        }
        List<Tensor> mixed = mixing.mix(projected, heads);
        List<Tensor> out = new ArrayList<>();
        for (int i = 0; i < batches.size(); i++) {
            List<Tensor> m = modulations.get(i);
            Tensor h = batches.get(i).add(m.get(2).mul(linear(s.at("attn.proj"), mixed.get(i), width)));
            h = h.add(crossAttention(s.at("cross_attn"), h, conditions.get(i)));
            out.add(h.add(m.get(5).mul(mlp(s.at("mlp"), modulate(h, m.get(3), m.get(4))))));
        }
        return out;
    }

    /** {@code scale_shift_table} [parts,width] added to the time [N,parts or 1,width]: {@code parts} of [N,1,width]. */
    static List<Tensor> modulation(Scope s, int parts, Tensor time) {
        int width = time.shape().dim(2);
        Init init = new Init.Normal(1 / Math.sqrt(width));
        Tensor table = s.parameter("scale_shift_table", Shape.of(parts, width), init);
        return table.reshape(1, parts, width).add(time).chunk(1, parts);
    }

    /** Layer normalisation of x [N,L,width], then times 1 + scale and plus shift, both [N,1,width]. */
    static Tensor modulate(Tensor x, Tensor shift, Tensor scale) {
        return x.layerNorm(EPSILON).mul(scale.add(1)).add(shift);
    }

    private Projected projected(Scope s, Tensor x) {
        List<Tensor> parts = linear(s, x, 3 * width).chunk(-1, 3);
        return new Projected(parts.get(0), parts.get(1), parts.get(2));
    }

    /** Its last projection begins with zeros. */
    private Tensor crossAttention(Scope s, Tensor x, Condition condition) {
        Tensor queries = linear(s.at("q_linear"), x, width);
        List<Tensor> parts =
                linear(s.at("kv_linear"), condition.caption(), 2 * width).chunk(-1, 2);
        Op attention = new Op.Attention(heads, 1 / Math.sqrt((double) width / heads));
        Tensor mixed = attention.on(queries, parts.get(0), parts.get(1), condition.hidden());
        return Layers.linear(s.at("proj"), mixed, width, Init.ZEROS, Init.ZEROS);
    }

    private Tensor mlp(Scope s, Tensor x) {
        return linear(s.at("fc2"), linear(s.at("fc1"), x, MLP_RATIO * width).geluTanh(), width);
    }

    private static Tensor linear(Scope s, Tensor x, int out) {
        return Layers.linear(s, x, out, Init.xavier(x.shape().dim(-1), out), Init.ZEROS);
    }
}
