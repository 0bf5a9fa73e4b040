package dev.assay.reference.diffusion;

/**
 * The straight line from image to noise, x = (1 - t) image + t noise (Liu et al. 2022; Esser et al. 2024, eq. 13): time is
 * the part of noise, and nothing of the image is left at 1. A shift towards more noise is one of the times that are visited,
 * see {@link TimeShift}, not of the line.
 */
public record RectifiedFlow() implements NoiseSchedule {
    /** The first of the thousand times of Stable Diffusion 3. */
    private static final double FIRST_TIME = 1e-3;

    /** Minus infinity at 1. */
    @Override
    public double logAlpha(double t) {
        return StrictMath.log1p(-t);
    }

    @Override
    public double alpha(double t) {
        return 1 - t;
    }

    @Override
    public double sigma(double t) {
        return t;
    }

    @Override
    public double inverseLambda(double lambda) {
        return 1 / (1 + StrictMath.exp(lambda));
    }

    @Override
    public double firstTime() {
        return FIRST_TIME;
    }

    @Override
    public boolean preservesVariance() {
        return false;
    }
}
