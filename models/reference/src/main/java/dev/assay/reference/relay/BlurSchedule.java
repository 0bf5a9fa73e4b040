package dev.assay.reference.relay;

/**
 * How strongly a relay's images are blurred at each noise level (Teng et al. 2023, section 3.2). Blur time u from 0 to 1
 * is the cumulative probability of the noise level among log-normal ones, over {@code probLength}; networks are trained up
 * to u = 1, and noise levels beyond give a u above 1, as in the published code.
 *
 * @param probLength the part of the noise distribution that is trained on; in (0,1], although the published CelebA-HQ
 *     sampler uses 1.05
 * @param blurSigmaMax the standard deviation of the blur at u = 1, in pixels
 * @param minScale what is kept at least of every frequency, 0 to 1
 * @param pMean mean of the logarithm of noise levels
 * @param pStd its standard deviation
 */
public record BlurSchedule(double probLength, double blurSigmaMax, double minScale, double pMean, double pStd) {
    public BlurSchedule {
        if (!(probLength > 0) || !(blurSigmaMax >= 0) || !(minScale >= 0 && minScale <= 1) || !(pStd > 0)) {
            throw new IllegalArgumentException(
                    "probLength above 0, blurSigmaMax at least 0, minScale 0 to 1, pStd above 0; got %s, %s, %s, %s"
                            .formatted(probLength, blurSigmaMax, minScale, pStd));
        }
    }

    /** The blur time of a noise level. */
    public double u(double sigma) {
        return Normal.cdf((StrictMath.log(sigma) - pMean) / pStd) / probLength;
    }

    /** The noise level of a blur time; probLength u in (0,1). */
    public double sigma(double u) {
        return StrictMath.exp(pMean + pStd * Normal.quantile(probLength * u));
    }

    /** The standard deviation of the blur, in pixels. */
    public double blurSigma(double u) {
        double sine = StrictMath.sin(Math.PI * u / 2);
        return blurSigmaMax * sine * sine;
    }

    /**
     * What is left of each coefficient of a {@link BlockDct}, row-major [patch,patch]: heat that spread for the time
     * blurSigma^2 / 2, between {@code minScale} and 1. The mean of a patch is kept.
     */
    public double[] kept(double u, BlockDct dct) {
        double blur = blurSigma(u);
        double time = blur * blur / 2;
        double[] omega = dct.frequencies();
        int patch = dct.patch();
        double[] kept = new double[patch * patch];
        for (int f = 0; f < patch; f++) {
            for (int g = 0; g < patch; g++) {
                double left = StrictMath.exp(-(omega[f] * omega[f] + omega[g] * omega[g]) * time);
                kept[f * patch + g] = left * (1 - minScale) + minScale;
            }
        }
        return kept;
    }
}
