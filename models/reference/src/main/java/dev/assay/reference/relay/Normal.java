package dev.assay.reference.relay;

import org.apache.commons.math3.special.Erf;

/** The standard normal distribution. */
final class Normal {
    private Normal() {}

    /** The probability of at most {@code x}. */
    static double cdf(double x) {
        return 0.5 * Erf.erfc(-x / StrictMath.sqrt(2));
    }

    /** The number that is exceeded with probability 1 - p, for p in (0,1). */
    static double quantile(double p) {
        if (!(p > 0 && p < 1)) {
            throw new IllegalArgumentException("a probability in (0,1) is needed, got " + p);
        }
        return StrictMath.sqrt(2) * Erf.erfInv(2 * p - 1);
    }
}
