package dev.assay.training;

/** The learning rate of a step. */
@FunctionalInterface
public interface LearningRate {
    /**
     * The rate of a step.
     *
     * @param step how many steps have been made before, from 0
     */
    double at(long step);

    /**
     * Grows evenly over the first steps, then stays: rate min(step / steps, 1), the {@code customized} schedule of U-ViT and
     * DiMR. As there, the first step has the rate 0, so that it moves the moments of the optimiser and no parameter.
     *
     * @param rate after growing
     * @param steps how many steps it takes to grow; 0 for none
     */
    record WarmUp(double rate, long steps) implements LearningRate {
        public WarmUp {
            if (!(rate >= 0) || steps < 0) {
                throw new IllegalArgumentException(
                        "rate and steps must not be negative, got %s and %d".formatted(rate, steps));
            }
        }

        @Override
        public double at(long step) {
            return steps > 0 ? rate * Math.min((double) step / steps, 1) : rate;
        }
    }
}
