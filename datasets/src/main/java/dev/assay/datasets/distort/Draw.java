package dev.assay.datasets.distort;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Random numbers by counter: each is a function of (seed, stream, position), so none depends on what was drawn before.
 * The mixing function is the finaliser of SplitMix64 (Steele, Lea and Flood 2014), once for each part.
 */
final class Draw {
    private Draw() {}

    static long bits(long seed, long stream, long position) {
        return mix(mix(mix(seed) ^ stream) ^ position);
    }

    /** Uniform in (0, 1), never 0 or 1: 53 bits, at the middle of their step. */
    static double uniform(long seed, long stream, long position) {
        return ((bits(seed, stream, position) >>> 11) + 0.5) * 0x1p-53;
    }

    /** The numbers below {@code count} in a random order. */
    static int[] order(long seed, long stream, int count) {
        return IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(i -> bits(seed, stream, i))
                        .thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static long mix(long value) {
        long x = value + 0x9E3779B97F4A7C15L;
        x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
        x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
        return x ^ (x >>> 31);
    }
}
