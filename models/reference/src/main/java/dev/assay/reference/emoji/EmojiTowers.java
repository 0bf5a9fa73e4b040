package dev.assay.reference.emoji;

import dev.assay.graph.DataType;
import dev.assay.graph.Network;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.reference.Rule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A tower for pictures and one for descriptions, whose results are compared by their cosine (Radford et al. 2021, section
 * 2.3). Both are small: a residual network with group normalisation, and a bag of words.
 *
 * <p>Inputs {@code x} float32 [N,3,size,size] from -1 to 1 and {@code tokens} int64 [N,length], 0 for none. Outputs of the
 * pictures: {@code features} [N,last of widths], {@code embedding} [N,embedding] of length 1, which goes with that of a
 * description, {@code identity} [N,embedding] of length 1, equal for pictures of one thing in other styles, and
 * {@code logits} [N,classes]. Output of the descriptions: {@code text} [N,embedding] of length 1. All sizes but the classes
 * divide by 4, so that a result does not depend on its place in the batch.
 *
 * @param size rows and columns of a picture, even
 * @param widths channels at half the size, a quarter and so on
 * @param groups of all normalisations
 * @param classes of pictures
 * @param embedding numbers of an embedding
 * @param tokens different tokens there are
 * @param length tokens of a description
 * @param wordWidth numbers of a word
 */
public record EmojiTowers(
        int size, List<Integer> widths, int groups, int classes, int embedding, int tokens, int length, int wordWidth)
        implements Network {
    private static final Rule RULE = new Rule("emoji-towers");

    /** The input of the pictures. */
    public static final String IMAGE = "x";

    /** The input of the descriptions. */
    public static final String TOKENS = "tokens";

    /** What metrics of distributions compare. */
    public static final String FEATURES = "features";

    /** Where a picture meets its description. */
    public static final String EMBEDDING = "embedding";

    /** Where a picture meets one of the same thing in another style. */
    public static final String IDENTITY = "identity";

    /** Class scores. */
    public static final String LOGITS = "logits";

    /** Where a description meets its picture. */
    public static final String TEXT = "text";

    public EmojiTowers {
        widths = List.copyOf(widths);
        RULE.check(
                size >= 4 && size >> widths.size() << widths.size() == size,
                "size " + size,
                "it divides by 2 per width");
        RULE.check(!widths.isEmpty(), "widths " + widths, "there is at least one");
        for (int width : widths) {
            RULE.check(
                    groups > 0 && width % groups == 0 && width % 4 == 0,
                    "width " + width,
                    "it divides by groups and 4");
        }
        RULE.check(
                classes > 0 && tokens > 2 && length > 0,
                "%d classes, %d tokens, length %d".formatted(classes, tokens, length),
                "classes and length are positive, tokens above 2");
        RULE.check(embedding > 0 && embedding % 4 == 0, "embedding " + embedding, "it divides by 4");
        RULE.check(wordWidth > 0 && wordWidth % 4 == 0, "word_width " + wordWidth, "it divides by 4");
    }

    @Override
    public List<Port> inputs() {
        return List.of(image().inputs().get(0), text().inputs().get(0));
    }

    @Override
    public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> inputs) {
        Map<String, Tensor> all = new LinkedHashMap<>(image().outputs(s, inputs));
        all.putAll(text().outputs(s, inputs));
        return all;
    }

    /** The pictures alone, from the same weights. */
    public ImageTower image() {
        return new ImageTower(size, widths, groups, classes, embedding);
    }

    /** The descriptions alone, from the same weights. */
    public TextTower text() {
        return new TextTower(tokens, length, wordWidth, embedding);
    }

    /** Rows [N,D] over their lengths. */
    static Tensor unit(Tensor x) {
        return x.div(
                x.square().meanKeeping(-1).mul(x.shape().dim(-1)).add(1e-12).sqrt());
    }

    static Port tokens(int length) {
        return new Port(TOKENS, DataType.INT64, Shape.of(Shape.BATCH, length));
    }
}
