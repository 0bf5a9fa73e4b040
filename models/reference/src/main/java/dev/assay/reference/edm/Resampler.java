package dev.assay.reference.edm;

import dev.assay.graph.Init;
import dev.assay.graph.Op;
import dev.assay.graph.Padding;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import java.util.List;

/**
 * Images of twice or half the size by a separable filter.
 *
 * @param filter of rows and of columns, an even number of weights; they are divided by their sum
 */
record Resampler(List<Integer> filter) {
    /** What becomes of the size. */
    enum Change {
        NONE,
        UP,
        DOWN
    }

    Resampler {
        filter = List.copyOf(filter);
    }

    /** x [N,C,H,W] to the same, [N,C,2 H,2 W] or [N,C,H/2,W/2]. */
    Tensor apply(Change change, Tensor x) {
        return switch (change) {
            case NONE -> x;
            case UP -> up(x);
            case DOWN -> down(x, margin());
        };
    }

    /** The filter's weights before the middle. */
    int margin() {
        return (filter.size() - 1) / 2;
    }

    /** Two equal weights repeat each pixel. */
    private Tensor up(Tensor x) {
        int channels = x.shape().dim(1);
        Tensor zero = x.backend().constant(new double[channels], Shape.of(channels), x.type());
        return x.convTranspose2d(kernel(x, 4), zero, new Op.ConvTranspose(2, margin(), 0, channels));
    }

    /** x with zeros around it, filtered, every other place; two equal weights take the mean of 2x2 pixels. */
    Tensor down(Tensor x, int padding) {
        return x.conv2d(
                kernel(x, 1), new Op.Conv(2, 2, Padding.of(padding), x.shape().dim(1)));
    }

    /** The filter for each channel of x, [C,1,k,k]. */
    private Tensor kernel(Tensor x, double scale) {
        int channels = x.shape().dim(1);
        double[] plane = plane();
        double[] all = new double[channels * plane.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = scale * plane[i % plane.length];
        }
        return x.backend().constant(all, Shape.of(channels, 1, filter.size(), filter.size()), x.type());
    }

    /** Rows times columns, with the sum 1. */
    private double[] plane() {
        int size = filter.size();
        double sum = filter.stream().mapToInt(Integer::intValue).sum();
        double[] plane = new double[size * size];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = filter.get(i / size) * filter.get(i % size) / (sum * sum);
        }
        return plane;
    }

    /** Notes the copy of the filter that checkpoints hold, {@code resample_filter} [1,1,k,k]. */
    void note(Scope s) {
        s.buffer("resample_filter", Shape.of(1, 1, filter.size(), filter.size()), new Init.Given(this::plane));
    }
}
