package dev.assay.reference.diffusion;

import dev.assay.spec.AssayException;

/**
 * Ancestral sampling (Ho et al. 2020, algorithm 2) over some of a schedule's steps (Nichol and Dhariwal 2021).
 *
 * @param steps calls of the denoiser, at least 1 and at most the schedule's steps
 * @param spacing which of the schedule's steps are visited
 * @param variance of the noise added in each step
 * @param clip whether estimates of the image are clamped to -1 ... 1, the range of pixels; latents have no such range
 */
public record Ddpm(int steps, Spacing spacing, Variance variance, boolean clip) implements Sampler {
    /** The variance of a step's noise, between the bounds for certain and for white images. */
    public enum Variance implements Choice {
        /** Between the bounds where the network says (Nichol and Dhariwal 2021, eq. 15). */
        LEARNED_RANGE("learned-range"),
        /** The variance given the clean image (Ho et al. 2020, eq. 7). */
        POSTERIOR("fixed-small"),
        /** The variance of the step's own noise (Ho et al. 2020, section 3.2). */
        BETA("fixed-large");

        private final String id;

        Variance(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }
    }

    /**
     * The distribution of the image after a step: independent normal numbers.
     *
     * @param image the estimate of the clean image that it was made with
     */
    public record Moments<X>(X mean, X logVariance, X image) {}

    public Ddpm {
        if (steps < 1) {
            throw new IllegalArgumentException("steps must be at least 1, got " + steps);
        }
    }

    @Override
    public <X> X sample(Diffusion<X> diffusion) {
        Respaced chain = Respaced.of(diffusion.schedule(), spacing, steps);
        Algebra<X> algebra = diffusion.algebra();
        X x = diffusion.noise().draw(0);
        for (int step = steps - 1; step >= 0; step--) {
            Estimate<X> estimate = diffusion.denoiser().at(x, chain.time(step));
            Moments<X> moments = moments(algebra, chain, step, x, estimate);
            x = moments.mean();
            if (step > 0) {
                X deviation = algebra.exp(algebra.affine(moments.logVariance(), 0.5, 0));
                X noise = algebra.product(deviation, diffusion.noise().draw(steps - step));
                x = algebra.sum(1, x, 1, noise);
            }
        }
        return x;
    }

    /** What follows at a step from x and the estimate of its noise. */
    public <X> Moments<X> moments(Algebra<X> algebra, Respaced chain, int step, X x, Estimate<X> estimate) {
        double alphasCumprod = chain.alphasCumprod(step);
        double perImage = 1 / StrictMath.sqrt(alphasCumprod);
        double perNoise = StrictMath.sqrt(1 / alphasCumprod - 1);
        X image = algebra.sum(perImage, x, -perNoise, estimate.noise());
        if (clip) {
            image = algebra.clamp(image, -1, 1);
        }
        X mean = algebra.sum(chain.posteriorMeanOfImage(step), image, chain.posteriorMeanOfNoisy(step), x);
        return new Moments<>(mean, logVariance(algebra, chain, step, estimate), image);
    }

    private <X> X logVariance(Algebra<X> algebra, Respaced chain, int step, Estimate<X> estimate) {
        double low = chain.posteriorLogVariance(step);
        double high = StrictMath.log(chain.beta(step));
        return switch (variance) {
            case POSTERIOR -> algebra.affine(estimate.noise(), 0, low);
            case BETA -> algebra.affine(estimate.noise(), 0, step == 0 ? low : high);
            case LEARNED_RANGE -> {
                if (!(estimate instanceof Estimate.WithRange<X> learned)) {
                    throw new AssayException(
                            "ddpm",
                            "variance is learned-range, but the network predicts no variance",
                            "such networks take fixed-small or fixed-large",
                            "choose one of them");
                }
                // (v + 1) / 2 of the way from low to high
                yield algebra.affine(learned.range(), (high - low) / 2, (high + low) / 2);
            }
        };
    }

    @Override
    public int nfe() {
        return steps;
    }

    @Override
    public boolean deterministic() {
        return steps == 1;
    }
}
