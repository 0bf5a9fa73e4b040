package dev.assay.datasets.drawn;

import dev.assay.datasets.Image;
import java.util.Arrays;

/** 512 x 512 pixels of 3 x 3 samples each; a sample is inside a shape or not, a pixel is the mean of its samples. */
final class Raster {
    static final int SIZE = 512;
    private static final int FINE = 3;
    private static final int WIDTH = SIZE * FINE;
    private static final int CAP = 16;

    /** Half a circle, from below the end of a line round to above it. */
    private static final double[] CAP_COS = new double[CAP + 1];

    private static final double[] CAP_SIN = new double[CAP + 1];

    static {
        for (int i = 0; i <= CAP; i++) {
            double angle = Math.PI * i / CAP - Math.PI / 2;
            CAP_COS[i] = StrictMath.cos(angle);
            CAP_SIN[i] = StrictMath.sin(angle);
        }
    }

    private final int[] samples = new int[WIDTH * WIDTH];
    private double[] crossings = new double[64];

    /** What colour a shape has at a place, in units. */
    @FunctionalInterface
    interface Paint {
        int at(double x, double y);
    }

    /** One colour everywhere. */
    record Even(int colour) implements Paint {
        @Override
        public int at(double x, double y) {
            return colour;
        }
    }

    /** Fills by the even-odd rule: a polygon inside another is a hole. */
    void fill(Paint paint, double[]... polygons) {
        double top = Double.POSITIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        for (double[] polygon : polygons) {
            for (int i = 1; i < polygon.length; i += 2) {
                top = Math.min(top, polygon[i]);
                bottom = Math.max(bottom, polygon[i]);
            }
        }
        int last = Math.min(WIDTH - 1, (int) Math.floor(bottom * FINE));
        for (int row = Math.max(0, (int) Math.floor(top * FINE)); row <= last; row++) {
            fillRow(row, paint, polygons);
        }
    }

    private void fillRow(int row, Paint paint, double[]... polygons) {
        double y = (row + 0.5) / FINE;
        int count = 0;
        for (double[] p : polygons) {
            for (int i = 0, j = p.length - 2; i < p.length; j = i, i += 2) {
                if ((p[i + 1] <= y) != (p[j + 1] <= y)) {
                    if (count == crossings.length) {
                        crossings = Arrays.copyOf(crossings, 2 * count);
                    }
                    crossings[count++] = p[i] + (y - p[i + 1]) * (p[j] - p[i]) / (p[j + 1] - p[i + 1]);
                }
            }
        }
        Arrays.sort(crossings, 0, count);
        for (int k = 0; k + 1 < count; k += 2) {
            int from = Math.max(0, (int) Math.ceil(crossings[k] * FINE - 0.5));
            int to = Math.min(WIDTH - 1, (int) Math.ceil(crossings[k + 1] * FINE - 0.5) - 1);
            if (paint instanceof Even even) {
                // A shape beyond the edge leaves nothing between them.
                Arrays.fill(samples, row * WIDTH + Math.min(from, to + 1), row * WIDTH + to + 1, even.colour());
                continue;
            }
            for (int column = from; column <= to; column++) {
                samples[row * WIDTH + column] = paint.at((column + 0.5) / FINE, y);
            }
        }
    }

    /** A line of a width with round ends and joints. */
    void stroke(Paint paint, double width, boolean closed, double... points) {
        int n = points.length / 2;
        int spans = closed ? n : n - 1;
        for (int i = 0; i < spans; i++) {
            int j = (i + 1) % n;
            fill(paint, capsule(points[2 * i], points[2 * i + 1], points[2 * j], points[2 * j + 1], width / 2));
        }
    }

    private static double[] capsule(double x0, double y0, double x1, double y1, double r) {
        double length = Math.sqrt((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0));
        double ux = length == 0 ? 1 : (x1 - x0) / length;
        double uy = length == 0 ? 0 : (y1 - y0) / length;
        double[] points = new double[4 * (CAP + 1)];
        for (int i = 0; i <= CAP; i++) {
            double along = r * CAP_COS[i];
            double across = r * CAP_SIN[i];
            points[2 * i] = x1 + along * ux - across * uy;
            points[2 * i + 1] = y1 + along * uy + across * ux;
            int far = 2 * (CAP + 1 + i);
            points[far] = x0 - along * ux + across * uy;
            points[far + 1] = y0 - along * uy - across * ux;
        }
        return points;
    }

    Image image() {
        byte[] rgb = new byte[3 * SIZE * SIZE];
        int half = FINE * FINE / 2;
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                int red = half;
                int green = half;
                int blue = half;
                for (int dy = 0; dy < FINE; dy++) {
                    for (int dx = 0; dx < FINE; dx++) {
                        int sample = samples[(y * FINE + dy) * WIDTH + x * FINE + dx];
                        red += sample >> 16 & 0xFF;
                        green += sample >> 8 & 0xFF;
                        blue += sample & 0xFF;
                    }
                }
                int at = 3 * (y * SIZE + x);
                rgb[at] = (byte) (red / (FINE * FINE));
                rgb[at + 1] = (byte) (green / (FINE * FINE));
                rgb[at + 2] = (byte) (blue / (FINE * FINE));
            }
        }
        return new Image(SIZE, SIZE, rgb);
    }
}
