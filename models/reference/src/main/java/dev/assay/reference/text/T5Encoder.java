package dev.assay.reference.text;

import dev.assay.graph.DataType;
import dev.assay.graph.Init;
import dev.assay.graph.Network;
import dev.assay.graph.Op;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.reference.Layers;
import dev.assay.spec.AssayException;
import java.util.List;
import java.util.Map;

/**
 * The encoder of T5 version 1.1 (Raffel et al. 2020, arXiv 1910.10683; gated GELU of Shazeer 2020, arXiv 2002.05202), with
 * the parameter names of transformers' {@code T5EncoderModel}. Products of queries and keys are not scaled, no layer has a
 * bias, and the relative positions of layer 0 serve all layers.
 *
 * <p>Input {@code input_ids} int64 [N,length], 0 to vocabulary - 1, and, if masked, {@code attention_mask} int64
 * [N,length], 1 for tokens of the text and 0 for padding, which no token then looks at; each text has a token at least.
 * Output {@code last_hidden_state} float32 [N,length,width].
 *
 * @param length tokens of a text, padding included
 * @param vocabulary rows of the token table
 * @param width of the tokens
 * @param headWidth width of an attention head
 * @param mlp width of the perceptrons
 * @param depth blocks
 * @param heads attention heads
 * @param masked whether padding is told by a mask: PixArt's way; Stable Diffusion 3 lets padding take part
 */
public record T5Encoder(
        int length, int vocabulary, int width, int headWidth, int mlp, int depth, int heads, boolean masked)
        implements Network {
    /** The name of the input of tokens. */
    public static final String IDS = "input_ids";

    /** The name of the input that tells tokens from padding. */
    public static final String MASK = "attention_mask";

    /** The name of the output. */
    public static final String HIDDEN = "last_hidden_state";

    private static final double EPSILON = 1e-6;

    /** Added to the scores of padding: exp of it is 0 in every kind of number, and half precision holds it. */
    private static final double HIDDEN_SCORE = -30_000;

    private static final int LONGEST = 4096;

    public T5Encoder {
        if (Math.min(Math.min(vocabulary, width), Math.min(headWidth, mlp)) < 1 || Math.min(depth, heads) < 1) {
            throw new AssayException(
                    "t5-encoder", "a size is 0 or less", "all sizes are positive", "correct the configuration");
        }
        if (length < 1 || length > LONGEST) {
            throw new AssayException(
                    "t5-encoder", "length " + length, "it is from 1 to " + LONGEST, "correct the configuration");
        }
    }

    /** The same network for texts of another length. */
    public T5Encoder withLength(int tokens) {
        return new T5Encoder(tokens, vocabulary, width, headWidth, mlp, depth, heads, masked);
    }

    @Override
    public List<Port> inputs() {
        Port ids = new Port(IDS, DataType.INT64, Shape.of(Shape.BATCH, length));
        return masked ? List.of(ids, new Port(MASK, DataType.INT64, ids.shape())) : List.of(ids);
    }

    @Override
    public Map<String, Tensor> outputs(Scope root, Map<String, Tensor> inputs) {
        Scope s = root.at("encoder");
        Tensor x = Layers.embedding(s.at("embed_tokens"), inputs.get(IDS), vocabulary, width, new Init.Normal(1));
        Tensor bias = bias(s.at("block.0.layer.0.SelfAttention.relative_attention_bias"));
        if (masked) {
            bias = bias.add(hidden(s.number(inputs.get(MASK))));
        }
        for (int i = 0; i < depth; i++) {
            x = block(s.at("block." + i), x, bias);
        }
        return Map.of(HIDDEN, norm(s.at("final_layer_norm"), x));
    }

    /** What relative positions add to the scores: [1,heads,length,length]. */
    private Tensor bias(Scope s) {
        Init init = new Init.Normal(1 / Math.sqrt(width));
        Tensor table = s.parameter("weight", Shape.of(RelativePositions.BUCKETS, heads), init);
        Shape pairs = Shape.of(length, length);
        Tensor buckets = s.backend().constant(RelativePositions.buckets(length), pairs, DataType.INT64);
        return table.gather(buckets).transpose(2, 0, 1).reshape(1, heads, length, length);
    }

    /** What the mask [N,length] adds to the scores: [N,1,1,length]. */
    private Tensor hidden(Tensor mask) {
        return mask.reshape(mask.shape().dim(0), 1, 1, length)
                .mul(-HIDDEN_SCORE)
                .add(HIDDEN_SCORE);
    }

    /** Tokens [N,length,width] to [N,length,width]. */
    private Tensor block(Scope s, Tensor x, Tensor bias) {
        Scope first = s.at("layer.0");
        Tensor h = x.add(attention(first.at("SelfAttention"), norm(first.at("layer_norm"), x), bias));
        Scope second = s.at("layer.1");
        return h.add(perceptron(second.at("DenseReluDense"), norm(second.at("layer_norm"), h)));
    }

    private Tensor attention(Scope s, Tensor x, Tensor bias) {
        int inner = heads * headWidth;
        Tensor q = Layers.project(s.at("q"), x, inner, new Init.Normal(1 / Math.sqrt((double) width * headWidth)));
        Tensor k = Layers.project(s.at("k"), x, inner, new Init.Normal(1 / Math.sqrt(width)));
        Tensor v = Layers.project(s.at("v"), x, inner, new Init.Normal(1 / Math.sqrt(width)));
        Tensor mixed = new Op.Attention(heads, 1).on(q, k, v, bias);
        return Layers.project(s.at("o"), mixed, width, new Init.Normal(1 / Math.sqrt(inner)));
    }

    private Tensor perceptron(Scope s, Tensor x) {
        Init init = new Init.Normal(1 / Math.sqrt(width));
        Tensor gate = Layers.project(s.at("wi_0"), x, mlp, init).geluTanh();
        Tensor inner = gate.mul(Layers.project(s.at("wi_1"), x, mlp, init));
        return Layers.project(s.at("wo"), inner, width, new Init.Normal(1 / Math.sqrt(mlp)));
    }

    /** x weight / sqrt(mean square + 1e-6). */
    private Tensor norm(Scope s, Tensor x) {
        Tensor scale = s.number(Layers.meanSquare(x).add(EPSILON).sqrt());
        return x.div(scale).mul(s.parameter("weight", Shape.of(width), Init.ONES));
    }
}
