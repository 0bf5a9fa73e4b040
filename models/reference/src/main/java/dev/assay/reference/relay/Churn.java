package dev.assay.reference.relay;

/** Noise added before each step (Karras et al. 2022, algorithm 2). */
public sealed interface Churn {
    /** None, and no draw of noise is set aside for it. */
    Churn NONE = new None();

    /** The noise level before a step of {@code steps}, from the level reached. */
    double raised(double sigma, int steps);

    /** The standard deviation of what is added, over that of what the levels ask for. */
    double deviation();

    /** How many draws of noise each step sets aside. */
    int draws();

    /** See {@link #NONE}. */
    record None() implements Churn {
        @Override
        public double raised(double sigma, int steps) {
            return sigma;
        }

        @Override
        public double deviation() {
            return 1;
        }

        @Override
        public int draws() {
            return 0;
        }
    }

    /**
     * Some at each step inside a range of noise levels. A draw of noise is set aside for every step, used or not, as in
     * the published code.
     *
     * @param amount S_churn, at least 0
     * @param min S_min, the smallest noise level at which noise is added
     * @param max S_max, the largest
     * @param deviation S_noise
     */
    record Steps(double amount, double min, double max, double deviation) implements Churn {
        public Steps {
            if (!(amount >= 0) || !(deviation >= 0)) {
                throw new IllegalArgumentException(
                        "amount and deviation must be at least 0, got %s and %s".formatted(amount, deviation));
            }
        }

        @Override
        public double raised(double sigma, int steps) {
            boolean inside = sigma >= min && sigma <= max;
            return inside ? sigma * (1 + Math.min(amount / steps, StrictMath.sqrt(2) - 1)) : sigma;
        }

        @Override
        public int draws() {
            return 1;
        }
    }
}
