package dev.assay.metrics.random;

/** The draws of Python's {@code random.seed(n)}. */
public final class PythonRandom {
    private final MersenneTwister bits;

    /** The generator of that seed, from 0 to 2^32 - 1 read as unsigned. */
    public PythonRandom(int seed) {
        this.bits = MersenneTwister.keyed(seed);
    }

    /** {@code shuffle(list(range(count)))}. */
    public int[] shuffled(int count) {
        int[] result = new int[count];
        for (int i = 0; i < count; i++) {
            result[i] = i;
        }
        for (int i = count - 1; i > 0; i--) {
            int j = below(i + 1);
            int value = result[i];
            result[i] = result[j];
            result[j] = value;
        }
        return result;
    }

    /** {@code randrange(bound)}: as many bits as the bound has, drawn again while too large. */
    public int below(int bound) {
        int unused = Integer.numberOfLeadingZeros(bound);
        int value;
        do {
            value = bits.nextInt() >>> unused;
        } while (value >= bound);
        return value;
    }
}
