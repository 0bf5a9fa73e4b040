package dev.assay.reference.diffusion;

/**
 * Images whose numbers are all independent and normal: the best denoiser is linear, and every sampler's result is known.
 *
 * @param mean of each number
 * @param deviation of each number
 */
record Gaussian(NoiseSchedule schedule, double mean, double deviation) {
    /** The expected noise in x at t. */
    Denoiser<double[]> denoiser() {
        return (x, t) -> {
            double alpha = schedule.alpha(t);
            double sigma = schedule.sigma(t);
            double[] noise = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                noise[i] = sigma * (x[i] - alpha * mean) / variance(t);
            }
            return Estimate.of(noise);
        };
    }

    /** Where the diffusion ODE takes x from time s to t. */
    double flow(double x, double s, double t) {
        double standard = (x - schedule.alpha(s) * mean) / Math.sqrt(variance(s));
        return schedule.alpha(t) * mean + Math.sqrt(variance(t)) * standard;
    }

    /** The variance of noisy numbers at time t. */
    double variance(double t) {
        double alpha = schedule.alpha(t);
        double sigma = schedule.sigma(t);
        return alpha * alpha * deviation * deviation + sigma * sigma;
    }

    /** A batch to sample from a given start. */
    Diffusion<double[]> from(double... start) {
        ArrayAlgebra algebra = new ArrayAlgebra(new ImageShape(1, 1, start.length));
        return new Diffusion<>(algebra, denoiser(), schedule, Noise.startingAt(start));
    }
}
