package dev.assay.reference.diffusion;

/**
 * The random numbers of one image and purpose. They depend on these three numbers alone, and streams with different ones
 * are independent: the seed is the key of {@link Philox}, image, draw and place are its counter. {@link StrictMath} makes
 * them the same on every machine.
 *
 * @param seed of the run
 * @param image number of the image
 * @param draw which of the image's draws: 0 for the start of sampling, above 0 for noise on the way; {@link #LABEL};
 *     from {@link #TRAINING} on those of training
 */
public record Stream(long seed, long image, int draw) {
    /** Where the draws of training begin, so that a sampling with the same seed shares none of its numbers. */
    public static final int TRAINING = Integer.MIN_VALUE;

    /** The draw that random labels come from. */
    static final int LABEL = -1;

    /** Fills a part of an array with independent standard normal numbers, two from each block (Box and Muller 1958). */
    public void normals(double[] into, int from, int count) {
        for (int i = 0; i < count; i += 2) {
            int[] words = block(i / 2);
            double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - unit(words[0], words[1])));
            double angle = 2 * Math.PI * unit(words[2], words[3]);
            into[from + i] = radius * StrictMath.cos(angle);
            if (i + 1 < count) {
                into[from + i + 1] = radius * StrictMath.sin(angle);
            }
        }
    }

    /** A whole number from 0 to below {@code bound}; each comes with a probability within 2^-52 of the same. */
    public int below(int bound) {
        int[] words = block(0);
        return (int) (unit(words[0], words[1]) * bound);
    }

    private int[] block(int place) {
        return Philox.block(place, draw, (int) image, (int) (image >>> 32), (int) seed, (int) (seed >>> 32));
    }

    /** The upper 53 bits of two words, as a number in [0,1). */
    private static double unit(int high, int low) {
        return (((Integer.toUnsignedLong(high) << 32) | Integer.toUnsignedLong(low)) >>> 11) * 0x1p-53;
    }
}
