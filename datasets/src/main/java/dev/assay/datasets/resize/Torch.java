package dev.assay.datasets.resize;

import dev.assay.datasets.Image;

/**
 * PyTorch's separable interpolation in float32: rows first, then columns, with fused multiply-add as its builds for AVX2
 * compute.
 *
 * @param unit the tool scales to 0..1 before and back after, which changes the rounding
 */
record Torch(String name, Tables<TorchTaps> tables, boolean unit) implements Resizer {
    private static final float[] GREY = new float[256];
    private static final float[] GREY_OF_ONE = new float[256];

    static {
        for (int i = 0; i < 256; i++) {
            GREY[i] = i;
            GREY_OF_ONE[i] = i / 255f;
        }
    }

    Torch(String name, TorchTaps.Kind kind, boolean unit) {
        this(name, new Tables<>(kind::make), unit);
    }

    @Override
    public void resize(Image image, int height, int width, float[] out, int offset) {
        Resizers.check(height, width, out, offset);
        if (image.height() == height && image.width() == width) {
            Resizers.copy(image, out, offset);
            return;
        }
        float[] rows =
                new float[Resizers.samples(image, image.height(), width, Float.BYTES)]; // [3, image.height, width]
        TorchTaps taps = tables.of(image.height(), height);
        horizontal(image, taps, width, rows);
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < height; y++) {
                int target = offset + (c * height + y) * width;
                for (int j = 0; j < taps.count()[y]; j++) {
                    int k = y * taps.stride() + j;
                    int source = (c * image.height() + taps.index()[k]) * width;
                    add(rows, source, taps.weights()[k], out, target, width, j == 0);
                }
            }
        }
        for (int i = offset; unit && i < offset + 3 * height * width; i++) {
            out[i] *= 255;
        }
    }

    private static void add(float[] rows, int source, float weight, float[] out, int target, int width, boolean first) {
        if (first) {
            for (int x = 0; x < width; x++) {
                out[target + x] = rows[source + x] * weight;
            }
        } else {
            for (int x = 0; x < width; x++) {
                out[target + x] = Math.fma(rows[source + x], weight, out[target + x]);
            }
        }
    }

    private void horizontal(Image image, TorchTaps vertical, int width, float[] rows) {
        TorchTaps taps = tables.of(image.width(), width);
        int plane = rows.length / 3;
        boolean[] used = used(vertical, image.height());
        byte[] rgb = image.rgb();
        float[] grey = unit ? GREY_OF_ONE : GREY;
        for (int y = 0; y < image.height(); y++) {
            if (!used[y]) {
                continue;
            }
            int row = y * image.width();
            for (int x = 0; x < width; x++) {
                float r = 0;
                float g = 0;
                float b = 0;
                int end = x * taps.stride() + taps.count()[x];
                for (int k = x * taps.stride(); k < end; k++) {
                    int source = 3 * (row + taps.index()[k]);
                    float weight = taps.weights()[k];
                    r = Math.fma(grey[rgb[source] & 0xFF], weight, r);
                    g = Math.fma(grey[rgb[source + 1] & 0xFF], weight, g);
                    b = Math.fma(grey[rgb[source + 2] & 0xFF], weight, b);
                }
                int target = y * width + x;
                rows[target] = r;
                rows[plane + target] = g;
                rows[2 * plane + target] = b;
            }
        }
    }

    /** Without antialiasing a shrinking picture uses few of its rows. */
    private static boolean[] used(TorchTaps taps, int rows) {
        boolean[] used = new boolean[rows];
        for (int i = 0; i < taps.count().length; i++) {
            for (int j = 0; j < taps.count()[i]; j++) {
                used[taps.index()[i * taps.stride() + j]] = true;
            }
        }
        return used;
    }
}
