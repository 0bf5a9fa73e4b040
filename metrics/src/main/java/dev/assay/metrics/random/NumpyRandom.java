package dev.assay.metrics.random;

import java.util.Arrays;

/** The draws of {@code numpy.random.RandomState(seed)}, whose stream numpy promises never to change. */
public final class NumpyRandom {
    private final MersenneTwister bits;
    private double spareNormal;
    private boolean hasSpareNormal;

    /** The generator of that seed, read as an unsigned number of 32 bits. */
    public NumpyRandom(int seed) {
        this.bits = MersenneTwister.seeded(seed);
    }

    /** {@code permutation(count)}: the numbers below {@code count} in random order. */
    public int[] permutation(int count) {
        int[] result = new int[count];
        for (int i = 0; i < count; i++) {
            result[i] = i;
        }
        for (int i = count - 1; i > 0; i--) {
            int j = upTo(i);
            int value = result[i];
            result[i] = result[j];
            result[j] = value;
        }
        return result;
    }

    /** {@code choice(count, size, replace=False)}. */
    public int[] choice(int count, int size) {
        if (size < 0 || size > count) {
            throw new IllegalArgumentException("cannot choose %d of %d without repeats".formatted(size, count));
        }
        return Arrays.copyOf(permutation(count), size);
    }

    /** {@code randint(0, bound)}. */
    public int integer(int bound) {
        return upTo(bound - 1);
    }

    /** {@code random_sample()}: uniform in [0,1), 53 bits. */
    public double uniform() {
        double high = bits.nextInt() >>> 5;
        double low = bits.nextInt() >>> 6;
        return (high * 0x1p26 + low) * 0x1p-53;
    }

    /** {@code randn()}: standard normal by Marsaglia's polar method, which makes two at a time. */
    public double normal() {
        if (hasSpareNormal) {
            hasSpareNormal = false;
            return spareNormal;
        }
        double x;
        double y;
        double square;
        do {
            x = 2 * uniform() - 1;
            y = 2 * uniform() - 1;
            square = x * x + y * y;
        } while (square >= 1 || square == 0);
        double factor = Math.sqrt(-2 * Math.log(square) / square);
        spareNormal = factor * x;
        hasSpareNormal = true;
        return factor * y;
    }

    /** 32 random bits. */
    public int bits() {
        return bits.nextInt();
    }

    /** Uniform from 0 to {@code max}: bits under a mask, drawn again while too large. */
    private int upTo(int max) {
        if (max == 0) {
            return 0;
        }
        int mask = -1 >>> Integer.numberOfLeadingZeros(max);
        int value;
        do {
            value = bits.nextInt() & mask;
        } while (value > max);
        return value;
    }
}
