package dev.assay.reference.adm;

import dev.assay.graph.Init;
import dev.assay.graph.Op;
import dev.assay.graph.Scope;
import dev.assay.graph.Tensor;
import dev.assay.graph.Window;
import dev.assay.reference.Layers;
import dev.assay.reference.PlaceAttention;
import dev.assay.reference.QkvOrder;
import java.util.List;

/**
 * The layers of ADM. Residual blocks change the size themselves, and scale and shift by the embedding of the noise.
 *
 * @param numHeads of each attention; 0 if the channels of a head are given
 * @param numHeadChannels channels of a head; 0 if their number is given
 * @param order of the joint projections to queries, keys and values
 */
record Blocks(int numHeads, int numHeadChannels, QkvOrder order) {
    private static final int GROUPS = 32;
    private static final double EPSILON = 1e-5;

    /** What becomes of the size of an image. */
    enum Change {
        NONE,
        /** Each pixel becomes 2x2. */
        UP,
        /** The mean of 2x2 pixels. */
        DOWN;

        private Tensor of(Tensor x) {
            return switch (this) {
                case NONE -> x;
                case UP ->
                    x.resize(
                            Op.Sampling.NEAREST,
                            2 * x.shape().dim(2),
                            2 * x.shape().dim(3));
                case DOWN -> x.averagePool(Window.square(2, 2, 0));
            };
        }
    }

    /** x [N,C,H,W] and noise [N,E] to [N,out,H',W']. */
    static Tensor residual(Scope s, Tensor x, Tensor noise, int out, Change change) {
        Tensor h = change.of(norm(s.at("in_layers.0"), x).silu());
        h = conv(s.at("in_layers.2"), h, out);
        List<Tensor> scaleAndShift = linear(s.at("emb_layers.1"), noise.silu(), 2 * out)
                .reshape(x.shape().dim(0), 2 * out, 1, 1)
                .chunk(1, 2);
        h = norm(s.at("out_layers.0"), h).mul(scaleAndShift.get(0).add(1)).add(scaleAndShift.get(1));
        h = lastConv(s.at("out_layers.3"), h.silu(), out);
        Tensor same = change.of(x);
        return x.shape().dim(1) == out
                ? same.add(h)
                : Layers.conv2d(s.at("skip_connection"), same, out, Window.square(1, 1, 0), 1)
                        .add(h);
    }

    /** x [N,C,H,W] and what attention among its places adds. */
    Tensor attention(Scope s, Tensor x) {
        int channels = x.shape().dim(1);
        PlaceAttention attention = of(channels, order, Init.ZEROS);
        return x.add(attention.apply(s.at("qkv"), s.at("proj_out"), norm(s.at("norm"), x)));
    }

    /** Attention over so many channels. */
    PlaceAttention of(int channels, QkvOrder rows, Init out) {
        Init init = Init.fanIn(channels);
        return new PlaceAttention(rows, heads(channels), 1, init, init, out);
    }

    private int heads(int channels) {
        return numHeadChannels > 0 ? channels / numHeadChannels : numHeads;
    }

    /** Whether attention can be among so many channels. */
    boolean fits(int channels) {
        return heads(channels) > 0 && channels % heads(channels) == 0;
    }

    static Tensor norm(Scope s, Tensor x) {
        return Layers.groupNorm(s, x, GROUPS, EPSILON);
    }

    static Tensor conv(Scope s, Tensor x, int out) {
        return Layers.conv2d(s, x, out, Window.square(3, 1, 1), 1);
    }

    /** A convolution that begins as nothing. */
    static Tensor lastConv(Scope s, Tensor x, int out) {
        return Layers.conv2d(s, x, out, Window.square(3, 1, 1), 1, Init.ZEROS, Init.ZEROS);
    }

    static Tensor linear(Scope s, Tensor x, int out) {
        Init init = Init.fanIn(x.shape().dim(-1));
        return Layers.linear(s, x, out, init, init);
    }

    /** The step [N] as {@code time_embed}: [N,4 channels]. */
    static Tensor time(Scope s, Tensor timesteps, int channels) {
        Scope at = s.at("time_embed");
        Tensor waves = s.number(Layers.sinusoid(timesteps, channels));
        return linear(at.at("2"), linear(at.at("0"), waves, 4 * channels).silu(), 4 * channels);
    }
}
