package dev.assay.reference.diffusion;

/**
 * How much image and how much noise there is at time t in (0,1]: x = alpha image + sigma noise. Noise grows with t. Most
 * schedules keep the variance, alpha^2 + sigma^2 = 1; another one overrides {@link #sigma} and {@link #preservesVariance}.
 */
public interface NoiseSchedule {
    /** The logarithm of alpha; negative, falling with t; minus infinity where no image is left. */
    double logAlpha(double t);

    /** The time at which lambda has this value; {@link #lambda} falls with t. */
    double inverseLambda(double lambda);

    /** The smallest time that networks are trained at or sampled down to with this schedule. */
    double firstTime();

    /** The part of the image. */
    default double alpha(double t) {
        return StrictMath.exp(logAlpha(t));
    }

    /** The part of the noise: the standard deviation around alpha times the image. Here that which keeps the variance. */
    default double sigma(double t) {
        return StrictMath.sqrt(-StrictMath.expm1(2 * logAlpha(t)));
    }

    /** Whether alpha^2 + sigma^2 = 1, which samplers of discrete steps build on. */
    default boolean preservesVariance() {
        return true;
    }

    /** Half the logarithm of the signal-to-noise ratio, log(alpha / sigma). */
    default double lambda(double t) {
        return logAlpha(t) - StrictMath.log(sigma(t));
    }

    /** The log(alpha) of a variance preserving schedule that has this lambda: -log(1 + e^(-2 lambda)) / 2. */
    static double logAlphaAt(double lambda) {
        double m = -2 * lambda;
        return -0.5 * (Math.max(m, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(m))));
    }
}
