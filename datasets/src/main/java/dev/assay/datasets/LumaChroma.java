package dev.assay.datasets;

import java.util.Arrays;

/** JPEG's luminance and chrominance, (Y, Cb, Cr) with 128 for no colour, in the integer arithmetic of libjpeg (jdcolor.c). */
final class LumaChroma {
    private LumaChroma() {}

    static int red(int y, int cr) {
        return clip(y + ((91881 * (cr - 128) + 32768) >> 16));
    }

    static int green(int y, int cb, int cr) {
        return clip(y + ((-22554 * (cb - 128) - 46802 * (cr - 128) + 32768) >> 16));
    }

    static int blue(int y, int cb) {
        return clip(y + ((116130 * (cb - 128) + 32768) >> 16));
    }

    static int clip(int v) {
        return Math.max(0, Math.min(255, v));
    }

    /** Samples [n,3] to RGB, in place. */
    static void toRgb(byte[] samples) {
        for (int i = 0; i < samples.length; i += 3) {
            int y = samples[i] & 0xFF;
            int cb = samples[i + 1] & 0xFF;
            int cr = samples[i + 2] & 0xFF;
            samples[i] = (byte) red(y, cr);
            samples[i + 1] = (byte) green(y, cb, cr);
            samples[i + 2] = (byte) blue(y, cb);
        }
    }

    /**
     * Smooths a chroma channel that has half the rows (4:4:0), in place, as libjpeg-turbo does ({@code
     * h1v2_fancy_upsample}): three parts of the own row and one of the nearer neighbour. The older libjpeg inside some
     * JDKs only repeats each row; nothing is done where the rows are smooth already.
     *
     * @param samples [height,width,3]
     * @param c which channel
     */
    static void smoothRows(byte[] samples, int height, int width, int c) {
        byte[][] rows = new byte[(height + 1) / 2][width];
        for (int y = 0; y < height; y++) {
            byte[] row = new byte[width];
            for (int x = 0; x < width; x++) {
                row[x] = samples[3 * (y * width + x) + c];
            }
            if (y % 2 == 0) {
                rows[y / 2] = row;
            } else if (!Arrays.equals(row, rows[y / 2])) {
                return;
            }
        }
        for (int y = 0; y < height; y++) {
            byte[] own = rows[y / 2];
            byte[] near = rows[Math.max(0, Math.min(rows.length - 1, y / 2 + (y % 2 == 0 ? -1 : 1)))];
            int bias = 1 + y % 2;
            for (int x = 0; x < width; x++) {
                samples[3 * (y * width + x) + c] = (byte) ((3 * (own[x] & 0xFF) + (near[x] & 0xFF) + bias) >> 2);
            }
        }
    }
}
