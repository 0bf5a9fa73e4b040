package dev.assay.metrics.group;

import dev.assay.datasets.Image;
import java.util.OptionalDouble;

/** Pixel by pixel agreement of two images of one size, uint8 sRGB [H,W,3]. */
public final class Structure {
    /** What {@link #level} gives for equal images, and the most it gives. */
    public static final double MOST_DECIBELS = 60;

    private static final double PEAK = 255;

    private Structure() {}

    /** Whether pixels can be compared. */
    public static boolean sameSize(Image a, Image b) {
        return a.height() == b.height() && a.width() == b.width();
    }

    /** Peak signal-to-noise ratio over all samples, 10 log10(255^2 / mean squared error) dB; infinite for equal images. */
    public static double psnr(Image a, Image b) {
        check(a, b);
        double squares = 0;
        for (int i = 0; i < a.rgb().length; i++) {
            double difference = (a.rgb()[i] & 0xFF) - (b.rgb()[i] & 0xFF);
            squares += difference * difference;
        }
        return 10 * Math.log10(PEAK * PEAK * a.rgb().length / squares);
    }

    /** {@link #psnr} cut at {@link #MOST_DECIBELS}, so that one exact image does not make a mean infinite. */
    public static double level(Image a, Image b) {
        return Math.min(MOST_DECIBELS, psnr(a, b));
    }

    /**
     * 1 - mean |a - b| / 255 over the samples of pixels that had to stay, ours: 1 where all of them did.
     *
     * @param mayChange [H*W] row-major, true where a change was asked for
     * @return empty where every pixel may change
     */
    public static OptionalDouble preservation(Image a, Image b, boolean[] mayChange) {
        check(a, b);
        if (mayChange.length != a.height() * a.width()) {
            throw new IllegalArgumentException(
                    "a mask of %d pixels does not fit %d x %d".formatted(mayChange.length, a.height(), a.width()));
        }
        double sum = 0;
        long samples = 0;
        for (int i = 0; i < a.rgb().length; i++) {
            if (!mayChange[i / 3]) {
                sum += Math.abs((a.rgb()[i] & 0xFF) - (b.rgb()[i] & 0xFF));
                samples++;
            }
        }
        return samples == 0 ? OptionalDouble.empty() : OptionalDouble.of(1 - sum / (samples * PEAK));
    }

    /**
     * Rec. 601 luma 0.299 R + 0.587 G + 0.114 B, [H*W] row-major, 0-255, not rounded.
     */
    static double[] luma(Image image) {
        double[] luma = new double[image.height() * image.width()];
        for (int i = 0; i < luma.length; i++) {
            byte[] rgb = image.rgb();
            luma[i] = 0.299 * (rgb[3 * i] & 0xFF) + 0.587 * (rgb[3 * i + 1] & 0xFF) + 0.114 * (rgb[3 * i + 2] & 0xFF);
        }
        return luma;
    }

    static void check(Image a, Image b) {
        if (!sameSize(a, b)) {
            throw new IllegalArgumentException("images of %d x %d and %d x %d have no pixels in common"
                    .formatted(a.height(), a.width(), b.height(), b.width()));
        }
    }
}
