package dev.assay.reference.pixart;

import dev.assay.graph.Init;
import dev.assay.graph.Op;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.graph.Window;
import dev.assay.reference.Layers;
import dev.assay.reference.pixart.Block.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The layers of PixArt for several batches of images at once, which may differ in size and see one another in
 * self-attention.
 *
 * @param net the sizes
 */
record Trunk(Pixart net) {
    private static final Init SMALL = new Init.Normal(0.02);
    private static final int WAVES = 256;

    /** Tokens of a batch on their way through the blocks, and the time [N,width] for the last layer. */
    record Entry(Tensor tokens, Tensor time, Condition condition) {}

    /** Batches, each the inputs of {@link Pixart}, to the outputs, [N,channels or twice that,H,W] each. */
    List<Tensor> outputs(Scope s, List<Map<String, Tensor>> batches, Mixing mixing) {
        s.unread(Pixart.NULL_CAPTION, Shape.of(net.captionTokens(), net.captionWidth()));
        List<Entry> entries = batches.stream().map(b -> entry(s, b)).toList();
        List<Condition> conditions = entries.stream().map(Entry::condition).toList();
        List<Tensor> tokens = entries.stream().map(Entry::tokens).toList();
        Block block = new Block(net.width(), net.heads());
        for (int i = 0; i < net.depth(); i++) {
            tokens = block.apply(s.at("blocks." + i), tokens, conditions, mixing);
        }
        List<Tensor> outputs = new ArrayList<>();
        for (int i = 0; i < batches.size(); i++) {
            Shape image = batches.get(i).get("x").shape();
            outputs.add(head(s.at("final_layer"), tokens.get(i), entries.get(i).time(), image));
        }
        return outputs;
    }

    Entry entry(Scope s, Map<String, Tensor> in) {
        Tensor tokens = patches(s, s.number(in.get("x")));
        Tensor time = time(s, in);
        int width = net.width();
        Tensor all = Layers.linear(s.at("t_block.1"), time.silu(), Block.MODULATIONS * width, SMALL, Init.ZEROS)
                .reshape(time.shape().dim(0), Block.MODULATIONS, width);
        Tensor hidden = Condition.hiding(s, in.get("mask"), tokens.shape().dim(1));
        Tensor caption = caption(s.at("y_embedder.y_proj"), s.number(in.get("caption")));
        return new Entry(tokens, time, new Condition(all, caption, hidden));
    }

    /** Images [N,C,H,W] as tokens [N,L,width], with their places added. */
    private Tensor patches(Scope s, Tensor x) {
        int patch = net.patch();
        Window window = Window.square(patch, patch, 0);
        Init init = Init.xavier(net.channels() * patch * patch, net.width());
        Tensor patches = Layers.conv2d(s.at("x_embedder.proj"), x, net.width(), window, 1, init, Init.ZEROS);
        Places places = new Places(net.width(), net.trainedSide() / patch, net.placeScale(), !net.microConditions());
        return Layers.tokens(patches)
                .add(places.table(s, patches.shape().dim(2), patches.shape().dim(3)));
    }

    /** Time and, with micro-conditions, sizes: [N,width]. */
    private Tensor time(Scope s, Map<String, Tensor> in) {
        Tensor time = waves(s.at("t_embedder"), in.get("t"), net.width());
        if (!net.microConditions()) {
            return time;
        }
        int third = net.width() / 3;
        int batch = time.shape().dim(0);
        Tensor sides = in.get(Pixart.SIZE).reshape(2 * batch);
        Tensor size = waves(s.at("csize_embedder"), sides, third).reshape(batch, 2 * third);
        Tensor ratio = waves(s.at("ar_embedder"), in.get(Pixart.RATIO).reshape(batch), third);
        return time.add(size.concat(-1, ratio));
    }

    /** Numbers [N] to [N,out]. */
    private static Tensor waves(Scope s, Tensor numbers, int out) {
        Tensor waves = s.number(Layers.sinusoid(numbers, WAVES));
        Tensor inner =
                Layers.linear(s.at("mlp.0"), waves, out, SMALL, Init.ZEROS).silu();
        return Layers.linear(s.at("mlp.2"), inner, out, SMALL, Init.ZEROS);
    }

    /** [N,M,captionWidth] to [N,M,width]. */
    private Tensor caption(Scope s, Tensor caption) {
        Tensor inner = Layers.linear(s.at("fc1"), caption, net.width(), SMALL, Init.ZEROS);
        return Layers.linear(s.at("fc2"), inner.geluTanh(), net.width(), SMALL, Init.ZEROS);
    }

    /** Tokens to images of the height and width given; it begins with zeros. */
    Tensor head(Scope s, Tensor tokens, Tensor time, Shape image) {
        int batch = tokens.shape().dim(0);
        int patch = net.patch();
        List<Tensor> m = Block.modulation(s, 2, time.reshape(batch, 1, net.width()));
        Tensor even = Block.modulate(tokens, m.get(0), m.get(1));
        int numbers = patch * patch * (net.learnsVariance() ? 2 * net.channels() : net.channels());
        return Layers.linear(s.at("linear"), even, numbers, Init.ZEROS, Init.ZEROS)
                .transpose(0, 2, 1)
                .reshape(batch, numbers, image.dim(2) / patch, image.dim(3) / patch)
                .pixelShuffle(patch, Op.ChannelOrder.CHANNEL_LAST);
    }
}
