package dev.assay.datasets.resize;

import dev.assay.datasets.Image;
import java.util.Arrays;

/**
 * Pillow's resize in mode F, one channel at a time: rows first, then columns, sums in float64, float32 between the
 * passes and after them.
 *
 * @param clipped limit the result to 0..255
 */
record PilFloat(String name, PilFilter filter, Tables<PilTaps> tables, boolean clipped) implements Resizer {
    PilFloat(String name, PilFilter filter, boolean clipped) {
        this(name, filter, new Tables<>((in, out) -> PilTaps.make(filter, in, out)), clipped);
    }

    @Override
    public void resize(Image image, int height, int width, float[] out, int offset) {
        Resizers.check(height, width, out, offset);
        if (image.height() == height && image.width() == width) {
            Resizers.copy(image, out, offset);
            return;
        }
        // Pillow skips a pass that would not change the size; weights 0 and 1 give the same values.
        double[] rows = horizontal(image, width); // [3, image.height, width]
        vertical(rows, image.height(), height, width, out, offset);
        for (int i = offset; clipped && i < offset + 3 * height * width; i++) {
            out[i] = Math.max(0, Math.min(255, out[i]));
        }
    }

    private double[] horizontal(Image image, int width) {
        double[] rows = new double[Resizers.samples(image, image.height(), width, Double.BYTES)];
        int plane = rows.length / 3;
        PilTaps taps = tables.of(image.width(), width);
        double[] row = new double[3 * image.width()];
        byte[] rgb = image.rgb();
        for (int y = 0; y < image.height(); y++) {
            for (int i = 0; i < row.length; i++) {
                row[i] = rgb[y * row.length + i] & 0xFF;
            }
            for (int x = 0; x < width; x++) {
                double r = 0;
                double g = 0;
                double b = 0;
                int source = 3 * taps.first()[x];
                int end = x * taps.stride() + taps.count()[x];
                for (int k = x * taps.stride(); k < end; k++, source += 3) {
                    double weight = taps.weights()[k];
                    r += row[source] * weight;
                    g += row[source + 1] * weight;
                    b += row[source + 2] * weight;
                }
                int target = y * width + x;
                rows[target] = (float) r;
                rows[plane + target] = (float) g;
                rows[2 * plane + target] = (float) b;
            }
        }
        return rows;
    }

    private void vertical(double[] rows, int in, int height, int width, float[] out, int offset) {
        PilTaps taps = tables.of(in, height);
        double[] sum = new double[width];
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < height; y++) {
                Arrays.fill(sum, 0);
                for (int j = 0; j < taps.count()[y]; j++) {
                    double weight = taps.weights()[y * taps.stride() + j];
                    int source = (c * in + taps.first()[y] + j) * width;
                    for (int x = 0; x < width; x++) {
                        sum[x] += rows[source + x] * weight;
                    }
                }
                int target = offset + (c * height + y) * width;
                for (int x = 0; x < width; x++) {
                    out[target + x] = (float) sum[x];
                }
            }
        }
    }
}
