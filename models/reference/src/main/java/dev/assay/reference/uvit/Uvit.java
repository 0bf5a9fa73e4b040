package dev.assay.reference.uvit;

import dev.assay.graph.DataType;
import dev.assay.graph.Init;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.graph.Window;
import dev.assay.reference.Layers;
import dev.assay.reference.Rule;
import dev.assay.reference.model.DiffusionNetwork;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * The U-ViT, with the parameter names of the released code. Time and condition are tokens like the patches.
 *
 * <p>Inputs {@code x} float32 [N,channels,size,size], {@code timesteps} float32 [N] and, with classes, {@code y} int64 [N],
 * 0 to classes - 1, or, with text, {@code context} float32 [N,contextTokens,contextWidth]. Output {@code out} float32
 * [N,channels,size,size].
 *
 * @param size rows and columns of the image
 * @param channels channels of the image
 * @param patch rows and columns that make a token
 * @param width of the tokens, even and divisible by the heads
 * @param depth blocks without the middle one; an odd number counts as the even one below
 * @param heads attention heads
 * @param classes rows of the class table, that of no class included; 0 for none
 * @param contextTokens tokens of a text; 0 for none
 * @param contextWidth width of those
 * @param timeMlp whether a perceptron follows the sinusoid of the time
 * @param finalConv whether a 3x3 convolution ends the network
 */
public record Uvit(
        int size,
        int channels,
        int patch,
        int width,
        int depth,
        int heads,
        int classes,
        int contextTokens,
        int contextWidth,
        boolean timeMlp,
        boolean finalConv)
        implements DiffusionNetwork {
    private static final Rule RULE = new Rule("uvit");

    /** The original truncates at 2, which is a hundred deviations. */
    static final Init SMALL = new Init.Normal(0.02);

    private static final double EPSILON = 1e-5;
    private static final int TIME_RATIO = 4;

    public Uvit {
        RULE.check(
                size > 0 && channels > 0 && patch > 0 && width > 0 && depth > 0 && heads > 0,
                "a size is 0 or less",
                "all sizes are positive");
        RULE.check(size % patch == 0, "size " + size + " and patch " + patch, "the size must divide into patches");
        RULE.check(
                width % heads == 0 && width % 2 == 0,
                "width " + width + " and heads " + heads,
                "the width must divide into the heads and by 2");
        RULE.check(
                classes >= 0 && contextTokens >= 0 && contextWidth >= 0 && (contextTokens > 0) == (contextWidth > 0),
                "classes %d, context %d x %d".formatted(classes, contextTokens, contextWidth),
                "none is negative, and a context has both tokens and a width");
        RULE.check(classes == 0 || contextTokens == 0, "classes and a context", "the condition is one of them");
    }

    @Override
    public Shape image() {
        return Shape.of(channels, size, size);
    }

    @Override
    public Port time() {
        return DiffusionNetwork.each("timesteps", DataType.FLOAT32);
    }

    @Override
    public List<Port> inputs() {
        List<Port> inputs = new ArrayList<>(List.of(DiffusionNetwork.x(image()), time()));
        if (classes > 0) {
            inputs.add(DiffusionNetwork.each("y", DataType.INT64));
        }
        if (contextTokens > 0) {
            inputs.add(new Port("context", DataType.FLOAT32, Shape.of(Shape.BATCH, contextTokens, contextWidth)));
        }
        return inputs;
    }

    @Override
    public Tensor prediction(Map<String, Tensor> outputs) {
        return outputs.get("out");
    }

    @Override
    public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> inputs) {
        Block block = new Block(width, heads);
        Tensor x = tokens(s, inputs);
        Deque<Tensor> skips = new ArrayDeque<>();
        for (int i = 0; i < depth / 2; i++) {
            x = block.apply(s.at("in_blocks." + i), x);
            skips.push(x);
        }
        x = block.apply(s.at("mid_block"), x);
        for (int i = 0; i < depth / 2; i++) {
            x = block.apply(s.at("out_blocks." + i), x, skips.pop());
        }
        return Map.of("out", head(s, x));
    }

    private int side() {
        return size / patch;
    }

    /** Tokens that are no patches. */
    private int extras() {
        return 1 + (classes > 0 ? 1 : 0) + contextTokens;
    }

    /** Class, time, text and patches, in this order, with their places added: [N,extras + side side,width]. */
    private Tensor tokens(Scope s, Map<String, Tensor> inputs) {
        Tensor places = s.parameter("pos_embed", Shape.of(1, extras() + side() * side(), width), SMALL);
        Tensor x = s.number(inputs.get("x"));
        Tensor patches =
                Layers.tokens(Layers.conv2d(s.at("patch_embed.proj"), x, width, Window.square(patch, patch, 0), 1));
        List<Tensor> all = new ArrayList<>();
        Tensor time = token(time(s.at("time_embed"), s.number(Layers.sinusoid(inputs.get("timesteps"), width))));
        if (classes > 0) {
            Init wide = new Init.Normal(1); // torch's own for tables, which the original leaves
            all.add(token(Layers.embedding(s.at("label_emb"), inputs.get("y"), classes, width, wide)));
        }
        all.add(time);
        if (contextTokens > 0) {
            Tensor context = s.number(inputs.get("context"));
            all.add(Layers.linear(s.at("context_embed"), context, width, SMALL, Init.ZEROS));
        }
        all.add(patches);
        Tensor first = all.get(0);
        return first.concat(1, all.subList(1, all.size()).toArray(new Tensor[0]))
                .add(places);
    }

    /** [N,width] to [N,1,width]. */
    private Tensor token(Tensor each) {
        return each.reshape(each.shape().dim(0), 1, width);
    }

    private Tensor time(Scope s, Tensor waves) {
        if (!timeMlp) {
            return waves;
        }
        Tensor inner = Layers.linear(s.at("0"), waves, TIME_RATIO * width, SMALL, Init.ZEROS)
                .silu();
        return Layers.linear(s.at("2"), inner, width, SMALL, Init.ZEROS);
    }

    private Tensor head(Scope s, Tensor x) {
        Tensor even = Layers.layerNorm(s.at("norm"), x, EPSILON);
        Tensor pixels = Layers.linear(s.at("decoder_pred"), even, patch * patch * channels, SMALL, Init.ZEROS);
        Tensor image = Layers.unpatchify(pixels.slice(1, extras(), extras() + side() * side()), side(), patch);
        return finalConv ? Layers.conv2d(s.at("final_layer"), image, channels, Window.square(3, 1, 1), 1) : image;
    }
}
