package dev.assay.metrics;

/**
 * Sums of a kernel over all pairs of two sets, from which every estimator of the squared maximum mean discrepancy
 * follows (Gretton et al. 2012).
 *
 * @param m size of the first set
 * @param n size of the second
 * @param first sum over pairs of the first set, i != j
 * @param firstDiagonal sum over its pairs i == j
 * @param second sum over pairs of the second set, i != j
 * @param secondDiagonal sum over its pairs i == j
 * @param cross sum over all pairs of one of each
 * @param crossDiagonal sum over those at equal places; means something only where m == n
 */
record KernelSums(
        int m,
        int n,
        double first,
        double firstDiagonal,
        double second,
        double secondDiagonal,
        double cross,
        double crossDiagonal) {

    /** Unbiased for independent sets of any sizes, eq. 3 of the paper. */
    double mixed() {
        return first / m / (m - 1.0) + second / n / (n - 1.0) - 2 * cross / m / n;
    }

    /** The U-statistic of pairs at equal places, eq. 4 of the paper; needs m == n. */
    double uStatistic() {
        return (first + second - 2 * (cross - crossDiagonal)) / m / (m - 1.0);
    }

    /** The biased V-statistic, eq. 5 of the paper; at least 0 but for rounding. */
    double vStatistic() {
        return (first + firstDiagonal) / m / m + (second + secondDiagonal) / n / n - 2 * cross / m / n;
    }
}
