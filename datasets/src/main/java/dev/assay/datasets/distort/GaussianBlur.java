package dev.assay.datasets.distort;

import dev.assay.datasets.Image;

/**
 * Convolution with a Gaussian, cut at four standard deviations and normalised; the border is mirrored (the outermost
 * pixel comes twice). Float64, rounded once at the end.
 *
 * @param sigma standard deviation in pixels, 0 to 100; 0 changes nothing
 */
public record GaussianBlur(double sigma) implements PixelDistortion {
    public GaussianBlur {
        Grade.check("gaussian-blur", "sigma", sigma, 0, 100);
    }

    @Override
    public Image distort(Image image, long index) {
        double[] kernel = kernel();
        int height = image.height();
        int width = image.width();
        double[] source = new double[image.rgb().length];
        for (int i = 0; i < source.length; i++) {
            source[i] = image.rgb()[i] & 0xFF;
        }
        double[] rows = convolve(source, kernel, height, width, 3, 3 * width);
        double[] both = convolve(rows, kernel, width, height, 3 * width, 3);
        byte[] rgb = new byte[both.length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = Grade.level(both[i]);
        }
        return new Image(height, width, rgb);
    }

    /** Weights of the offsets from 0 on; the other side is the same. */
    private double[] kernel() {
        double[] kernel = new double[(int) (4 * sigma + 0.5) + 1];
        kernel[0] = 1;
        double sum = 1;
        for (int i = 1; i < kernel.length; i++) {
            kernel[i] = StrictMath.exp(-0.5 * i * i / (sigma * sigma));
            sum += 2 * kernel[i];
        }
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] /= sum;
        }
        return kernel;
    }

    /** Along one axis of {@code length} steps of {@code step} samples, for each of {@code lines} lines. */
    private static double[] convolve(double[] in, double[] kernel, int lines, int length, int step, int lineStep) {
        double[] out = new double[in.length];
        for (int line = 0; line < lines; line++) {
            for (int x = 0; x < length; x++) {
                for (int c = 0; c < 3; c++) {
                    int base = line * lineStep + c;
                    double sum = kernel[0] * in[base + x * step];
                    for (int k = 1; k < kernel.length; k++) {
                        double pair = in[base + mirror(x - k, length) * step] + in[base + mirror(x + k, length) * step];
                        sum += kernel[k] * pair;
                    }
                    out[base + x * step] = sum;
                }
            }
        }
        return out;
    }

    /** ... 1 0 | 0 1 2 | 2 1 ... */
    private static int mirror(int x, int length) {
        int folded = Math.floorMod(x, 2 * length);
        return folded < length ? folded : 2 * length - 1 - folded;
    }
}
