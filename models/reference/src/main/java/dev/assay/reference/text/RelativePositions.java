package dev.assay.reference.text;

/** How far a key is from a query, sorted into buckets that grow with the distance (Raffel et al. 2020, section 2.1). */
final class RelativePositions {
    /** Buckets of both directions together. */
    static final int BUCKETS = 32;

    private static final int EACH_WAY = BUCKETS / 2;
    private static final int EXACT = EACH_WAY / 2;
    private static final float FARTHEST = 128;

    private RelativePositions() {}

    /**
     * The bucket of a key that is {@code offset} tokens after its query: a bucket for each distance below 8, then some that
     * grow with the logarithm up to 128. Computed in float32 as published.
     *
     * @param offset place of the key less place of the query
     * @return 0 to 31; 16 and above for keys after the query
     */
    static int bucket(int offset) {
        int side = offset > 0 ? EACH_WAY : 0;
        int distance = Math.abs(offset);
        if (distance < EXACT) {
            return side + distance;
        }
        float part = (float) StrictMath.log((float) distance / EXACT) / (float) StrictMath.log(FARTHEST / EXACT);
        return side + Math.min(EXACT + (int) (part * (EACH_WAY - EXACT)), EACH_WAY - 1);
    }

    /** The buckets of all queries (rows) and keys (columns) of a text. */
    static double[] buckets(int length) {
        double[] buckets = new double[length * length];
        for (int query = 0; query < length; query++) {
            for (int key = 0; key < length; key++) {
                buckets[query * length + key] = bucket(key - query);
            }
        }
        return buckets;
    }
}
