package dev.assay.reference.diffusion;

import java.util.Objects;

/**
 * The random numbers of one image and purpose. They depend on these three numbers alone, and streams with different ones
 * are independent: the seed is the key of {@link Philox}, image, draw and place are its counter. They are the same on
 * every machine.
 *
 * @param seed of the run
 * @param image number of the image
 * @param draw which of the image's draws: 0 for the start of sampling, above 0 for noise on the way; {@link #LABEL};
 *     from {@link #TRAINING} on those of training
 */
public record Stream(long seed, long image, int draw) {
    /** Where the draws of training begin, so that a sampling with the same seed shares none of its numbers. */
    public static final int TRAINING = Integer.MIN_VALUE;

    /** So many blocks are made at a time, which stays in the nearest cache. */
    private static final int BLOCKS = 256;

    /** The draw that random labels come from. */
    static final int LABEL = -1;

    /**
     * Fills a part of an array with independent standard normal numbers, two from each block, see {@link NormalPairs}.
     *
     * @param from where the part begins
     * @param count how many numbers; a shorter part is the start of a longer one
     */
    public void normals(double[] into, int from, int count) {
        Objects.checkFromIndexSize(from, count, into.length);
        int most = Math.min(BLOCKS, (count + 1) / 2);
        Philox philox = new Philox(most);
        NormalPairs pairs = new NormalPairs(most);
        double[] u = new double[most];
        double[] v = new double[most];
        for (int done = 0; done < count; done += 2 * most) {
            philox.make(done / 2, draw, image, seed);
            for (int i = 0; i < most; i++) {
                u[i] = 1 - unit(philox.firstHalf(i));
                v[i] = unit(philox.secondHalf(i));
            }
            pairs.write(u, v, into, from + done, Math.min(2 * most, count - done));
        }
    }

    /** A whole number from 0 to below {@code bound}; each comes with a probability within 2^-52 of the same. */
    public int below(int bound) {
        Philox philox = new Philox(1);
        philox.make(0, draw, image, seed);
        return (int) (unit(philox.firstHalf(0)) * bound);
    }

    /** The upper 53 bits, as a number in [0,1). */
    private static double unit(long word) {
        return (word >>> 11) * 0x1p-53;
    }
}
