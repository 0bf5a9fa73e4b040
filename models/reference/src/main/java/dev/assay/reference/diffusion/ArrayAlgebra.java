package dev.assay.reference.diffusion;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Arithmetic in double on batches laid out [N,C,H,W], row-major. The exponential is {@link StrictMath}'s, so that every
 * machine gives the same bits.
 *
 * @param shape of one image; the batch follows from the length of the array
 */
public record ArrayAlgebra(ImageShape shape) implements Algebra<double[]> {
    @Override
    public double[] sum(double[] weights, List<double[]> terms) {
        double[] result = affine(terms.get(0), weights[0], 0);
        for (int k = 1; k < weights.length; k++) {
            double weight = weights[k];
            double[] term = terms.get(k);
            checkSameLength(result, term);
            for (int i = 0; i < result.length; i++) {
                result[i] += weight * term[i];
            }
        }
        return result;
    }

    @Override
    public double[] affine(double[] x, double scale, double shift) {
        checkWhole(x);
        double[] result = new double[x.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = scale * x[i] + shift;
        }
        return result;
    }

    @Override
    public double[] product(double[] a, double[] b) {
        checkSameLength(a, b);
        double[] result = new double[a.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = a[i] * b[i];
        }
        return result;
    }

    @Override
    public double[] exp(double[] x) {
        return each(x, StrictMath::exp);
    }

    @Override
    public double[] clamp(double[] x, double low, double high) {
        return each(x, v -> Math.min(Math.max(v, low), high));
    }

    @Override
    public double[] joinChannels(int count, double[] first, double[] rest) {
        Algebra.checkChannels(count, shape.channels());
        checkSameLength(first, rest);
        double[] result = rest.clone();
        for (int image = 0; image < result.length; image += shape.elements()) {
            System.arraycopy(first, image, result, image, count * shape.plane());
        }
        return result;
    }

    private double[] each(double[] x, DoubleUnaryOperator function) {
        checkWhole(x);
        double[] result = new double[x.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = function.applyAsDouble(x[i]);
        }
        return result;
    }

    private void checkWhole(double[] x) {
        if (x.length % shape.elements() != 0) {
            throw new IllegalArgumentException(
                    "%d numbers are not whole images of %d".formatted(x.length, shape.elements()));
        }
    }

    private static void checkSameLength(double[] a, double[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException(
                    "batches of %d and %d numbers do not go together".formatted(a.length, b.length));
        }
    }
}
