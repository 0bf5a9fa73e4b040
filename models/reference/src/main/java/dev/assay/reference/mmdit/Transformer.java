package dev.assay.reference.mmdit;

import dev.assay.graph.Init;
import dev.assay.graph.Op;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.graph.Window;
import dev.assay.reference.Layers;
import dev.assay.reference.Portions;
import dev.assay.reference.group.Members;
import dev.assay.reference.group.Sight;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The network of one image or several; one is a group of one.
 *
 * @param net the sizes
 * @param members the images
 * @param contextTokens tokens of each member's text
 * @param sight which members attend to which
 */
record Transformer(Mmdit net, Members members, List<Integer> contextTokens, Sight sight) {
    private static final Init SMALL = new Init.Normal(0.02);
    private static final int TIME_WAVES = 256;

    /**
     * The output of a group.
     *
     * @param x [N,channels,1,P]
     * @param times of each member, [N,members]
     * @param context of each member, [N,members,L,contextWidth]; a member's first tokens count
     * @param pooled of each member, [N,members,pooledWidth]
     */
    Tensor apply(Scope s, Tensor x, Tensor times, Tensor context, Tensor pooled) {
        Tensor condition = condition(s, times, pooled).silu();
        JointBlock.Tokens tokens = new JointBlock.Tokens(texts(s, context), images(s, x));
        for (int i = 0; i + 1 < net.depth(); i++) {
            tokens = block().apply(s.at("joint_blocks." + i), tokens, condition);
        }
        Tensor last = block().last(s.at("joint_blocks." + (net.depth() - 1)), tokens, condition);
        return members.join(unpatchified(head(s.at("final_layer"), last, condition)));
    }

    JointBlock block() {
        return new JointBlock(side(new Runs(contextTokens)), side(imageRuns()), sight);
    }

    private Side side(Runs runs) {
        return new Side(runs, net.width(), net.heads(), net.qkNorm());
    }

    private Runs imageRuns() {
        return new Runs(members.sizes().stream().map(m -> rows(m) * columns(m)).toList());
    }

    private int rows(Members.Size member) {
        return member.height() / net.patch();
    }

    private int columns(Members.Size member) {
        return member.width() / net.patch();
    }

    /** Time and pooled text of each member: [N,members,width]. */
    Tensor condition(Scope s, Tensor times, Tensor pooled) {
        int n = times.shape().dim(0);
        int count = members.count();
        Tensor waves =
                s.number(Layers.sinusoid(times.reshape(n * count), TIME_WAVES)).reshape(n, count, TIME_WAVES);
        return perceptron(s.at("t_embedder.mlp"), waves).add(perceptron(s.at("y_embedder.mlp"), s.number(pooled)));
    }

    private Tensor perceptron(Scope s, Tensor x) {
        Tensor inner =
                Layers.linear(s.at("0"), x, net.width(), SMALL, Init.ZEROS).silu();
        return Layers.linear(s.at("2"), inner, net.width(), SMALL, Init.ZEROS);
    }

    /** The texts' tokens, [N,sum of lengths,width]. */
    Tensor texts(Scope s, Tensor context) {
        Shape all = context.shape();
        List<Tensor> parts = new ArrayList<>();
        for (int i = 0; i < members.count(); i++) {
            Tensor own = members.count() == 1 ? context : context.slice(1, i, i + 1);
            Tensor tokens = own.reshape(all.dim(0), all.dim(2), all.dim(3));
            int length = contextTokens.get(i);
            parts.add(length == all.dim(2) ? tokens : tokens.slice(1, 0, length));
        }
        Init init = Init.xavier(net.contextWidth(), net.width());
        return Layers.linear(s.at("context_embedder"), s.number(Portions.joined(parts)), net.width(), init, Init.ZEROS);
    }

    /** The images' tokens with their places, [N,sum of lengths,width]. */
    Tensor images(Scope s, Tensor x) {
        int side = net.positions();
        Shape stored = Shape.of(1, side * side, net.width());
        Init known = new Init.Given(() -> Positions.table(net.width(), side, net.positionBase()));
        Tensor table = s.number(s.buffer("pos_embed", stored, known)).reshape(side, side, net.width());
        List<Tensor> parts = new ArrayList<>();
        for (int i = 0; i < members.count(); i++) {
            Members.Size member = members.sizes().get(i);
            parts.add(patches(s.at("x_embedder.proj"), s.number(members.member(x, i)))
                    .add(centre(table, rows(member), columns(member))));
        }
        return Portions.joined(parts);
    }

    private Tensor patches(Scope s, Tensor image) {
        int patch = net.patch();
        Init init = Init.xavier(net.channels() * patch * patch, net.width());
        Window window = Window.square(patch, patch, 0);
        return Layers.tokens(Layers.conv2d(s, image, net.width(), window, 1, init, Init.ZEROS));
    }

    /** The middle of the table of places, [1,rows columns,width]. */
    private Tensor centre(Tensor table, int rows, int columns) {
        int top = (net.positions() - rows) / 2;
        int left = (net.positions() - columns) / 2;
        return table.slice(0, top, top + rows).slice(1, left, left + columns).reshape(1, rows * columns, net.width());
    }

    /** Tokens to the numbers of their patches, [N,L,patch patch channels]; it begins with zeros. */
    Tensor head(Scope s, Tensor x, Tensor condition) {
        List<Tensor> m = Side.modulation(s, condition, 2);
        Tensor even = side(imageRuns()).modulate(x, m.get(0), m.get(1));
        int numbers = net.patch() * net.patch() * net.channels();
        return Layers.linear(s.at("linear"), even, numbers, Init.ZEROS, Init.ZEROS);
    }

    private List<Tensor> unpatchified(Tensor patches) {
        List<Tensor> images = new ArrayList<>();
        for (int i = 0; i < members.count(); i++) {
            Members.Size member = members.sizes().get(i);
            Tensor own = imageRuns().part(patches, i);
            images.add(own.transpose(0, 2, 1)
                    .reshape(own.shape().dim(0), own.shape().dim(2), rows(member), columns(member))
                    .pixelShuffle(net.patch(), Op.ChannelOrder.CHANNEL_LAST));
        }
        return images;
    }

    /** A group of one whose text has all tokens. */
    static Transformer single(Mmdit net) {
        Members one = Members.alike(1, net.channels(), net.rows(), net.columns());
        return new Transformer(net, one, Collections.nCopies(1, net.contextTokens()), Sight.INDEPENDENT);
    }
}
