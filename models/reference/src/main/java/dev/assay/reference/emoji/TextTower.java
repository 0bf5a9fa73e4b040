package dev.assay.reference.emoji;

import dev.assay.graph.Init;
import dev.assay.graph.Network;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.reference.Layers;
import dev.assay.reference.text.Words;
import java.util.List;
import java.util.Map;

/**
 * The tower of descriptions in {@link EmojiTowers}, which says what goes in and comes out: the sum of the words, in whatever
 * order, normalised, through one residual layer.
 *
 * @param tokens different tokens there are
 * @param length tokens of a description; {@link Words#PADDING} counts nothing
 * @param wordWidth numbers of a word
 * @param embedding numbers of an embedding
 */
public record TextTower(int tokens, int length, int wordWidth, int embedding) implements Network {
    private static final double EPSILON = 1e-5;

    /** Widths of the hidden layer in widths of a word. */
    private static final int HIDDEN = 4;

    @Override
    public List<Port> inputs() {
        return List.of(EmojiTowers.tokens(length));
    }

    @Override
    public Map<String, Tensor> outputs(Scope root, Map<String, Tensor> inputs) {
        Scope s = root.at("text");
        Tensor numbers = inputs.get(EmojiTowers.TOKENS); // [N,length]
        Tensor words = Layers.embedding(s.at("words"), numbers, tokens, wordWidth, new Init.Normal(1));
        Tensor there = s.number(numbers).min(1).reshape(Shape.BATCH, length, 1);
        Tensor sum = words.mul(there).sum(1); // [N,wordWidth]
        Tensor h = Layers.layerNorm(s.at("norm0"), sum, EPSILON);
        Tensor wide = linear(s.at("hidden"), h, HIDDEN * wordWidth).silu();
        h = Layers.layerNorm(s.at("norm1"), h.add(linear(s.at("back"), wide, wordWidth)), EPSILON);
        return Map.of(EmojiTowers.TEXT, EmojiTowers.unit(linear(s.at("embedding"), h, embedding)));
    }

    private static Tensor linear(Scope s, Tensor x, int out) {
        return Layers.linear(s, x, out, Init.fanIn(x.shape().dim(-1)), Init.ZEROS);
    }
}
