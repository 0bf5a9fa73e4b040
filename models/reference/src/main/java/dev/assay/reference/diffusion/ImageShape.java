package dev.assay.reference.diffusion;

/**
 * The sizes of what is denoised, one image: pixels or a latent.
 *
 * @param channels at least 1
 * @param height rows, at least 1
 * @param width columns, at least 1
 */
public record ImageShape(int channels, int height, int width) {
    public ImageShape {
        if (channels < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "sizes must be at least 1, got %dx%dx%d".formatted(channels, height, width));
        }
        Math.multiplyExact(Math.multiplyExact(channels, height), width);
    }

    /** Numbers in one channel. */
    public int plane() {
        return height * width;
    }

    /** Numbers in one image. */
    public int elements() {
        return channels * plane();
    }
}
