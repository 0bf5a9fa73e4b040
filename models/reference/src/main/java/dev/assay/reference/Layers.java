package dev.assay.reference;

import dev.assay.graph.DataType;
import dev.assay.graph.Init;
import dev.assay.graph.Op;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.graph.Window;

/** Layers with parameters, named as torch names them. */
public final class Layers {
    private Layers() {}

    /** {@code weight} [out,in] and {@code bias} [out]: x [...,in] to [...,out]. */
    public static Tensor linear(Scope s, Tensor x, int out, Init weight, Init bias) {
        Tensor w = s.parameter("weight", Shape.of(out, x.shape().dim(-1)), weight);
        return x.linear(w, s.parameter("bias", Shape.of(out), bias));
    }

    /** {@link #linear} without bias. */
    public static Tensor project(Scope s, Tensor x, int out, Init weight) {
        return x.linear(s.parameter("weight", Shape.of(out, x.shape().dim(-1)), weight));
    }

    /** Torch's convolution: {@code weight} [out,C/groups,h,w] and {@code bias} [out], both even up to 1 / sqrt(fan-in). */
    public static Tensor conv2d(Scope s, Tensor x, int out, Window w, int groups) {
        int in = x.shape().dim(1) / groups;
        Init init = Init.fanIn(in * w.height() * w.width());
        return conv2d(s, x, out, w, groups, init, init);
    }

    /** A convolution with other initial values. */
    public static Tensor conv2d(Scope s, Tensor x, int out, Window w, int groups, Init weight, Init bias) {
        int in = x.shape().dim(1) / groups;
        Tensor kernel = s.parameter("weight", Shape.of(out, in, w.height(), w.width()), weight);
        Tensor shift = s.parameter("bias", Shape.of(out), bias);
        return x.conv2d(kernel, shift, new Op.Conv(w.strideHeight(), w.strideWidth(), w.padding(), groups));
    }

    /** {@code weight} [rows,width]: numbers [S] (int64) to [S,width]. */
    public static Tensor embedding(Scope s, Tensor numbers, int rows, int width, Init init) {
        return s.parameter("weight", Shape.of(rows, width), init).gather(numbers);
    }

    /** Layer normalisation with {@code weight} and {@code bias}: [...,D] to [...,D]. */
    public static Tensor layerNorm(Scope s, Tensor x, double epsilon) {
        Shape each = Shape.of(x.shape().dim(-1));
        return x.layerNorm(s.parameter("weight", each, Init.ONES), s.parameter("bias", each, Init.ZEROS), epsilon);
    }

    /** Group normalisation with {@code weight} and {@code bias}: [N,C,H,W] to [N,C,H,W]. */
    public static Tensor groupNorm(Scope s, Tensor x, int groups, double epsilon) {
        Shape each = Shape.of(x.shape().dim(1));
        return x.groupNorm(
                s.parameter("weight", each, Init.ONES), s.parameter("bias", each, Init.ZEROS), groups, epsilon);
    }

    /**
     * Numbers [N] (float32) as waves [N,width] (float32): cos(t f) for width / 2 frequencies f = 10000^(-k / (width / 2)),
     * then their sines (Vaswani et al. 2017, section 3.5). Half precision could not hold the angles.
     *
     * @param width even
     */
    public static Tensor sinusoid(Tensor t, int width) {
        int half = width / 2;
        double[] frequencies = new double[half];
        for (int k = 0; k < half; k++) {
            frequencies[k] = StrictMath.pow(10000, -(double) k / half);
        }
        Tensor row = t.backend().constant(frequencies, Shape.of(half), t.type());
        Tensor angles = t.reshape(t.shape().dim(0), 1).mul(row);
        return angles.cos().concat(-1, angles.sin());
    }

    /** The mean square of each row of the last axis, which stays with size 1; in float32 where x is in half precision. */
    public static Tensor meanSquare(Tensor x) {
        Tensor wide = x.type() == DataType.FLOAT16 ? x.cast(DataType.FLOAT32) : x;
        return wide.square().meanKeeping(-1);
    }

    /** Images [N,C,H,W] as tokens, row by row: [N,H W,C]. */
    public static Tensor tokens(Tensor image) {
        Shape s = image.shape();
        return image.reshape(s.dim(0), s.dim(1), s.dim(2) * s.dim(3)).transpose(0, 2, 1);
    }

    /** Tokens [N,side side,C] as images [N,C,side,side]. */
    public static Tensor image(Tensor tokens, int side) {
        Shape s = tokens.shape();
        return tokens.transpose(0, 2, 1).reshape(s.dim(0), s.dim(2), side, side);
    }

    /** Tokens [N,side side,patch patch C], channels fastest, as images [N,C,side patch,side patch]. */
    public static Tensor unpatchify(Tensor tokens, int side, int patch) {
        return image(tokens, side).pixelShuffle(patch, Op.ChannelOrder.CHANNEL_LAST);
    }

    /**
     * Images [N,C,H,W] from -1 to 1, clamped, as uint8 [N,H,W,C] from 0 to 255: 255 (x + 1) / 2 + 1/2 without its
     * fraction.
     */
    public static Tensor pixels(Tensor image) {
        Tensor wide = image.cast(DataType.FLOAT32);
        Tensor part = wide.add(1).div(2).max(0).min(1);
        return part.mul(255).add(0.5).cast(DataType.UINT8).transpose(0, 2, 3, 1);
    }

    /** Convolution without bias, {@code weight}: x [N,C,H,W] to [N,out,H',W']. */
    public static Tensor conv2d(Scope s, Tensor x, int out, Window w) {
        Tensor weight = s.parameter("weight", Shape.of(out, x.shape().dim(1), w.height(), w.width()));
        return x.conv2d(weight, new Op.Conv(w.strideHeight(), w.strideWidth(), w.padding(), 1));
    }

    /**
     * Batch normalisation with stored statistics, {@code weight, bias, running_mean, running_var}: x [N,C,H,W] to
     * (x - mean) / sqrt(var + epsilon) * weight + bias (Ioffe and Szegedy 2015). Written as one product and one sum over
     * x, with factors that depend on parameters alone, so that ONNX Runtime folds both into a convolution before it.
     */
    public static Tensor batchNorm(Scope s, Tensor x, double epsilon) {
        int channels = x.shape().dim(1);
        Shape each = Shape.of(channels);
        Tensor weight = s.parameter("weight", each);
        Tensor bias = s.parameter("bias", each);
        Tensor mean = s.number(s.buffer("running_mean", each));
        Tensor variance = s.buffer("running_var", each);
        s.unread("num_batches_tracked", Shape.SCALAR);
        Tensor scale = weight.div(s.number(variance.add(epsilon).sqrt()));
        Tensor shift = bias.sub(mean.mul(scale));
        return x.mul(scale.reshape(1, channels, 1, 1)).add(shift.reshape(1, channels, 1, 1));
    }
}
