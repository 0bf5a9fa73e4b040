package dev.assay.reference.diffusion;

/**
 * Classifier-free guidance (Ho and Salimans 2022): noise = unconditional + w (conditional - unconditional). Papers that
 * write conditional + s (conditional - unconditional) mean w = 1 + s. A variance that the network predicts stays that of
 * the conditional estimate.
 */
public interface Guidance {
    /** The weight w at time t; where it is 1, the unconditional estimate is not asked for. */
    double weight(double t);

    /** The noise, or the velocity, from both estimates of it. */
    default <X> X mix(Algebra<X> algebra, double weight, X conditional, X unconditional) {
        return algebra.sum(weight, conditional, 1 - weight, unconditional);
    }

    /** The guided denoiser. */
    default <X> Denoiser<X> guide(Algebra<X> algebra, ConditionalDenoiser<X> denoiser) {
        return (x, t) -> {
            double weight = weight(t);
            if (weight == 1) {
                return denoiser.conditional(x, t);
            }
            ConditionalDenoiser.Both<X> both = denoiser.both(x, t);
            return both.conditional()
                    .mixed(
                            both.unconditional(),
                            (conditional, unconditional) -> mix(algebra, weight, conditional, unconditional));
        };
    }

    /** The conditional estimate alone. */
    record None() implements Guidance {
        @Override
        public double weight(double t) {
            return 1;
        }
    }

    /** One weight at all times. */
    record Constant(double w) implements Guidance {
        @Override
        public double weight(double t) {
            return w;
        }
    }

    /**
     * None at t = 1, growing to w at t = 0 as 1 + (w - 1) (1 - cos(pi (1 - t)^p)) / 2 (Gao et al. 2023, MDT).
     *
     * @param w the largest weight
     * @param p above 0; the larger, the later it grows
     */
    record CosinePower(double w, double p) implements Guidance {
        public CosinePower {
            if (!(p > 0)) {
                throw new IllegalArgumentException("the power must be above 0, got " + p);
            }
        }

        @Override
        public double weight(double t) {
            return 1 + (w - 1) * part(t);
        }

        /** How much of w - 1 there is at time t: 0 at 1, 1 at 0. */
        double part(double t) {
            double left = Math.min(Math.max(1 - t, 0), 1);
            return 0.5 * (1 - StrictMath.cos(Math.PI * StrictMath.pow(left, p)));
        }
    }

    /**
     * One weight from {@code low} to {@code high}, both included, and none outside (Kynkaanniemi et al. 2024).
     *
     * @param w the weight inside
     * @param low a time from 0 to {@code high}
     * @param high a time up to 1
     */
    record Interval(double w, double low, double high) implements Guidance {
        public Interval {
            if (!(0 <= low && low <= high && high <= 1)) {
                throw new IllegalArgumentException("0 <= low <= high <= 1, got %s and %s".formatted(low, high));
            }
        }

        @Override
        public double weight(double t) {
            return t >= low && t <= high ? w : 1;
        }
    }

    /**
     * Guidance of the first channels alone; the others are the conditional estimate's. DiT's published samples guide 3
     * of the 4 channels of the latent.
     */
    record FirstChannels(Guidance of, int channels) implements Guidance {
        public FirstChannels {
            if (channels < 1) {
                throw new IllegalArgumentException("channels must be at least 1, got " + channels);
            }
        }

        @Override
        public double weight(double t) {
            return of.weight(t);
        }

        @Override
        public <X> X mix(Algebra<X> algebra, double weight, X conditional, X unconditional) {
            return algebra.joinChannels(channels, of.mix(algebra, weight, conditional, unconditional), conditional);
        }
    }
}
