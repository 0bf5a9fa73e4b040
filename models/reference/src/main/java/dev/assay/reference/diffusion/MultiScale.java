package dev.assay.reference.diffusion;

/** Training targets of networks that predict at several resolutions (DiMR). */
public final class MultiScale {
    private MultiScale() {}

    /**
     * The sum of each ratio x ratio box divided by ratio, so that white noise stays white with variance 1: batch [N,C,H,W]
     * to [N,C,H/ratio,W/ratio].
     *
     * @param shape of one image; ratio divides its height and width
     */
    public static double[] target(double[] batch, ImageShape shape, int ratio) {
        if (ratio < 1 || shape.height() % ratio != 0 || shape.width() % ratio != 0) {
            throw new IllegalArgumentException(
                    "%d does not divide %dx%d".formatted(ratio, shape.height(), shape.width()));
        }
        if (batch.length % shape.elements() != 0) {
            throw new IllegalArgumentException(
                    "%d numbers are not whole images of %d".formatted(batch.length, shape.elements()));
        }
        int width = shape.width() / ratio;
        int rows = batch.length / shape.width(); // of all images and channels
        double[] target = new double[batch.length / (ratio * ratio)];
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < shape.width(); x++) {
                target[(y / ratio) * width + x / ratio] += batch[y * shape.width() + x];
            }
        }
        for (int i = 0; i < target.length; i++) {
            target[i] /= ratio;
        }
        return target;
    }
}
