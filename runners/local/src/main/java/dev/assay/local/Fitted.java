package dev.assay.local;

import dev.assay.datasets.Image;
import dev.assay.datasets.resize.Resizer;

/** Images brought to one size, so that their pixels can be compared or shown side by side. */
final class Fitted {
    /** How; part of every score that compares pixels. */
    static final String RESIZE = "pil-uint8-bicubic";

    private Fitted() {}

    /** The image at that size; itself where it has it. */
    static Image to(Image image, int height, int width) {
        if (image.height() == height && image.width() == width) {
            return image;
        }
        float[] planes = new float[3 * height * width];
        Resizer.named(RESIZE).resize(image, height, width, planes, 0);
        byte[] rgb = new byte[planes.length];
        for (int i = 0; i < height * width; i++) {
            for (int c = 0; c < 3; c++) {
                rgb[3 * i + c] = (byte) Math.round(Math.max(0, Math.min(255, planes[c * height * width + i])));
            }
        }
        return new Image(height, width, rgb);
    }

    static Image to(Image image, Image like) {
        return to(image, like.height(), like.width());
    }

    /** The image with neither side above {@code most}, its shape kept. */
    static Image within(Image image, int most) {
        int longest = Math.max(image.height(), image.width());
        if (longest <= most) {
            return image;
        }
        return to(image, Math.max(1, (int) ((long) image.height() * most / longest)), Math.max(1, (int)
                ((long) image.width() * most / longest)));
    }
}
