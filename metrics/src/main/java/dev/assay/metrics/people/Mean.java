package dev.assay.metrics.people;

import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * A mean over cases with Student's interval of 95 %, which takes cases for independent and their values for about normal.
 *
 * @param value the mean
 * @param low the lower end; NaN where there are fewer than two cases
 * @param high the upper end, likewise
 * @param cases how many values
 */
public record Mean(double value, double low, double high, int cases) {
    private static final double UPPER = 0.975;

    /** Of at least one value. */
    public static Mean of(double[] values) {
        int n = values.length;
        double mean = StatUtils.mean(values);
        if (n < 2) {
            return new Mean(mean, Double.NaN, Double.NaN, n);
        }
        double half = new TDistribution(n - 1).inverseCumulativeProbability(UPPER)
                * Math.sqrt(StatUtils.variance(values) / n);
        return new Mean(mean, mean - half, mean + half, n);
    }
}
