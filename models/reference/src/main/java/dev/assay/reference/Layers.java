package dev.assay.reference;

import dev.assay.graph.Op;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.graph.Window;

/** Layers with parameters, named as torch names them. */
public final class Layers {
    private Layers() {}

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
        Tensor mean = s.buffer("running_mean", each);
        Tensor variance = s.buffer("running_var", each);
        s.unread("num_batches_tracked", Shape.SCALAR);
        Tensor scale = weight.div(variance.add(epsilon).sqrt());
        Tensor shift = bias.sub(mean.mul(scale));
        return x.mul(scale.reshape(1, channels, 1, 1)).add(shift.reshape(1, channels, 1, 1));
    }
}
