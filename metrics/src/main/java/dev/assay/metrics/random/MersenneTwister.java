package dev.assay.metrics.random;

/** MT19937 of Matsumoto and Nishimura 1998, with the two ways of seeding of their 2002 code. Not safe for threads. */
final class MersenneTwister {
    private static final int N = 624;
    private static final int M = 397;

    private final int[] state = new int[N];
    private int next = N;

    private MersenneTwister() {}

    /** Their init_genrand. */
    static MersenneTwister seeded(int seed) {
        MersenneTwister result = new MersenneTwister();
        result.state[0] = seed;
        for (int i = 1; i < N; i++) {
            int previous = result.state[i - 1];
            result.state[i] = 1812433253 * (previous ^ (previous >>> 30)) + i;
        }
        return result;
    }

    /** Their init_by_array with a key of one word. */
    static MersenneTwister keyed(int key) {
        MersenneTwister result = seeded(19650218);
        int[] mt = result.state;
        int i = 1;
        for (int k = 0; k < N; k++) {
            mt[i] = (mt[i] ^ ((mt[i - 1] ^ (mt[i - 1] >>> 30)) * 1664525)) + key;
            i = result.following(i);
        }
        for (int k = 0; k < N - 1; k++) {
            mt[i] = (mt[i] ^ ((mt[i - 1] ^ (mt[i - 1] >>> 30)) * 1566083941)) - i;
            i = result.following(i);
        }
        mt[0] = 0x80000000;
        return result;
    }

    private int following(int i) {
        if (i + 1 < N) {
            return i + 1;
        }
        state[0] = state[N - 1];
        return 1;
    }

    /** 32 random bits. */
    int nextInt() {
        if (next == N) {
            twist();
        }
        int y = state[next++];
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9D2C5680;
        y ^= (y << 15) & 0xEFC60000;
        return y ^ (y >>> 18);
    }

    private void twist() {
        for (int k = 0; k < N; k++) {
            int y = (state[k] & 0x80000000) | (state[(k + 1) % N] & 0x7FFFFFFF);
            state[k] = state[(k + M) % N] ^ (y >>> 1) ^ ((y & 1) * 0x9908B0DF);
        }
        next = 0;
    }
}
