package dev.assay.reference.diffusion;

import dev.assay.spec.AssayException;

/**
 * The sampler of EDM (Karras et al. 2022, algorithm 2): Heun's second-order steps in sigma, with noise added before each
 * where {@code churn} is above 0. The last step, to sigma 0, is Euler's.
 *
 * <p>Noise levels that the schedule does not reach are left out: sigmaMin and sigmaMax are moved to its own first and last.
 *
 * @param steps at least 1
 * @param sigmaMin the smallest noise level above 0
 * @param sigmaMax the noise level of the start
 * @param rho how much steps shorten towards sigmaMin, at least 1
 * @param churn S_churn; 0 for the deterministic sampler
 * @param churnMin S_min, the smallest sigma at which noise is added
 * @param churnMax S_max, the largest
 * @param churnNoise S_noise, the standard deviation of what is added
 */
public record Heun(
        int steps,
        double sigmaMin,
        double sigmaMax,
        double rho,
        double churn,
        double churnMin,
        double churnMax,
        double churnNoise)
        implements Sampler {
    public Heun {
        if (steps < 1 || !(sigmaMin > 0 && sigmaMin < sigmaMax) || !(rho >= 1) || !(churn >= 0)) {
            throw new IllegalArgumentException(
                    "steps at least 1, 0 < sigmaMin < sigmaMax, rho at least 1, churn at least 0; got %d, %s, %s, %s, %s"
                            .formatted(steps, sigmaMin, sigmaMax, rho, churn));
        }
    }

    @Override
    public <X> X sample(Diffusion<X> diffusion) {
        NoiseSchedule schedule = diffusion.schedule();
        double smallest = StrictMath.exp(-schedule.lambda(schedule.firstTime()));
        double largest = StrictMath.exp(-schedule.lambda(1));
        EdmDenoiser<X> denoiser = EdmDenoiser.of(diffusion.algebra(), diffusion.denoiser(), schedule);
        return sample(diffusion.algebra(), denoiser, diffusion.noise(), smallest, largest);
    }

    /** Samples with a denoiser in the form D(x; sigma) that works from {@code smallest} to {@code largest} sigma. */
    public <X> X sample(Algebra<X> algebra, EdmDenoiser<X> denoiser, Noise<X> noise, double smallest, double largest) {
        if (sigmaMin >= largest || sigmaMax <= smallest) {
            throw new AssayException(
                    "heun",
                    "sigma_min %s and sigma_max %s miss the schedule".formatted(sigmaMin, sigmaMax),
                    "it reaches from %s to %s".formatted(smallest, largest),
                    "choose levels that overlap it");
        }
        double[] sigmas = sigmas(Math.max(sigmaMin, smallest), Math.min(sigmaMax, largest));
        for (int i = 0; i < steps; i++) {
            sigmas[i] = denoiser.nearest(sigmas[i]);
        }
        X x = algebra.affine(noise.draw(0), sigmas[0], 0);
        for (int i = 0; i < steps; i++) {
            double from = denoiser.nearest(Math.min(churned(sigmas[i]), largest));
            if (from > sigmas[i]) {
                double added = StrictMath.sqrt(from * from - sigmas[i] * sigmas[i]) * churnNoise;
                x = algebra.sum(1, x, added, noise.draw(i + 1));
            }
            x = step(algebra, denoiser, x, from, sigmas[i + 1]);
        }
        return x;
    }

    /** Noise levels from the largest to the smallest and then 0 (eq. 5): steps + 1 of them. */
    double[] sigmas(double smallest, double largest) {
        double[] sigmas = new double[steps + 1];
        double first = StrictMath.pow(largest, 1 / rho);
        double last = StrictMath.pow(smallest, 1 / rho);
        for (int i = 0; i < steps; i++) {
            double part = steps == 1 ? 0 : (double) i / (steps - 1);
            sigmas[i] = StrictMath.pow(first + part * (last - first), rho);
        }
        return sigmas;
    }

    private double churned(double sigma) {
        boolean inside = sigma >= churnMin && sigma <= churnMax;
        double gamma = inside ? Math.min(churn / steps, StrictMath.sqrt(2) - 1) : 0;
        return sigma * (1 + gamma);
    }

    private static <X> X step(Algebra<X> algebra, EdmDenoiser<X> denoiser, X x, double from, double to) {
        X slope = slope(algebra, denoiser, x, from);
        X next = algebra.sum(1, x, to - from, slope);
        if (to == 0) {
            return next;
        }
        X slopeThere = slope(algebra, denoiser, next, to);
        return algebra.sum(1, x, (to - from) / 2, slope, (to - from) / 2, slopeThere);
    }

    /** dx / dsigma = (x - D(x; sigma)) / sigma. */
    private static <X> X slope(Algebra<X> algebra, EdmDenoiser<X> denoiser, X x, double sigma) {
        return algebra.sum(1 / sigma, x, -1 / sigma, denoiser.denoised(x, sigma));
    }

    @Override
    public int nfe() {
        return 2 * steps - 1;
    }

    @Override
    public boolean deterministic() {
        return churn == 0;
    }
}
