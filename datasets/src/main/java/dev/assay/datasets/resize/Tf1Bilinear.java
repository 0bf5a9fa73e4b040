package dev.assay.datasets.resize;

import dev.assay.datasets.Image;

/**
 * TensorFlow 1's ResizeBilinear with align_corners = false and without half-pixel centres, in float32 as its CPU kernel
 * computes it: source = target * (in / out), the neighbours weighted by the fraction, rows first. No antialiasing.
 */
record Tf1Bilinear(String name, Tables<Axis> tables) implements Resizer {
    Tf1Bilinear() {
        this("tf1-bilinear", new Tables<>(Axis::make));
    }

    /** Lower and upper neighbour of each target sample, and how far it lies from the lower one. */
    private record Axis(int[] lower, int[] upper, float[] fraction) {
        static Axis make(int in, int out) {
            int[] lower = new int[out];
            int[] upper = new int[out];
            float[] fraction = new float[out];
            float scale = (float) in / out;
            for (int i = 0; i < out; i++) {
                float source = i * scale;
                lower[i] = Math.min((int) source, in - 1);
                upper[i] = Math.min(lower[i] + 1, in - 1);
                fraction[i] = source - lower[i];
            }
            return new Axis(lower, upper, fraction);
        }
    }

    @Override
    public void resize(Image image, int height, int width, float[] out, int offset) {
        Resizers.check(height, width, out, offset);
        if (image.height() == height && image.width() == width) {
            Resizers.copy(image, out, offset);
            return;
        }
        float[] wide =
                new float[Resizers.samples(image, image.height(), width, Float.BYTES)]; // [3, image.height, width]
        Axis rows = tables.of(image.height(), height);
        horizontal(image, rows, width, wide);
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < height; y++) {
                int top = (c * image.height() + rows.lower()[y]) * width;
                int bottom = (c * image.height() + rows.upper()[y]) * width;
                int target = offset + (c * height + y) * width;
                float fraction = rows.fraction()[y];
                for (int x = 0; x < width; x++) {
                    out[target + x] = wide[top + x] + (wide[bottom + x] - wide[top + x]) * fraction;
                }
            }
        }
    }

    private void horizontal(Image image, Axis rows, int width, float[] wide) {
        Axis columns = tables.of(image.width(), width);
        int plane = wide.length / 3;
        boolean[] used = new boolean[image.height()];
        for (int y = 0; y < rows.lower().length; y++) {
            used[rows.lower()[y]] = true;
            used[rows.upper()[y]] = true;
        }
        byte[] rgb = image.rgb();
        for (int y = 0; y < image.height(); y++) {
            if (!used[y]) {
                continue;
            }
            int row = y * image.width();
            for (int x = 0; x < width; x++) {
                int left = 3 * (row + columns.lower()[x]);
                int right = 3 * (row + columns.upper()[x]);
                float fraction = columns.fraction()[x];
                for (int c = 0; c < 3; c++) {
                    float l = rgb[left + c] & 0xFF;
                    wide[c * plane + y * width + x] = l + ((rgb[right + c] & 0xFF) - l) * fraction;
                }
            }
        }
    }
}
