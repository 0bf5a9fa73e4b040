package dev.assay.reference.relay;

import dev.assay.reference.diffusion.ImageShape;

/** Between the resolutions of a cascade, for batches [N,C,H,W] of any range; nothing is rounded. */
public final class Enlargement {
    private Enlargement() {}

    /** Each pixel repeated over a factor x factor square; {@code shape} is that of one small image. */
    public static double[] nearest(double[] batch, ImageShape shape, int factor) {
        check(batch, shape, factor);
        int width = shape.width() * factor;
        double[] large = new double[Math.multiplyExact(batch.length, factor * factor)];
        for (int i = 0; i < large.length; i++) {
            large[i] = batch[i / width / factor * shape.width() + i % width / factor];
        }
        return large;
    }

    /**
     * The mean of each factor x factor square, which {@link #nearest} repeats; {@code shape} is that of one large image,
     * and the factor divides its sizes.
     */
    public static double[] means(double[] batch, ImageShape shape, int factor) {
        check(batch, shape, factor);
        Patches.check(new BlockDct(factor), shape.height(), shape.width());
        int width = shape.width() / factor;
        double[] small = new double[batch.length / (factor * factor)];
        for (int i = 0; i < batch.length; i++) {
            small[i / shape.width() / factor * width + i % shape.width() / factor] += batch[i];
        }
        for (int i = 0; i < small.length; i++) {
            small[i] /= factor * factor;
        }
        return small;
    }

    private static void check(double[] batch, ImageShape shape, int factor) {
        if (factor < 1 || batch.length % shape.elements() != 0) {
            throw new IllegalArgumentException("a factor of at least 1 and whole images of %d are needed, got %d and %d"
                    .formatted(shape.elements(), factor, batch.length));
        }
    }
}
