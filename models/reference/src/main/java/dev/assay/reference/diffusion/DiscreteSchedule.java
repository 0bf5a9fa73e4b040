package dev.assay.reference.diffusion;

import dev.assay.spec.AssayException;

/**
 * A schedule of N steps, where step i = 0 ... N - 1 adds noise of variance beta[i], and its continuous extension: log
 * alpha is piecewise linear through t = (i + 1) / N, and straight on outside (Lu et al. 2022, {@code NoiseScheduleVP}).
 */
public final class DiscreteSchedule implements NoiseSchedule {
    private final double[] betas;
    private final double[] alphasCumprod;
    private final double[] logAlphas; // at t = (i + 1) / N, falling

    /** A schedule from its variances, at least two, each in (0,1). */
    public DiscreteSchedule(double[] betas) {
        if (betas.length < 2) {
            throw new IllegalArgumentException("at least 2 steps are needed, got " + betas.length);
        }
        this.betas = betas.clone();
        this.alphasCumprod = new double[betas.length];
        this.logAlphas = new double[betas.length];
        double product = 1;
        double sum = 0;
        for (int i = 0; i < betas.length; i++) {
            if (!(betas[i] > 0 && betas[i] < 1)) {
                throw new IllegalArgumentException("variances are in (0,1), got %s at step %d".formatted(betas[i], i));
            }
            product *= 1 - betas[i];
            sum += StrictMath.log1p(-betas[i]);
            alphasCumprod[i] = product;
            logAlphas[i] = 0.5 * sum;
        }
    }

    /** A schedule in discrete steps as it is; a continuous one read at t = 1/N, 2/N, ... 1. */
    public static DiscreteSchedule of(NoiseSchedule schedule, int steps) {
        if (schedule instanceof DiscreteSchedule discrete) {
            return discrete;
        }
        if (!schedule.preservesVariance()) {
            throw new AssayException(
                    "schedule",
                    "it does not keep the variance",
                    "samplers of discrete steps need one that does",
                    "choose the sampler euler");
        }
        double[] betas = new double[steps];
        double previous = 0;
        for (int i = 0; i < steps; i++) {
            double logAlpha = schedule.logAlpha((i + 1.0) / steps);
            betas[i] = -StrictMath.expm1(2 * (logAlpha - previous));
            previous = logAlpha;
        }
        return new DiscreteSchedule(betas);
    }

    /** The number N of steps. */
    public int steps() {
        return betas.length;
    }

    /** The variance of each step's noise; a copy. */
    public double[] betas() {
        return betas.clone();
    }

    /** alpha^2 after each step: the product of 1 - beta up to it; a copy. */
    public double[] alphasCumprod() {
        return alphasCumprod.clone();
    }

    @Override
    public double logAlpha(double t) {
        double place = t * steps() - 1; // 0 at the first knot
        int left = (int) Math.min(Math.max(Math.floor(place), 0), steps() - 2.0);
        return logAlphas[left] + (place - left) * (logAlphas[left + 1] - logAlphas[left]);
    }

    @Override
    public double inverseLambda(double lambda) {
        double logAlpha = NoiseSchedule.logAlphaAt(lambda);
        int left = 0;
        int right = steps() - 1;
        while (right - left > 1) {
            int middle = (left + right) >>> 1;
            if (logAlphas[middle] >= logAlpha) {
                left = middle;
            } else {
                right = middle;
            }
        }
        double place = left + (logAlpha - logAlphas[left]) / (logAlphas[left + 1] - logAlphas[left]);
        return (place + 1) / steps();
    }

    @Override
    public double firstTime() {
        return 1.0 / steps();
    }
}
