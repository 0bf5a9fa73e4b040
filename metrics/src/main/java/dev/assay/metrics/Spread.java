package dev.assay.metrics;

import org.apache.commons.math3.stat.StatUtils;

/**
 * Mean and standard deviation of repeated measurements.
 *
 * @param deviation 0 where there are too few values to tell
 */
record Spread(double mean, double deviation) {
    /** Of at least one value; {@code ddof} is taken off the count in the deviation. */
    static Spread of(double[] values, int ddof) {
        int n = values.length;
        double deviation = n > ddof ? Math.sqrt(StatUtils.populationVariance(values) * n / (n - ddof)) : 0;
        return new Spread(StatUtils.mean(values), deviation);
    }
}
