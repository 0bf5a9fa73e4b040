package dev.assay.reference.dit;

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
import java.util.List;
import java.util.Map;

/**
 * The diffusion transformer, with the parameter names of the released code.
 *
 * <p>Inputs {@code x} float32 [N,channels,size,size], {@code t} float32 [N], the index of a step of 1000, and {@code y}
 * int64 [N], 0 to classes - 1. Output {@code out} float32: the noise [N,channels,size,size] or, where variances are
 * learnt, [N,2 channels,size,size] with them after it.
 *
 * @param size rows and columns of the image
 * @param channels channels of the image
 * @param patch rows and columns that make a token
 * @param width of the tokens, divisible by 4 and by the heads
 * @param depth blocks
 * @param heads attention heads
 * @param classes rows of the class table, that of no class included
 * @param learnsVariance whether it also gives the place of the log-variance between its bounds
 */
public record Dit(
        int size, int channels, int patch, int width, int depth, int heads, int classes, boolean learnsVariance)
        implements DiffusionNetwork {
    private static final Rule RULE = new Rule("dit");
    private static final Init SMALL = new Init.Normal(0.02);
    private static final int TIME_WAVES = 256;

    public Dit {
        RULE.check(
                size > 0 && channels > 0 && patch > 0 && width > 0 && depth > 0 && heads > 0 && classes > 0,
                "a size is 0 or less",
                "all sizes are positive");
        RULE.check(size % patch == 0, "size " + size + " and patch " + patch, "the size must divide into patches");
        RULE.check(
                width % heads == 0 && width % 4 == 0,
                "width " + width + " and heads " + heads,
                "the width must divide into the heads and by 4");
    }

    @Override
    public Shape image() {
        return Shape.of(channels, size, size);
    }

    @Override
    public Port time() {
        return DiffusionNetwork.each("t", DataType.FLOAT32);
    }

    @Override
    public List<Port> inputs() {
        return List.of(DiffusionNetwork.x(image()), time(), DiffusionNetwork.each("y", DataType.INT64));
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
        Tensor x = patches(s, s.number(inputs.get("x")));
        Tensor condition =
                time(s, inputs.get("t")).add(label(s, inputs.get("y"))).silu();
        Block block = new Block(width, heads);
        for (int i = 0; i < depth; i++) {
            x = block.apply(s.at("blocks." + i), x, condition);
        }
        return Map.of("out", head(s.at("final_layer"), x, condition));
    }

    private int side() {
        return size / patch;
    }

    /** Images as tokens, [N,side side,width], with their places added. */
    private Tensor patches(Scope s, Tensor x) {
        Shape places = Shape.of(1, side() * side(), width);
        Tensor positions = s.fixed("pos_embed", places, new Init.Given(() -> Positions.table(width, side())));
        Init init = Init.xavier(channels * patch * patch, width);
        Window window = Window.square(patch, patch, 0);
        return Layers.tokens(Layers.conv2d(s.at("x_embedder.proj"), x, width, window, 1, init, Init.ZEROS))
                .add(positions);
    }

    /** [N] to [N,width]. */
    private Tensor time(Scope s, Tensor t) {
        Tensor waves = s.number(Layers.sinusoid(t, TIME_WAVES));
        Tensor inner = Layers.linear(s.at("t_embedder.mlp.0"), waves, width, SMALL, Init.ZEROS)
                .silu();
        return Layers.linear(s.at("t_embedder.mlp.2"), inner, width, SMALL, Init.ZEROS);
    }

    /** [N] to [N,width]. */
    private Tensor label(Scope s, Tensor y) {
        return Layers.embedding(s.at("y_embedder.embedding_table"), y, classes, width, SMALL);
    }

    /** Tokens to images; it begins with zeros. */
    private Tensor head(Scope s, Tensor x, Tensor condition) {
        List<Tensor> m = Block.modulation(s, condition, 2);
        int numbers = patch * patch * (learnsVariance ? 2 * channels : channels);
        Tensor even = Block.modulate(x, m.get(0), m.get(1));
        return Layers.unpatchify(Layers.linear(s.at("linear"), even, numbers, Init.ZEROS, Init.ZEROS), side(), patch);
    }
}
