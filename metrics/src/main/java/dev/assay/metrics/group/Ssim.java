package dev.assay.metrics.group;

import dev.assay.datasets.Image;
import java.util.OptionalDouble;

/**
 * Structural similarity (Wang, Bovik, Sheikh, Simoncelli 2004, eq. 13) on luma: Gaussian window of 11 x 11 with standard
 * deviation 1.5, K1 = 0.01, K2 = 0.03, L = 255, population variances under the window, mean over the places where the whole
 * window fits. From -1 to 1, 1 for equal images. Colour does not enter. No downsampling beforehand.
 */
public final class Ssim {
    static final int WINDOW = 11;
    private static final double SIGMA = 1.5;
    private static final double C1 = 0.01 * 255 * 0.01 * 255;
    private static final double C2 = 0.03 * 255 * 0.03 * 255;

    private Ssim() {}

    /** The mean over all places; undefined for images with a side below 11. */
    public static OptionalDouble of(Image a, Image b) {
        Structure.check(a, b);
        int height = a.height();
        int width = a.width();
        if (height < WINDOW || width < WINDOW) {
            return OptionalDouble.empty();
        }
        double[] x = Structure.luma(a);
        double[] y = Structure.luma(b);
        double[] meanX = blur(x, height, width);
        double[] meanY = blur(y, height, width);
        double[] xx = blur(product(x, x), height, width);
        double[] yy = blur(product(y, y), height, width);
        double[] xy = blur(product(x, y), height, width);
        double sum = 0;
        for (int i = 0; i < meanX.length; i++) {
            sum += at(meanX[i], meanY[i], xx[i], yy[i], xy[i]);
        }
        return OptionalDouble.of(sum / meanX.length);
    }

    /** Equation 13 of the moments under one window. */
    private static double at(double mx, double my, double xx, double yy, double xy) {
        double variances = (xx - mx * mx) + (yy - my * my);
        double covariance = xy - mx * my;
        return (2 * mx * my + C1) * (2 * covariance + C2) / ((mx * mx + my * my + C1) * (variances + C2));
    }

    private static double[] product(double[] x, double[] y) {
        double[] product = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            product[i] = x[i] * y[i];
        }
        return product;
    }

    /** The Gaussian mean wherever the window fits: [height, width] to [height - 10, width - 10], rows first. */
    private static double[] blur(double[] values, int height, int width) {
        double[] taps = taps();
        int outWidth = width - WINDOW + 1;
        double[] rows = new double[height * outWidth];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < outWidth; x++) {
                double sum = 0;
                for (int k = 0; k < WINDOW; k++) {
                    sum += taps[k] * values[y * width + x + k];
                }
                rows[y * outWidth + x] = sum;
            }
        }
        double[] out = new double[(height - WINDOW + 1) * outWidth];
        for (int i = 0; i < out.length; i++) {
            double sum = 0;
            for (int k = 0; k < WINDOW; k++) {
                sum += taps[k] * rows[i + k * outWidth];
            }
            out[i] = sum;
        }
        return out;
    }

    private static double[] taps() {
        double[] taps = new double[WINDOW];
        double sum = 0;
        for (int k = 0; k < WINDOW; k++) {
            double distance = k - (WINDOW - 1) / 2.0;
            taps[k] = Math.exp(-distance * distance / (2 * SIGMA * SIGMA));
            sum += taps[k];
        }
        for (int k = 0; k < WINDOW; k++) {
            taps[k] /= sum;
        }
        return taps;
    }
}
