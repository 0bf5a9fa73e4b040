package dev.assay.reference.relay;

import dev.assay.graph.Tensor;
import dev.assay.graph.Window;
import dev.assay.reference.diffusion.ImageShape;
import dev.assay.spec.AssayException;

/**
 * Noise that neighbouring pixels share (Teng et al. 2023, section 3.3): each pixel is the sum of the white noise in the
 * size x size square that ends at it, over {@code size}; images wrap around. Each pixel keeps variance 1.
 *
 * @param size rows and columns of the square, from 1, which is white noise, to those of the image
 */
public record BlockNoise(int size) {
    public BlockNoise {
        if (size < 1) {
            throw new IllegalArgumentException("blocks have at least one row, got " + size);
        }
    }

    /** White noise [N,C,H,W] to block noise. */
    public double[] of(double[] white, ImageShape shape) {
        check(shape.height(), shape.width());
        int width = shape.width();
        if (white.length % shape.plane() != 0) {
            throw new IllegalArgumentException(
                    "%d numbers are not whole planes of %d".formatted(white.length, shape.plane()));
        }
        double[] rows = new double[shape.plane()];
        double[] blocks = new double[white.length];
        for (int plane = 0; plane < white.length; plane += shape.plane()) {
            for (int i = 0; i < rows.length; i++) {
                int x = i % width;
                double sum = 0;
                for (int b = 0; b < size; b++) {
                    sum += white[plane + i - b + (b > x ? width : 0)];
                }
                rows[i] = sum;
            }
            for (int i = 0; i < rows.length; i++) {
                double sum = 0;
                for (int a = 0; a < size; a++) {
                    int above = i - a * width;
                    sum += rows[above + (above < 0 ? rows.length : 0)];
                }
                blocks[plane + i] = sum / size;
            }
        }
        return blocks;
    }

    /** The same recorded into a network. */
    public Tensor of(Tensor white) {
        int height = white.shape().dim(2);
        int width = white.shape().dim(3);
        check(height, width);
        if (size == 1) {
            return white;
        }
        Tensor wide = white.slice(3, width - size + 1, width).concat(3, white);
        Tensor high = wide.slice(2, height - size + 1, height).concat(2, wide);
        return high.averagePool(Window.square(size, 1, 0)).mul(size);
    }

    /** The covariance of two pixels of one channel that are so many rows and columns apart. */
    public double covariance(int rows, int columns, ImageShape shape) {
        check(shape.height(), shape.width());
        return (double) shared(rows, shape.height()) * shared(columns, shape.width()) / (size * size);
    }

    /** How many places along one axis two windows share, on a circle. */
    private int shared(int apart, int around) {
        int distance = Math.floorMod(apart, around);
        return Math.max(0, size - distance) + (distance == 0 ? 0 : Math.max(0, size - around + distance));
    }

    private void check(int height, int width) {
        if (size > height || size > width) {
            throw new AssayException(
                    "block noise",
                    "blocks of %d do not fit images of %dx%d".formatted(size, height, width),
                    "a block is at most as large as the image",
                    "choose smaller blocks");
        }
    }
}
