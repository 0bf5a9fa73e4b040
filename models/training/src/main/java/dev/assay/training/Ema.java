package dev.assay.training;

/**
 * An exponential moving average of what is learnt, which begins as a copy: average = rate average + (1 - rate) now after each
 * step. All else in the average stays as it was copied.
 */
public final class Ema implements AutoCloseable {
    private final Parameters average;

    /** Begins with the present values. */
    public Ema(Parameters parameters) {
        this(parameters, false);
    }

    private Ema(Parameters parameters, boolean own) {
        average = own ? parameters : parameters.copy();
    }

    /** Goes on with an average, which belongs to this from now on. */
    static Ema of(Parameters average) {
        return new Ema(average, true);
    }

    /** Takes in the values after a step. */
    public void update(Step step, Parameters now, double rate) {
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException("the rate must be in [0, 1], got " + rate);
        }
        step.change("average", average.trainedArrays(), now.trainedArrays(), rate);
    }

    /** The average as parameters of the network; they belong to this. */
    public Parameters parameters() {
        return average;
    }

    @Override
    public void close() {
        average.close();
    }
}
