package dev.assay.metrics.group;

import dev.assay.datasets.Image;

/**
 * Where an image has edges: the length of the Sobel gradient of luma at each pixel that has eight neighbours. Scores of it
 * are ours and coarse: they see lines, not what the lines show.
 */
public final class Edges {
    private Edges() {}

    /** The mean gradient, in grey levels per pixel: how much detail there is. 0 for images below 3 x 3. */
    public static double detail(Image image) {
        double[] gradients = gradients(image);
        double sum = 0;
        for (double gradient : gradients) {
            sum += gradient;
        }
        return gradients.length == 0 ? 0 : sum / gradients.length;
    }

    /**
     * Pearson's correlation of the gradients of two images of one size, from -1 to 1: whether lines lie in the same places,
     * whatever colours lie between them. 0 where an image has no edges or the same everywhere.
     */
    public static double agreement(Image a, Image b) {
        Structure.check(a, b);
        double[] x = gradients(a);
        double[] y = gradients(b);
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < x.length; i++) {
            meanX += x[i] / x.length;
            meanY += y[i] / y.length;
        }
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int i = 0; i < x.length; i++) {
            xx += (x[i] - meanX) * (x[i] - meanX);
            yy += (y[i] - meanY) * (y[i] - meanY);
            xy += (x[i] - meanX) * (y[i] - meanY);
        }
        return xx == 0 || yy == 0 ? 0 : Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
    }

    /** The lengths, [(H-2) * (W-2)]; an eighth of the kernel, so that a ramp of one level per pixel has 1. */
    private static double[] gradients(Image image) {
        int height = Math.max(0, image.height() - 2);
        int width = Math.max(0, image.width() - 2);
        double[] luma = Structure.luma(image);
        double[] lengths = new double[height * width];
        int row = image.width();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = y * row + x;
                double left = luma[at] + 2 * luma[at + row] + luma[at + 2 * row];
                double right = luma[at + 2] + 2 * luma[at + row + 2] + luma[at + 2 * row + 2];
                double up = luma[at] + 2 * luma[at + 1] + luma[at + 2];
                double down = luma[at + 2 * row] + 2 * luma[at + 2 * row + 1] + luma[at + 2 * row + 2];
                lengths[y * width + x] = Math.hypot(right - left, down - up) / 8;
            }
        }
        return lengths;
    }
}
