package dev.assay.datasets.emoji;

import dev.assay.datasets.Image;

/** From packed RGBA to pictures. */
final class Pixels {
    private Pixels() {}

    /** RGBA [64, 64, 4] from {@code offset} on, composited over white; rounded to nearest (ties cannot occur). */
    static Image overWhite(byte[] rgba, int offset) {
        byte[] rgb = new byte[Pack.SIZE * Pack.SIZE * 3];
        for (int i = 0; i < Pack.SIZE * Pack.SIZE; i++) {
            int alpha = rgba[offset + 4 * i + 3] & 0xFF;
            for (int c = 0; c < 3; c++) {
                int value = rgba[offset + 4 * i + c] & 0xFF;
                rgb[3 * i + c] = (byte) ((value * alpha + 255 * (255 - alpha) + 127) / 255);
            }
        }
        return new Image(Pack.SIZE, Pack.SIZE, rgb);
    }

    /** Half the size: each sample the mean of 2 x 2, halves rounded up. */
    static Image halved(Image image) {
        int height = image.height() / 2;
        int width = image.width() / 2;
        byte[] rgb = new byte[3 * height * width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < 3; c++) {
                    int sum = image.at(2 * y, 2 * x, c)
                            + image.at(2 * y, 2 * x + 1, c)
                            + image.at(2 * y + 1, 2 * x, c)
                            + image.at(2 * y + 1, 2 * x + 1, c);
                    rgb[3 * (y * width + x) + c] = (byte) ((sum + 2) >> 2);
                }
            }
        }
        return new Image(height, width, rgb);
    }
}
