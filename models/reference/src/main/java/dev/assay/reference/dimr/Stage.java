package dev.assay.reference.dimr;

import dev.assay.graph.Init;
import dev.assay.graph.Padding;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.graph.Window;
import dev.assay.reference.Layers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * One branch at work; features are tokens [N,side side,width].
 *
 * @param net the whole network
 * @param index which branch
 * @param s its scope, {@code stages.<index>}
 * @param tau the time, [N,1]
 */
record Stage(Dimr net, int index, Scope s, Tensor tau) {
    private static final int KERNEL = 7;

    private Branch branch() {
        return net.branches().get(index);
    }

    private boolean lowest() {
        return index == 0;
    }

    private boolean transformer() {
        return branch().blocks() == Branch.Blocks.TRANSFORMER;
    }

    /**
     * The embedding and what each block makes of it, in order, without the class token.
     *
     * @param x the noisy image
     * @param y classes, [N]
     * @param below the features of the branch below; empty for the lowest
     */
    List<Tensor> features(Tensor x, Tensor y, List<Tensor> below) {
        return states(x, y, below).stream().map(this::withoutClass).toList();
    }

    /** The same with the class token. */
    List<Tensor> states(Tensor x, Tensor y, List<Tensor> below) {
        Branch b = branch();
        Tensor h = embed(x);
        if (lowest()) {
            h = withClass(h, y);
        } else {
            h = withBelow(h, below);
        }
        List<Tensor> states = new ArrayList<>(List.of(h));
        Deque<Tensor> skips = new ArrayDeque<>();
        for (int i = 0; i <= 2 * b.half(); i++) {
            if (i > b.half()) {
                Scope skip = s.at("skip_denses." + (i - b.half() - 1));
                h = Layers.linear(skip, h.concat(-1, skips.pop()), b.width(), Dimr.SMALL, Init.ZEROS);
            }
            h = block(s.at("blocks." + i), h);
            if (i < b.half()) {
                skips.push(h);
            }
            states.add(h);
        }
        return states;
    }

    /** The noise at this resolution: tokens to [N,channels,side,side]. */
    Tensor head(Tensor tokens) {
        Scope out = s.at("output_layer");
        Tensor h = Layers.image(TimeDependent.layerNorm(out.at("0"), tokens, tau), branch().side());
        return Layers.conv2d(out.at("2"), h, net.channels(), Window.square(3, 1, 1), 1);
    }

    /** The image at this branch's places: [N,channels,size,size] to [N,side side,width]. */
    Tensor embed(Tensor x) {
        Branch b = branch();
        Scope in = s.at("input_layer");
        Tensor e = Layers.tokens(Layers.conv2d(in.at("1"), x, b.width(), Window.square(b.patch(), b.patch(), 0), 1));
        Shape places = Shape.of(b.side() * b.side(), b.width());
        return e.add(in.at("3.position_embeddings").parameter("weight", places, Dimr.SMALL));
    }

    /** As a token before the others; where the lowest branch has no tokens, added to every place (ours). */
    private Tensor withClass(Tensor h, Tensor y) {
        Branch b = branch();
        Tensor token = Layers.embedding(s.at("class_embeds"), y, net.classes(), b.width(), Dimr.SMALL)
                .reshape(y.shape().dim(0), 1, b.width());
        return transformer() ? token.concat(1, h) : h.add(token);
    }

    private Tensor withoutClass(Tensor h) {
        return lowest() && transformer() ? h.slice(1, 1, h.shape().dim(1)) : h;
    }

    private Tensor withBelow(Tensor h, List<Tensor> below) {
        Tensor ready = evened(spread(gathered(below)));
        return switch (net.cascade()) {
            case ADD -> h.add(ready);
            case CONCAT ->
                Layers.linear(s.at("upsample.3"), h.concat(-1, ready), branch().width(), Dimr.SMALL, Init.ZEROS);
        };
    }

    /** All features of the branch below side by side, normalised. */
    Tensor gathered(List<Tensor> below) {
        Tensor all = below.get(0).concat(-1, below.subList(1, below.size()).toArray(new Tensor[0]));
        return TimeDependent.layerNorm(s.at("upsample.0"), all, tau);
    }

    /** Those at this branch's width and places. */
    Tensor spread(Tensor gathered) {
        Branch b = branch();
        int n = gathered.shape().dim(0);
        int under = net.branches().get(index - 1).side();
        int factor = b.side() / under;
        int numbers = b.width() * factor * factor;
        Tensor wide = Layers.linear(s.at("upsample.1.kernel"), gathered, numbers, Dimr.SMALL, Init.ZEROS);
        return wide.reshape(n, under, under, factor, factor, b.width())
                .transpose(0, 1, 3, 2, 4, 5)
                .reshape(n, b.side() * b.side(), b.width());
    }

    /** Those normalised once more. */
    Tensor evened(Tensor spread) {
        return TimeDependent.layerNorm(s.at("upsample.2"), spread, tau);
    }

    private Tensor block(Scope at, Tensor h) {
        Tensor mixed = h.add(transformer() ? attention(at.at("block1"), h) : convolution(at.at("block1.1"), h));
        return mixed.add(mlp(at.at("block2"), mixed));
    }

    private Tensor attention(Scope at, Tensor h) {
        int width = branch().width();
        Tensor qkv = Layers.project(at.at("query_key_value"), norm(at, h), 3 * width, Dimr.SMALL);
        List<Tensor> parts = qkv.chunk(-1, 3);
        Tensor mixed = parts.get(0).attention(parts.get(1), parts.get(2), branch().heads());
        return Layers.linear(at.at("dense"), mixed, width, Dimr.SMALL, Init.ZEROS);
    }

    private Tensor convolution(Scope at, Tensor h) {
        int width = branch().width();
        Window window = new Window(KERNEL, KERNEL, 1, 1, Padding.of(KERNEL / 2));
        return Layers.tokens(Layers.conv2d(at, Layers.image(h, branch().side()), width, window, width));
    }

    private Tensor mlp(Scope at, Tensor h) {
        Branch b = branch();
        Tensor n = norm(at, h);
        Tensor inner = Layers.linear(at.at("w0"), n, b.hidden(), Dimr.SMALL, Init.ZEROS)
                .gelu();
        if (net.mlp() == Dimr.Mlp.GLU) {
            inner = inner.mul(Layers.linear(at.at("w1"), n, b.hidden(), Dimr.SMALL, Init.ZEROS));
        }
        return Layers.linear(at.at("w2"), inner, b.width(), Dimr.SMALL, Init.ZEROS);
    }

    /** What {@link Norm#ADA_RMSN} scales by is the class token, or, as in the original, the first row of an image. */
    private Tensor norm(Scope at, Tensor h) {
        if (net.norm() != Norm.ADA_RMSN || transformer()) {
            return net.norm().apply(at.at("norm"), h, tau, h.slice(1, 0, 1));
        }
        int side = branch().side();
        Tensor rows = h.reshape(h.shape().dim(0), side, side, branch().width());
        Tensor even = net.norm().apply(at.at("norm"), rows, tau, rows.slice(1, 0, 1));
        return even.reshape(h.shape().dim(0), side * side, branch().width());
    }
}
