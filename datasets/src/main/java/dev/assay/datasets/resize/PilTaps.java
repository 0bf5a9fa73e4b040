package dev.assay.datasets.resize;

/**
 * Pillow's weights along one axis: target sample i is the sum over j below {@code count[i]} of source sample {@code
 * first[i] + j} times weight {@code i * stride + j}.
 *
 * @param stride room for the weights of one target sample
 * @param first first source sample of each target sample
 * @param count source samples of each target sample
 * @param weights sum to 1 for each target sample
 * @param fixed the same with {@value #FRACTION_BITS} bits of fraction, for 8-bit pictures
 */
record PilTaps(int stride, int[] first, int[] count, double[] weights, int[] fixed) {
    /** Pillow's PRECISION_BITS: 32 bits less 8 of the sample and 2 for what overshoots. */
    static final int FRACTION_BITS = 32 - 8 - 2;

    static PilTaps make(PilFilter filter, int in, int out) {
        double scale = (double) in / out;
        double filterScale = Math.max(1, scale);
        double support = filter.support() * filterScale;
        int stride = (int) Math.ceil(support) * 2 + 1;
        int[] first = new int[out];
        int[] count = new int[out];
        double[] weights = new double[Math.multiplyExact(out, stride)];
        for (int i = 0; i < out; i++) {
            double center = (i + 0.5) * scale;
            first[i] = Math.max(0, (int) (center - support + 0.5));
            count[i] = Math.min(in, (int) (center + support + 0.5)) - first[i];
            double sum = 0;
            for (int j = 0; j < count[i]; j++) {
                double weight = filter.at((j + first[i] - center + 0.5) * (1 / filterScale));
                weights[i * stride + j] = weight;
                sum += weight;
            }
            for (int j = 0; j < count[i] && sum != 0; j++) {
                weights[i * stride + j] /= sum;
            }
        }
        return new PilTaps(stride, first, count, weights, fixed(weights));
    }

    /** Rounds half away from zero. */
    private static int[] fixed(double[] weights) {
        int[] fixed = new int[weights.length];
        for (int i = 0; i < fixed.length; i++) {
            fixed[i] = (int) (weights[i] * (1 << FRACTION_BITS) + Math.copySign(0.5, weights[i]));
        }
        return fixed;
    }
}
