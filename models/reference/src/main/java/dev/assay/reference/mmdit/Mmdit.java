package dev.assay.reference.mmdit;

import dev.assay.graph.DataType;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.reference.Rule;
import dev.assay.reference.model.DiffusionNetwork;
import java.util.List;
import java.util.Map;

/**
 * The multimodal diffusion transformer of Stable Diffusion 3, with the parameter names of the reference code.
 *
 * <p>Inputs, float32: {@code x} [N,channels,rows,columns]; {@code t} [N], a thousand times the part of noise; {@code context}
 * [N,contextTokens,contextWidth] and {@code pooled} [N,pooledWidth], the text, whose padding takes part like words. Output
 * {@code out} like {@code x}: noise - image.
 *
 * @param rows of the image
 * @param columns of the image
 * @param channels of the image
 * @param patch rows and columns that make a token
 * @param width of the tokens, divisible by 4 and by the heads; 64 times the depth in all that is published
 * @param depth blocks, at least 1
 * @param heads of the attention
 * @param positions rows and columns of the stored table of places, of which images take the middle
 * @param positionBase rows of that table at a distance of 1, where a checkpoint lacks it: those of the images trained on
 * @param contextTokens tokens of a text
 * @param contextWidth width of those
 * @param pooledWidth numbers of a whole text
 * @param qkNorm whether queries and keys are normalised: Stable Diffusion 3.5
 */
public record Mmdit(
        int rows,
        int columns,
        int channels,
        int patch,
        int width,
        int depth,
        int heads,
        int positions,
        int positionBase,
        int contextTokens,
        int contextWidth,
        int pooledWidth,
        boolean qkNorm)
        implements DiffusionNetwork {
    private static final Rule RULE = new Rule("mmdit");
    private static final int MOST_POSITIONS = 1024;

    /** Numbers of the table of places, which is made whole in double: 2 GiB. Stable Diffusion 3's has 5.7e7. */
    private static final long LARGEST_TABLE = 1L << 28;

    public Mmdit {
        RULE.check(
                rows > 0 && columns > 0 && channels > 0 && patch > 0 && width > 0 && depth > 0 && heads > 0,
                "a size is 0 or less",
                "all sizes are positive");
        RULE.check(
                contextTokens > 0 && contextWidth > 0 && pooledWidth > 0 && positionBase > 0,
                "a size of the text or of the places is 0 or less",
                "all sizes are positive");
        RULE.check(
                width % heads == 0 && width % 4 == 0,
                "width " + width + " and heads " + heads,
                "the width must divide into the heads and by 4");
        RULE.check(
                positions > 0 && positions <= MOST_POSITIONS,
                "positions " + positions,
                "they are 1 to " + MOST_POSITIONS);
        RULE.check(
                (long) positions * positions * width <= LARGEST_TABLE,
                "a table of %1$d x %1$d places of width %2$d".formatted(positions, width),
                "it has at most %d numbers".formatted(LARGEST_TABLE));
        checkImage(patch, positions, rows, columns);
    }

    /** Whether images of a size divide into tokens that the table has places for; one clear error if not. */
    static void checkImage(int patch, int positions, int rows, int columns) {
        RULE.check(
                rows % patch == 0 && columns % patch == 0,
                "an image of %d x %d and patch %d".formatted(rows, columns, patch),
                "both sizes must divide into patches");
        RULE.check(
                rows / patch <= positions && columns / patch <= positions,
                "an image of %d x %d tokens".formatted(rows / patch, columns / patch),
                "the table of places has %d x %d".formatted(positions, positions));
    }

    @Override
    public Shape image() {
        return Shape.of(channels, rows, columns);
    }

    @Override
    public Port time() {
        return DiffusionNetwork.each("t", DataType.FLOAT32);
    }

    @Override
    public int classes() {
        return 0;
    }

    @Override
    public List<Port> inputs() {
        return List.of(
                DiffusionNetwork.x(image()),
                time(),
                new Port("context", DataType.FLOAT32, Shape.of(Shape.BATCH, contextTokens, contextWidth)),
                new Port("pooled", DataType.FLOAT32, Shape.of(Shape.BATCH, pooledWidth)));
    }

    @Override
    public Tensor prediction(Map<String, Tensor> outputs) {
        return outputs.get("out");
    }

    @Override
    public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> inputs) {
        Tensor x = inputs.get("x");
        int n = x.shape().dim(0);
        Tensor out = Transformer.single(this)
                .apply(
                        s,
                        x.reshape(n, channels, 1, rows * columns),
                        inputs.get("t").reshape(n, 1),
                        inputs.get("context").reshape(n, 1, contextTokens, contextWidth),
                        inputs.get("pooled").reshape(n, 1, pooledWidth));
        return Map.of("out", out.reshape(n, channels, rows, columns));
    }
}
