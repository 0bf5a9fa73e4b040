package dev.assay.datasets;

/**
 * How pictures become uint8 sRGB.
 *
 * @param applyExifOrientation whether a picture is turned as its EXIF orientation says; off in all common evaluators
 * @param background colour 0xRRGGBB under transparent pixels, or {@link #DROP_ALPHA} to forget transparency and keep the
 *     colour samples as they are, as PIL's {@code convert("RGB")} does
 * @param maxPixels a picture with more is refused before any memory is taken for it
 */
public record DecodeOptions(boolean applyExifOrientation, int background, long maxPixels) {
    public static final int DROP_ALPHA = -1;
    public static final int WHITE = 0xFFFFFF;

    /** As stored, over white, up to 8192 x 8192. */
    public static final DecodeOptions DEFAULT = new DecodeOptions(false, WHITE, 1L << 26);

    /** Java arrays hold no more than this many RGB pixels. */
    private static final long MOST_PIXELS = (Integer.MAX_VALUE - 16) / 3;

    public DecodeOptions {
        if (background < DROP_ALPHA || background > WHITE) {
            throw new IllegalArgumentException("background must be 0xRRGGBB or DROP_ALPHA, got " + background);
        }
        if (maxPixels < 1 || maxPixels > MOST_PIXELS) {
            throw new IllegalArgumentException("maxPixels must be 1 to %d, got %d".formatted(MOST_PIXELS, maxPixels));
        }
    }

    /** Bytes that an encoded picture may have: as many as uncompressed RGBA of {@link #maxPixels} and a header. */
    int maxEncodedBytes() {
        return (int) Math.min(Integer.MAX_VALUE - 16, 4 * maxPixels + (1 << 20));
    }

    boolean dropAlpha() {
        return background == DROP_ALPHA;
    }
}
