package dev.assay.reference.text;

import dev.assay.graph.DataType;
import dev.assay.graph.Network;
import dev.assay.graph.Op;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.reference.Layers;
import dev.assay.spec.AssayException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The text tower of CLIP (Radford et al. 2021, arXiv 2103.00020), with the parameter names of transformers'
 * {@code CLIPTextModelWithProjection}. Each token sees itself and those before it.
 *
 * <p>Input {@code input_ids} int64 [N,length], 0 to vocabulary - 1. Outputs, all float32:
 *
 * <ul>
 *   <li>{@code penultimate_hidden_state} [N,length,width]: tokens after the last block but one, not normalised, which
 *       Stable Diffusion 3 reads;
 *   <li>{@code last_hidden_state} [N,length,width]: tokens after the last block and the final normalisation;
 *   <li>{@code pooler_output} [N,width]: of these the one at the first place of the largest token number, which is the
 *       end of the text;
 *   <li>{@code text_embeds} [N,projection]: that, projected to where the image tower's embeddings are; not normalised.
 * </ul>
 *
 * @param length tokens of a text, padding included; at most 4096
 * @param vocabulary rows of the token table, at most 2^24
 * @param width of the tokens
 * @param mlp width of the perceptrons
 * @param depth blocks
 * @param heads attention heads
 * @param activation of the perceptrons: {@code quick_gelu} of OpenAI's towers, {@code gelu} of OpenCLIP's
 * @param projection width of the embedding; 0 for a tower without one, as Stable Diffusion's first is
 */
public record ClipText(
        int length, int vocabulary, int width, int mlp, int depth, int heads, ClipActivation activation, int projection)
        implements Network {
    /** The name of the input of tokens. */
    public static final String IDS = "input_ids";

    /** The name of the output that Stable Diffusion 3 takes for its context. */
    public static final String PENULTIMATE = "penultimate_hidden_state";

    /** The name of the output of all tokens. */
    public static final String HIDDEN = "last_hidden_state";

    /** The name of the output of one token for the text. */
    public static final String POOLED = "pooler_output";

    /** The name of the output beside the image tower's. */
    public static final String EMBEDDING = "text_embeds";

    private static final double HIDDEN_SCORE = -30_000;
    private static final int LARGEST_FLOAT = 1 << 24;

    /** Which token sees which is written out, a number for each two. */
    private static final int LONGEST = 4096;

    public ClipText {
        new ClipBlock(width, mlp, heads, activation).check("clip-text", length, vocabulary, depth);
        if (length > LONGEST) {
            throw new AssayException(
                    "clip-text", "length " + length, "it is from 1 to " + LONGEST, "correct the configuration");
        }
        if (projection < 0 || vocabulary > LARGEST_FLOAT) {
            throw new AssayException(
                    "clip-text",
                    "projection %d and vocabulary %d".formatted(projection, vocabulary),
                    "the projection is 0 or more and the vocabulary at most " + LARGEST_FLOAT,
                    "correct the configuration");
        }
    }

    @Override
    public List<Port> inputs() {
        return List.of(new Port(IDS, DataType.INT64, Shape.of(Shape.BATCH, length)));
    }

    @Override
    public Map<String, Tensor> outputs(Scope root, Map<String, Tensor> inputs) {
        Scope s = root.at("text_model");
        Tensor ids = inputs.get(IDS);
        Tensor x = tokens(s.at("embeddings"), ids);
        Tensor penultimate = x;
        ClipBlock block = new ClipBlock(width, mlp, heads, activation);
        Tensor causal = s.constant(causal(), Shape.of(1, 1, length, length));
        for (int i = 0; i < depth; i++) {
            penultimate = x;
            x = block.apply(s.at("encoder.layers." + i), x, causal);
        }
        Tensor last = Layers.layerNorm(s.at("final_layer_norm"), x, ClipBlock.EPSILON);
        Tensor pooled = pooled(s, last, ids);
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        outputs.put(PENULTIMATE, penultimate);
        outputs.put(HIDDEN, last);
        outputs.put(POOLED, pooled);
        if (projection > 0) {
            outputs.put(EMBEDDING, Layers.project(root.at("text_projection"), pooled, projection, ClipBlock.SMALL));
        }
        return outputs;
    }

    private Tensor tokens(Scope s, Tensor ids) {
        Tensor words = Layers.embedding(s.at("token_embedding"), ids, vocabulary, width, ClipBlock.SMALL);
        Tensor places = s.at("position_embedding").parameter("weight", Shape.of(length, width), ClipBlock.SMALL);
        return words.add(places.reshape(1, length, width));
    }

    private double[] causal() {
        double[] scores = new double[length * length];
        for (int query = 0; query < length; query++) {
            for (int key = query + 1; key < length; key++) {
                scores[query * length + key] = HIDDEN_SCORE;
            }
        }
        return scores;
    }

    /** The token [N,width] at the first place of the largest number. Token numbers are exact in float32. */
    private Tensor pooled(Scope s, Tensor tokens, Tensor ids) {
        Tensor numbers = ids.cast(DataType.FLOAT32);
        Tensor largest = new Op.Reduce(Op.Reduction.MAX, List.of(1), true).on(numbers);
        Tensor isLargest = numbers.sub(largest).add(1).max(0); // numbers are whole, so 1 or 0
        double[] before = new double[length * length];
        for (int place = 0; place < length; place++) {
            for (int later = place + 1; later < length; later++) {
                before[place * length + later] = 1;
            }
        }
        Tensor earlier = ids.backend().constant(before, Shape.of(length, length), DataType.FLOAT32);
        Tensor isFirst = isLargest.mul(isLargest.matmul(earlier).mul(-1).add(1).max(0)); // [N,length]
        Tensor choice = s.number(isFirst).reshape(ids.shape().dim(0), 1, length);
        return choice.matmul(tokens).reshape(ids.shape().dim(0), width);
    }
}
