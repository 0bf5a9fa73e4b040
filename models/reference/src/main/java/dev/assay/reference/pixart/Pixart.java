package dev.assay.reference.pixart;

import dev.assay.graph.DataType;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.reference.Rule;
import dev.assay.reference.model.DiffusionNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * PixArt-alpha, with the parameter names of the released code.
 *
 * <p>Inputs {@code x} float32 [N,channels,rows,columns]; {@code t} float32 [N], the index of a step of 1000, fractions
 * allowed; {@code caption} float32 [N,captionTokens,captionWidth], the text as T5 encodes it; {@code mask} float32
 * [N,captionTokens], 1 for its tokens and 0 for padding, at least one 1 in a row, in any order; and with micro-conditions
 * {@code csize} float32 [N,2], height and width of the original image in pixels, and {@code ar} float32 [N,1], the ratio
 * height / width of its bucket. Output {@code out} float32: the noise [N,channels,rows,columns] or, where variances are
 * learnt, [N,2 channels,rows,columns] with them after it.
 *
 * <p>Guidance of the released code goes without a caption by {@link #NULL_CAPTION} under the mask of the prompt, so that it
 * has as many tokens; diffusers encodes the empty text, with the mask of that. Ancestral sampling of the released multi-scale
 * models leaves masks out when it guides: ones everywhere.
 *
 * @param rows of the latent image, divisible by the patch
 * @param columns likewise
 * @param channels of the latent image
 * @param patch rows and columns that make a token
 * @param width of the tokens, divisible by 4, by the heads and, with micro-conditions, by 3
 * @param depth blocks
 * @param heads attention heads
 * @param captionTokens tokens of a caption, padding included
 * @param captionWidth width of those
 * @param trainedSide rows of the latents it was trained on, which places are measured by
 * @param placeScale what places are divided by: 2 for 1024 pixels, otherwise 1
 * @param microConditions whether it is told the size and shape of the image: the multi-scale models
 * @param learnsVariance whether it also gives the place of the log-variance between its bounds
 */
public record Pixart(
        int rows,
        int columns,
        int channels,
        int patch,
        int width,
        int depth,
        int heads,
        int captionTokens,
        int captionWidth,
        int trainedSide,
        double placeScale,
        boolean microConditions,
        boolean learnsVariance)
        implements DiffusionNetwork {
    private static final Rule RULE = new Rule("pixart");

    /** The stored caption of no text, [captionTokens,captionWidth]: in the released files, and not read here. */
    public static final String NULL_CAPTION = "y_embedder.y_embedding";

    static final String SIZE = "csize";
    static final String RATIO = "ar";

    public Pixart {
        RULE.check(
                rows > 0 && columns > 0 && channels > 0 && patch > 0 && width > 0 && depth > 0 && heads > 0,
                "a size is 0 or less",
                "all sizes are positive");
        RULE.check(captionTokens > 0 && captionWidth > 0, "captions are empty", "they have tokens and a width");
        RULE.check(
                rows % patch == 0 && columns % patch == 0 && trainedSide >= patch && trainedSide % patch == 0,
                "%d x %d, trained at %d, and patch %d".formatted(rows, columns, trainedSide, patch),
                "the sides must divide into patches");
        RULE.check(
                width % heads == 0 && width % (microConditions ? 12 : 4) == 0,
                "width " + width + " and heads " + heads,
                "the width must divide into the heads, by 4 and, with micro-conditions, by 3");
        RULE.check(
                placeScale > 0 && placeScale < Double.POSITIVE_INFINITY,
                "the place scale is " + placeScale,
                "it is a number above 0");
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

    /** The size of an image is known without its caption. */
    @Override
    public boolean hasNone(String input) {
        return !input.equals(SIZE) && !input.equals(RATIO);
    }

    @Override
    public List<Port> inputs() {
        List<Port> inputs = new ArrayList<>(List.of(DiffusionNetwork.x(image()), time()));
        inputs.addAll(conditions(Shape.BATCH));
        return inputs;
    }

    /** Caption, mask and what else there is, with these axes before their own. */
    List<Port> conditions(int... axes) {
        List<Port> conditions = new ArrayList<>();
        conditions.add(port("caption", axes, captionTokens, captionWidth));
        conditions.add(port("mask", axes, captionTokens));
        if (microConditions) {
            conditions.add(port(SIZE, axes, 2));
            conditions.add(port(RATIO, axes, 1));
        }
        return conditions;
    }

    private static Port port(String name, int[] axes, int... own) {
        List<Integer> dims = new ArrayList<>();
        for (int axis : axes) {
            dims.add(axis);
        }
        for (int axis : own) {
            dims.add(axis);
        }
        return new Port(name, DataType.FLOAT32, new Shape(dims));
    }

    @Override
    public Tensor prediction(Map<String, Tensor> outputs) {
        Tensor out = outputs.get("out");
        return learnsVariance ? out.slice(1, 0, channels) : out;
    }

    @Override
    public Tensor variance(Map<String, Tensor> outputs) {
        if (!learnsVariance) {
            return DiffusionNetwork.super.variance(outputs);
        }
        return outputs.get("out").slice(1, channels, 2 * channels);
    }

    @Override
    public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> inputs) {
        return Map.of(
                "out",
                new Trunk(this).outputs(s, List.of(inputs), Mixing.alone()).get(0));
    }
}
