package dev.assay.reference.diffusion;

/**
 * DDIM (Song et al. 2021, eq. 12) over some of a schedule's steps. With {@code eta} 0 nothing is random after the start;
 * with 1 it is ancestral sampling with the posterior variance.
 *
 * @param steps calls of the denoiser, at least 1 and at most the schedule's steps
 * @param spacing which of the schedule's steps are visited
 * @param eta the part of the ancestral standard deviation that is added as noise, 0 to 1
 * @param clip whether estimates of the image are clamped to -1 ... 1, the range of pixels; latents have no such range
 */
public record Ddim(int steps, Spacing spacing, double eta, boolean clip) implements Sampler {
    public Ddim {
        if (steps < 1 || !(eta >= 0 && eta <= 1)) {
            throw new IllegalArgumentException("steps at least 1, eta 0 to 1; got %d, %s".formatted(steps, eta));
        }
    }

    @Override
    public <X> X sample(Diffusion<X> diffusion) {
        Respaced chain = Respaced.of(diffusion.schedule(), spacing, steps);
        X x = diffusion.noise().draw(0);
        for (int step = steps - 1; step >= 0; step--) {
            x = step(diffusion, chain, step, x);
        }
        return x;
    }

    private <X> X step(Diffusion<X> diffusion, Respaced chain, int step, X x) {
        Algebra<X> algebra = diffusion.algebra();
        double alpha = StrictMath.sqrt(chain.alphasCumprod(step));
        double sigma = StrictMath.sqrt(1 - chain.alphasCumprod(step));
        X noise = diffusion.denoiser().at(x, chain.time(step)).noise();
        X image = algebra.sum(1 / alpha, x, -sigma / alpha, noise);
        if (clip) {
            image = algebra.clamp(image, -1, 1);
            noise = algebra.sum(1 / sigma, x, -alpha / sigma, image);
        }
        double previous = chain.previousAlphasCumprod(step);
        double variance = eta * eta * chain.posteriorVariance(step);
        double direction = StrictMath.sqrt(Math.max(1 - previous - variance, 0));
        X next = algebra.sum(StrictMath.sqrt(previous), image, direction, noise);
        return step == 0 || eta == 0
                ? next
                : algebra.sum(
                        1, next, StrictMath.sqrt(variance), diffusion.noise().draw(steps - step));
    }

    @Override
    public int nfe() {
        return steps;
    }

    @Override
    public boolean deterministic() {
        return eta == 0 || steps == 1;
    }
}
