package dev.assay.metrics;

/**
 * Mean and standard deviation of repeated measurements.
 *
 * @param deviation 0 where there are too few values to tell
 */
record Spread(double mean, double deviation) {
    /** Of at least one value; {@code ddof} is taken off the count in the deviation. */
    static Spread of(double[] values, int ddof) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double mean = sum / values.length;
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return new Spread(mean, values.length > ddof ? Math.sqrt(squares / (values.length - ddof)) : 0);
    }
}
