package dev.assay.reference.diffusion;

/**
 * The variance preserving SDE with a rate of noise that grows linearly from {@code betaMin} to {@code betaMax} (Song et
 * al. 2021, appendix C): log alpha = -t^2 (betaMax - betaMin) / 4 - t betaMin / 2.
 */
public record VpSchedule(double betaMin, double betaMax) implements NoiseSchedule {
    /** Training times of Song et al. 2021 start here. */
    private static final double FIRST_TIME = 1e-5;

    public VpSchedule {
        if (!(betaMin > 0 && betaMax > betaMin && betaMax < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("0 < betaMin < betaMax, got %s and %s".formatted(betaMin, betaMax));
        }
    }

    @Override
    public double logAlpha(double t) {
        return -0.25 * t * t * (betaMax - betaMin) - 0.5 * t * betaMin;
    }

    /** The positive root of logAlpha(t) = logAlphaAt(lambda), written so that nothing cancels at small t. */
    @Override
    public double inverseLambda(double lambda) {
        double slope = betaMax - betaMin;
        double c = -4 * NoiseSchedule.logAlphaAt(lambda);
        return c / (betaMin + StrictMath.sqrt(betaMin * betaMin + slope * c));
    }

    @Override
    public double firstTime() {
        return FIRST_TIME;
    }
}
