package dev.assay.reference.vae;

import dev.assay.graph.Op;
import dev.assay.graph.Padding;
import dev.assay.graph.Scope;
import dev.assay.graph.Tensor;
import dev.assay.graph.Window;
import dev.assay.reference.Layers;

/**
 * What encoder and decoder are made of, on images [N,C,H,W].
 *
 * @param groups of the normalisations
 */
record Blocks(int groups) {
    private static final double EPSILON = 1e-6;
    private static final Window POINT = Window.square(1, 1, 0);
    private static final Window THREE = Window.square(3, 1, 1);

    /** Rows and columns halved; the zeros that are missing come after the last row and column. */
    private static final Window HALVING = new Window(3, 3, 2, 2, new Padding(0, 0, 1, 1));

    /** A 3x3 convolution to {@code out} channels. */
    static Tensor conv(Scope s, Tensor x, int out) {
        return Layers.conv2d(s, x, out, THREE, 1);
    }

    /** A linear map of each pixel's channels. */
    static Tensor point(Scope s, Tensor x, int out) {
        return Layers.conv2d(s, x, out, POINT, 1);
    }

    /** Two convolutions round which x passes, through {@code nin_shortcut} where the channels change. */
    Tensor residual(Scope s, Tensor x, int out) {
        Tensor h = conv(s.at("conv1"), norm(s.at("norm1"), x).silu(), out);
        h = conv(s.at("conv2"), norm(s.at("norm2"), h).silu(), out);
        boolean same = x.shape().dim(1) == out;
        return h.add(same ? x : point(s.at("nin_shortcut"), x, out));
    }

    /** Residual block, attention of all pixels with one head, residual block. */
    Tensor middle(Scope s, Tensor x) {
        int width = x.shape().dim(1);
        Tensor h = attention(s.at("attn_1"), residual(s.at("block_1"), x, width));
        return residual(s.at("block_2"), h, width);
    }

    private Tensor attention(Scope s, Tensor x) {
        int width = x.shape().dim(1);
        Tensor even = norm(s.at("norm"), x);
        Tensor queries = Layers.tokens(point(s.at("q"), even, width));
        Tensor keys = Layers.tokens(point(s.at("k"), even, width));
        Tensor values = Layers.tokens(point(s.at("v"), even, width));
        Tensor mixed = queries.attention(keys, values, 1);
        Tensor back = mixed.transpose(0, 2, 1)
                .reshape(x.shape().dim(0), width, x.shape().dim(2), x.shape().dim(3));
        return x.add(point(s.at("proj_out"), back, width));
    }

    /** [N,C,H,W] to [N,C,H/2,W/2]. */
    static Tensor half(Scope s, Tensor x) {
        return Layers.conv2d(s, x, x.shape().dim(1), HALVING, 1);
    }

    /** [N,C,H,W] to [N,C,2H,2W]. */
    static Tensor twice(Scope s, Tensor x) {
        Tensor large = x.resize(
                Op.Sampling.NEAREST, 2 * x.shape().dim(2), 2 * x.shape().dim(3));
        return conv(s, large, x.shape().dim(1));
    }

    /** The last normalisation and convolution. */
    Tensor end(Scope s, Tensor x, int out) {
        return conv(s.at("conv_out"), norm(s.at("norm_out"), x).silu(), out);
    }

    private Tensor norm(Scope s, Tensor x) {
        return Layers.groupNorm(s, x, groups, EPSILON);
    }
}
