package dev.assay.training;

import dev.assay.reference.diffusion.ImageShape;
import dev.assay.reference.diffusion.Stream;

/**
 * Small changes of a picture, so that what is made by a network is placed near what it shows: moved, resized, lighter,
 * tinted, blurred or noisy, but all so little that features still tell them apart.
 *
 * @param strength 0 for pictures as they are, 1 for the changes stated below
 * @param seed of all draws
 */
record Jitter(double strength, long seed) {
    private static final int FINE = 1 << 24;
    private static final int FIRST = Stream.TRAINING + 64;
    private static final int GEOMETRY = FIRST;
    private static final int DOWN = FIRST + 1;
    private static final int RIGHT = FIRST + 2;
    private static final int ZOOM = FIRST + 3;
    private static final int LIGHT = FIRST + 4;
    private static final int CONTRAST = FIRST + 5;
    private static final int TINT = FIRST + 6;
    private static final int BLUR = FIRST + 9;
    private static final int NOISE = FIRST + 10;
    private static final int WHITE = FIRST + 11;

    /** Of the side; a zoom is up to this above or below 1. */
    private static final double MOST_SHIFT = 0.06;

    private static final double MOST_ZOOM = 0.1;
    private static final double MOST_LIGHT = 0.08;
    private static final double MOST_CONTRAST = 0.15;
    private static final double MOST_TINT = 0.04;
    private static final double MOST_NOISE = 0.1;

    /** How often pictures are moved by parts of pixels and resized, blurred, and noisy. */
    private static final double MOVED = 0.5;

    private static final double BLURRED = 0.2;
    private static final double NOISY = 0.3;

    Jitter {
        if (!(strength >= 0 && strength <= 1)) {
            throw new IllegalArgumentException("strength must be in [0,1], got " + strength);
        }
    }

    /** A picture of three channels, changed; {@code number} is that of the example. */
    double[] of(double[] image, ImageShape shape, long number) {
        if (strength == 0) {
            return image;
        }
        double[] moved = moved(image, shape, number);
        double[] light = lit(moved, shape, number);
        double[] soft = unit(number, BLUR) < BLURRED ? blurred(light, shape, unit(number, BLUR) / BLURRED) : light;
        return unit(number, NOISE) < NOISY ? noisy(soft, unit(number, NOISE) / NOISY, number) : soft;
    }

    private double unit(long number, int draw) {
        return (double) new Stream(seed, number, draw).below(FINE) / FINE;
    }

    /** Even between -most and most. */
    private double within(double most, long number, int draw) {
        return strength * most * (2 * unit(number, draw) - 1);
    }

    /** About the middle; by whole pixels where the picture keeps its size, so that it stays sharp. */
    private double[] moved(double[] image, ImageShape shape, long number) {
        double down = within(MOST_SHIFT, number, DOWN) * shape.height();
        double right = within(MOST_SHIFT, number, RIGHT) * shape.width();
        boolean whole = unit(number, GEOMETRY) >= MOVED;
        double zoom = whole ? 1 : 1 + within(MOST_ZOOM, number, ZOOM);
        down = whole ? Math.rint(down) : down;
        right = whole ? Math.rint(right) : right;
        double[] moved = new double[image.length];
        double middleY = (shape.height() - 1) / 2.0;
        double middleX = (shape.width() - 1) / 2.0;
        int plane = shape.height() * shape.width();
        for (int y = 0; y < shape.height(); y++) {
            for (int x = 0; x < shape.width(); x++) {
                double fromY = middleY + (y - middleY - down) / zoom;
                double fromX = middleX + (x - middleX - right) / zoom;
                for (int c = 0; c < shape.channels(); c++) {
                    moved[c * plane + y * shape.width() + x] = between(image, c * plane, shape, fromY, fromX);
                }
            }
        }
        return moved;
    }

    /** Bilinear; the border repeats outside. */
    private static double between(double[] image, int from, ImageShape shape, double y, double x) {
        double row = Math.min(Math.max(y, 0), shape.height() - 1);
        double column = Math.min(Math.max(x, 0), shape.width() - 1);
        int top = (int) row;
        int left = (int) column;
        int bottom = Math.min(top + 1, shape.height() - 1);
        int right = Math.min(left + 1, shape.width() - 1);
        double down = row - top;
        double across = column - left;
        int width = shape.width();
        double upper = (1 - across) * image[from + top * width + left] + across * image[from + top * width + right];
        double lower =
                (1 - across) * image[from + bottom * width + left] + across * image[from + bottom * width + right];
        return (1 - down) * upper + down * lower;
    }

    private double[] lit(double[] image, ImageShape shape, long number) {
        double contrast = 1 + within(MOST_CONTRAST, number, CONTRAST);
        double light = within(MOST_LIGHT, number, LIGHT);
        int plane = shape.height() * shape.width();
        double[] lit = new double[image.length];
        for (int c = 0; c < shape.channels(); c++) {
            double tint = light + within(MOST_TINT, number, TINT + c);
            for (int i = c * plane; i < (c + 1) * plane; i++) {
                lit[i] = Math.min(1, Math.max(-1, contrast * image[i] + tint));
            }
        }
        return lit;
    }

    /** A part of the mean of each pixel with its neighbours, weighed 1 2 1 both ways. */
    private double[] blurred(double[] image, ImageShape shape, double part) {
        double share = strength * part;
        double[] blurred = new double[image.length];
        int plane = shape.height() * shape.width();
        for (int c = 0; c < shape.channels(); c++) {
            for (int y = 0; y < shape.height(); y++) {
                for (int x = 0; x < shape.width(); x++) {
                    double sum = 0;
                    for (int dy = -1; dy <= 1; dy++) {
                        for (int dx = -1; dx <= 1; dx++) {
                            sum += (2 - Math.abs(dy))
                                    * (2 - Math.abs(dx))
                                    * between(image, c * plane, shape, y + dy, x + dx);
                        }
                    }
                    int i = c * plane + y * shape.width() + x;
                    blurred[i] = (1 - share) * image[i] + share * sum / 16;
                }
            }
        }
        return blurred;
    }

    private double[] noisy(double[] image, double part, long number) {
        double[] noise = new double[image.length];
        new Stream(seed, number, WHITE).normals(noise, 0, noise.length);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = Math.min(1, Math.max(-1, image[i] + strength * MOST_NOISE * part * noise[i]));
        }
        return noise;
    }
}
