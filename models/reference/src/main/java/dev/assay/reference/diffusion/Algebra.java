package dev.assay.reference.diffusion;

import dev.assay.spec.AssayException;
import java.util.List;

/**
 * The arithmetic that samplers are made of, on batches of images [N,C,H,W] of a type X: {@link ArrayAlgebra} computes,
 * {@link TensorAlgebra} records. No operation changes its arguments.
 */
public interface Algebra<X> {
    /** weights[0] terms[0] + weights[1] terms[1] + ..., added in this order; at least one term. */
    X sum(double[] weights, List<X> terms);

    /** scale x + shift, each element. */
    X affine(X x, double scale, double shift);

    /** a b, element by element. */
    X product(X a, X b);

    /** e to the x, each element. */
    X exp(X x);

    /** The nearest number from low to high, each element. */
    X clamp(X x, double low, double high);

    /** The first {@code count} channels of one and the remaining channels of another; another count is the user's error. */
    X joinChannels(int count, X first, X rest);

    /** Refuses to take more channels than there are, or none. */
    static void checkChannels(int count, int channels) {
        if (count < 1 || count > channels) {
            throw new AssayException(
                    "guidance",
                    "the first %d channels are to be guided".formatted(count),
                    "images have " + channels,
                    "choose channels from 1 to " + channels + ", or all");
        }
    }

    default X sum(double a, X x, double b, X y) {
        return sum(new double[] {a, b}, List.of(x, y));
    }

    default X sum(double a, X x, double b, X y, double c, X z) {
        return sum(new double[] {a, b, c}, List.of(x, y, z));
    }
}
