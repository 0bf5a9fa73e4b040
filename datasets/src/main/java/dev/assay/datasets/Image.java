package dev.assay.datasets;

/**
 * A decoded picture: uint8 sRGB, row-major [height, width, 3], 0-255.
 *
 * @param height rows
 * @param width columns
 * @param rgb the samples; not copied, do not modify
 */
public record Image(int height, int width, byte[] rgb) {
    public Image {
        if (height < 1 || width < 1 || rgb.length != 3L * height * width) {
            throw new IllegalArgumentException("an image of %d x %d needs %d bytes, got %d"
                    .formatted(height, width, 3L * height * width, rgb.length));
        }
    }

    /** The sample at row y, column x, channel c, 0-255. */
    public int at(int y, int x, int c) {
        return rgb[(y * width + x) * 3 + c] & 0xFF;
    }
}
