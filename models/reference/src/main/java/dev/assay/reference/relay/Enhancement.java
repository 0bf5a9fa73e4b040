package dev.assay.reference.relay;

/**
 * A change to finished images, as PIL's ImageEnhance makes it, bit for bit. Pictures are bytes 0-255, [H,W,C] of one image,
 * with one channel or three (sRGB). The scripts that give RDM's published FIDs apply some; they move FID and are part of no
 * model, so nothing applies them unless asked.
 */
public sealed interface Enhancement {
    /** How much of the image is in the mixture: 1 leaves it as it is, 0 leaves only what it is mixed with. */
    double factor();

    /** The enhanced picture of an image. */
    byte[] apply(byte[] picture, int channels);

    /** Mixed with black. */
    record Brightness(double factor) implements Enhancement {
        public Brightness {
            check(factor);
        }

        @Override
        public byte[] apply(byte[] picture, int channels) {
            byte[] result = new byte[picture.length];
            for (int i = 0; i < result.length; i++) {
                result[i] = mix(0, picture[i] & 0xFF, factor);
            }
            return result;
        }
    }

    /** Mixed with the grey of the image's mean luma, rounded. */
    record Contrast(double factor) implements Enhancement {
        public Contrast {
            check(factor);
        }

        @Override
        public byte[] apply(byte[] picture, int channels) {
            long sum = 0;
            for (int i = 0; i < picture.length; i += channels) {
                sum += luma(picture, i, channels);
            }
            int pixels = picture.length / channels;
            int grey = (int) ((double) sum / pixels + 0.5);
            byte[] result = new byte[picture.length];
            for (int i = 0; i < result.length; i++) {
                result[i] = mix(grey, picture[i] & 0xFF, factor);
            }
            return result;
        }
    }

    /** Mixed with its own luma. */
    record Color(double factor) implements Enhancement {
        public Color {
            check(factor);
        }

        @Override
        public byte[] apply(byte[] picture, int channels) {
            byte[] result = new byte[picture.length];
            for (int i = 0; i < result.length; i++) {
                int grey = luma(picture, i - i % channels, channels);
                result[i] = mix(grey, picture[i] & 0xFF, factor);
            }
            return result;
        }
    }

    private static void check(double factor) {
        if (!(factor >= 0 && factor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a factor is a number from 0, got " + factor);
        }
    }

    /** from + factor (to - from) in float32, cut off to a whole number and to 0-255. */
    private static byte mix(int from, int to, double factor) {
        float mixed = from + (float) factor * (to - from);
        return (byte) Math.min(Math.max(mixed, 0), 255);
    }

    /** ITU-R 601-2 luma of the pixel at {@code at}, rounded. */
    private static int luma(byte[] picture, int at, int channels) {
        if (channels == 1) {
            return picture[at] & 0xFF;
        }
        int red = picture[at] & 0xFF;
        int green = picture[at + 1] & 0xFF;
        int blue = picture[at + 2] & 0xFF;
        return (19595 * red + 38470 * green + 7471 * blue + 0x8000) >> 16;
    }
}
