package dev.assay.reference.diffusion;

/**
 * The counter-based generator Philox4x32-10 (Salmon et al. 2011, section 3.3): four 32-bit words from a counter of four
 * words and a key of two. Blocks that follow one another are made together, each word in an array of its own, which
 * compilers turn into vector instructions.
 */
final class Philox {
    private static final int ROUNDS = 10;
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int KEY_STEP_0 = 0x9E3779B9;
    private static final int KEY_STEP_1 = 0xBB67AE85;
    private static final long WORD = 0xFFFF_FFFFL;

    private final long[] c0;
    private final long[] c1;
    private final long[] c2;
    private final long[] c3;

    /** Room for so many blocks. */
    Philox(int blocks) {
        c0 = new long[blocks];
        c1 = new long[blocks];
        c2 = new long[blocks];
        c3 = new long[blocks];
    }

    /**
     * Makes all blocks.
     *
     * @param first the counter's lowest word in the first block; it grows by 1 from block to block
     * @param second the counter's next word
     * @param rest the counter's upper two words
     */
    void make(int first, int second, long rest, long key) {
        for (int i = 0; i < c0.length; i++) {
            c0[i] = (first + i) & WORD;
            c1[i] = second & WORD;
            c2[i] = rest & WORD;
            c3[i] = rest >>> 32;
        }
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        for (int round = 0; round < ROUNDS; round++) {
            round(k0 & WORD, k1 & WORD);
            k0 += KEY_STEP_0;
            k1 += KEY_STEP_1;
        }
    }

    private void round(long k0, long k1) {
        for (int i = 0; i < c0.length; i++) {
            long product0 = MULTIPLIER_0 * c0[i];
            long product1 = MULTIPLIER_1 * c2[i];
            c0[i] = (product1 >>> 32) ^ c1[i] ^ k0;
            c1[i] = product1 & WORD;
            c2[i] = (product0 >>> 32) ^ c3[i] ^ k1;
            c3[i] = product0 & WORD;
        }
    }

    /** The first word of a block and, below it, the second. */
    long firstHalf(int block) {
        return c0[block] << 32 | c1[block];
    }

    /** The third word of a block and, below it, the fourth. */
    long secondHalf(int block) {
        return c2[block] << 32 | c3[block];
    }
}
