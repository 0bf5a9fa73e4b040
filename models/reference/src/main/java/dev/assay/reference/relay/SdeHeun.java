package dev.assay.reference.relay;

import dev.assay.reference.diffusion.Algebra;
import dev.assay.reference.diffusion.EdmDenoiser;
import dev.assay.reference.diffusion.Noise;
import java.util.Arrays;

/**
 * EDM's sampler (Karras et al. 2022, algorithm 2) with noise in every step: what RDM samples CelebA-HQ at 64 pixels with.
 * A step from sigma to next scales the noise in x down to sqrt(1 - eta^2) next and adds eta next of fresh noise. With
 * {@code eta} 0 it is EDM's sampler.
 *
 * <p>Draws of noise are numbered as the published code makes them: 0 for the start, then for each step one for churn, one
 * for the predictor, one for the corrector.
 *
 * @param grid the noise levels; the last step goes on to 0
 * @param eta the part of each next noise level that is fresh, 0 to 1
 * @param churn noise added before steps
 */
public record SdeHeun(SigmaGrid grid, double eta, Churn.Steps churn) {
    private static final int DRAWS = 3;

    public SdeHeun {
        if (!(eta >= 0 && eta <= 1)) {
            throw new IllegalArgumentException("eta must be from 0 to 1, got " + eta);
        }
    }

    /** How often the denoiser is called. */
    public int nfe() {
        return 2 * grid.steps() - 1;
    }

    /** The same between the noise levels that a network knows. */
    public SdeHeun within(double smallest, double largest) {
        return new SdeHeun(grid.within(smallest, largest), eta, churn);
    }

    /** Draw 0 of the noise to images. */
    public <X> X sample(Algebra<X> algebra, EdmDenoiser<X> denoiser, Noise<X> noise) {
        double[] sigmas = Arrays.stream(grid.levels()).map(denoiser::nearest).toArray();
        X x = algebra.affine(noise.draw(0), sigmas[0], 0);
        for (int i = 0; i < sigmas.length; i++) {
            int draw = 1 + i * DRAWS;
            double sigma = denoiser.nearest(churn.raised(sigmas[i], sigmas.length));
            if (sigma > sigmas[i]) {
                double added = StrictMath.sqrt(sigma * sigma - sigmas[i] * sigmas[i]) * churn.deviation();
                x = algebra.sum(1, x, added, noise.draw(draw));
            }
            if (i == sigmas.length - 1) {
                return denoiser.denoised(x, sigma);
            }
            x = step(algebra, denoiser, noise, x, sigma, sigmas[i + 1], draw + 1);
        }
        return x;
    }

    private <X> X step(
            Algebra<X> algebra, EdmDenoiser<X> denoiser, Noise<X> noise, X x, double sigma, double next, int draw) {
        double fresh = eta * next;
        // How far along dx/dsigma the step goes: (a - 1) sigma with a = sqrt(next^2 - fresh^2) / sigma.
        double length = StrictMath.sqrt(next * next - fresh * fresh) - sigma;
        X slope = slope(algebra, denoiser, x, sigma);
        X predicted = added(algebra, noise, algebra.sum(1, x, length, slope), fresh, draw);
        X slopeThere = slope(algebra, denoiser, predicted, next);
        X corrected = algebra.sum(1, x, length / 2, slope, length / 2, slopeThere);
        return added(algebra, noise, corrected, fresh, draw + 1);
    }

    private static <X> X added(Algebra<X> algebra, Noise<X> noise, X x, double deviation, int draw) {
        return deviation == 0 ? x : algebra.sum(1, x, deviation, noise.draw(draw));
    }

    /** dx / dsigma = (x - D(x; sigma)) / sigma. */
    private static <X> X slope(Algebra<X> algebra, EdmDenoiser<X> denoiser, X x, double sigma) {
        return algebra.sum(1 / sigma, x, -1 / sigma, denoiser.denoised(x, sigma));
    }
}
