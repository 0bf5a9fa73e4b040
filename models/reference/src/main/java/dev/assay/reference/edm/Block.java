package dev.assay.reference.edm;

import dev.assay.graph.Padding;
import dev.assay.graph.Scope;
import dev.assay.graph.Tensor;
import dev.assay.graph.Window;
import dev.assay.reference.Layers;
import dev.assay.reference.PlaceAttention;
import dev.assay.reference.QkvOrder;
import dev.assay.reference.edm.Flavour.Gain;
import dev.assay.reference.edm.Resampler.Change;
import java.util.List;

/** The residual block of both U-Nets, and their other layers. */
record Block(Flavour flavour, Resampler resampler) {
    private static final int MOST_GROUPS = 32;
    private static final int LEAST_GROUP = 4;

    /**
     * x [N,C,H,W] to [N,out,H',W'].
     *
     * @param noise the embedding of the noise and the conditions, [N,E]
     * @param attention whether attention follows, where there are channels for a head
     */
    Tensor apply(Scope s, Tensor x, Tensor noise, int out, Change change, boolean attention) {
        Tensor h = norm(s.at("norm0"), x).silu();
        h = resampled(s.at("conv0"), h, out, 3, change);
        h = conv(s.at("conv1"), told(s, h, noise).silu(), out, 3, Gain.LAST);
        Tensor y = h.add(skip(s.at("skip"), x, out, change)).mul(flavour.sumScale());
        int heads = flavour.heads(out);
        return attention && heads > 0 ? attention(s, y, heads) : y;
    }

    /** Group normalisation; groups have 4 channels or more, and there are 32 at most. */
    Tensor norm(Scope s, Tensor x) {
        return Layers.groupNorm(s, x, Math.min(MOST_GROUPS, x.shape().dim(1) / LEAST_GROUP), flavour.epsilon());
    }

    Tensor linear(Scope s, Tensor x, int out) {
        int in = x.shape().dim(-1);
        return Layers.linear(s, x, out, flavour.weight(Gain.FULL, in, out, 1), flavour.bias(Gain.FULL, in, 1));
    }

    Tensor conv(Scope s, Tensor x, int out, int size, Gain gain) {
        return conv(s, x, out, size, size / 2, gain);
    }

    /** A convolution with half the size: the filter comes after it, with its padding before. */
    Tensor convDown(Scope s, Tensor x, int out) {
        Tensor filtered = resampler.down(conv(s, x, out, 3, 1 + resampler.margin(), Gain.FULL), 0);
        resampler.note(s);
        return filtered;
    }

    private Tensor conv(Scope s, Tensor x, int out, int size, int padding, Gain gain) {
        int in = x.shape().dim(1);
        Window window = new Window(size, size, 1, 1, Padding.of(padding));
        int places = size * size;
        return Layers.conv2d(
                s, x, out, window, 1, flavour.weight(gain, in, out, places), flavour.bias(gain, in, places));
    }

    /** A convolution of the image in its new size. */
    private Tensor resampled(Scope s, Tensor x, int out, int size, Change change) {
        Tensor y = conv(s, resampler.apply(change, x), out, size, Gain.FULL);
        if (change != Change.NONE) {
            resampler.note(s);
        }
        return y;
    }

    /** Normalised, with what the noise says: a scale and a shift, or a shift before. */
    private Tensor told(Scope s, Tensor h, Tensor noise) {
        int n = h.shape().dim(0);
        int channels = h.shape().dim(1);
        if (flavour == Flavour.SONG) {
            Tensor shift = linear(s.at("affine"), noise, channels).reshape(n, channels, 1, 1);
            return norm(s.at("norm1"), h.add(shift));
        }
        List<Tensor> scaleAndShift = linear(s.at("affine"), noise, 2 * channels)
                .reshape(n, 2 * channels, 1, 1)
                .chunk(1, 2);
        return norm(s.at("norm1"), h).mul(scaleAndShift.get(0).add(1)).add(scaleAndShift.get(1));
    }

    /** The input as the output has it; the flavour Song mixes channels wherever the size changes. */
    private Tensor skip(Scope s, Tensor x, int out, Change change) {
        if (out != x.shape().dim(1) || (flavour == Flavour.SONG && change != Change.NONE)) {
            return resampled(s, x, out, 1, change);
        }
        if (change != Change.NONE) {
            resampler.note(s);
        }
        return resampler.apply(change, x);
    }

    private Tensor attention(Scope s, Tensor x, int heads) {
        int channels = x.shape().dim(1);
        PlaceAttention attention = new PlaceAttention(
                QkvOrder.INTERLEAVED,
                heads,
                2,
                flavour.weight(Gain.ATTENTION, channels, 3 * channels, 1),
                flavour.bias(Gain.ATTENTION, channels, 1),
                flavour.weight(Gain.LAST, channels, channels, 1));
        Tensor mixed = attention.apply(s.at("qkv"), s.at("proj"), norm(s.at("norm2"), x));
        return x.add(mixed).mul(flavour.sumScale());
    }
}
