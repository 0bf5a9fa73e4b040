package dev.assay.metrics.group;

import java.util.Arrays;
import java.util.Random;

/**
 * Percentile intervals of a {@link MacroMean} from drawing its cases again (Efron and Tibshirani 1993, chapter 13), with
 * replacement inside each task, so that every draw has all tasks. The generator is {@link Random}, whose algorithm Java
 * fixes: equal values and seeds give equal intervals everywhere. A task of one case adds nothing to the width.
 *
 * @param resamples how often, at least 100
 * @param seed of the draws
 * @param level of confidence, between 0 and 1
 */
public record Bootstrap(int resamples, long seed, double level) {
    /** What the benchmark uses. */
    public static final Bootstrap STANDARD = new Bootstrap(2000, 20261128, 0.95);

    private static final int FEWEST = 100;

    public Bootstrap {
        if (resamples < FEWEST || !(level > 0 && level < 1)) {
            throw new IllegalArgumentException(
                    "%d resamples of level %s; at least %d and between 0 and 1".formatted(resamples, level, FEWEST));
        }
    }

    /** The two ends of an interval. */
    public record Interval(double low, double high) {
        /** Whether two intervals have a point in common. */
        public boolean overlaps(Interval other) {
            return low <= other.high && other.low <= high;
        }
    }

    /** The interval of a mean. */
    public Interval interval(MacroMean mean) {
        Random random = new Random(seed);
        double[] means = new double[resamples];
        for (int r = 0; r < resamples; r++) {
            means[r] = mean.mean((task, place) -> task[random.nextInt(task.length)]);
        }
        Arrays.sort(means);
        return new Interval(quantile(means, (1 - level) / 2), quantile(means, (1 + level) / 2));
    }

    /** Linear between the order statistics. */
    private static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
