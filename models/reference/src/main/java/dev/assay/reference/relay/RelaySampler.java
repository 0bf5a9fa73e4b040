package dev.assay.reference.relay;

import dev.assay.reference.diffusion.EdmDenoiser;
import dev.assay.reference.diffusion.Noise;
import java.util.ArrayList;
import java.util.List;

/**
 * From images of a lower resolution to images (Teng et al. 2023, algorithm 1). Sampling starts at the first noise level
 * of the grid below {@code start}, on the enlarged low-resolution images with noise; the last step gives the denoiser's
 * estimate.
 *
 * <p>Draws of white noise are numbered as the published code makes them: those of the start, then for each step those of
 * churn, of the predictor and of the corrector; in each, white noise comes before that for blocks.
 *
 * @param grid noise levels from the largest of the diffusion
 * @param start noise levels from here on up are left out
 * @param update the steps
 * @param churn noise added before steps: {@link Churn#NONE} for RDM's ImageNet sampler, with an amount of 0 for its
 *     CelebA-HQ sampler
 * @param blur how strongly images are blurred at each noise level
 * @param dct the patches, as large as the enlargement
 */
public record RelaySampler(
        SigmaGrid grid, double start, RelayUpdate update, Churn churn, BlurSchedule blur, BlockDct dct) {
    /** The noise levels that are visited, falling. */
    public double[] sigmas() {
        return grid.levelsBelow(start);
    }

    /** All steps but the last, which ends in the denoiser's estimate. */
    public List<Transition> transitions() {
        double[] sigmas = sigmas();
        List<Transition> transitions = new ArrayList<>();
        for (int i = 0; i + 1 < sigmas.length; i++) {
            double raised = churn.raised(sigmas[i], sigmas.length);
            transitions.add(new Transition(sigmas[i], raised, sigmas[i + 1], kept(raised), kept(sigmas[i + 1])));
        }
        return transitions;
    }

    /** What blur keeps of each coefficient at a noise level, row-major [patch,patch]. */
    public double[] kept(double sigma) {
        return blur.kept(blur.u(sigma), dct);
    }

    /** The same between the noise levels that a network knows. */
    public RelaySampler within(double smallest, double largest) {
        return new RelaySampler(grid.within(smallest, largest), start, update, churn, blur, dct);
    }

    /** How often the denoiser is called. Guidance may make two network evaluations of a call. */
    public int nfe() {
        return update.corrector().estimates() * (sigmas().length - 1) + 1;
    }

    /**
     * Enlarged low-resolution images [N,C,H,W] to images.
     *
     * @param algebra for patches of {@link #dct}
     * @param enlarged each pixel of the low resolution repeated over a patch, in the range of the denoiser's images
     */
    public <X> X sample(PatchAlgebra<X> algebra, EdmDenoiser<X> denoiser, Noise<X> noise, X enlarged) {
        return sample(algebra, RelaySteps.of(algebra, update, denoiser), noise, enlarged);
    }

    /** The same with steps computed elsewhere. */
    public <X> X sample(PatchAlgebra<X> algebra, RelaySteps<X> steps, Noise<X> noise, X enlarged) {
        double[] sigmas = sigmas();
        X x = algebra.images().sum(1, enlarged, sigmas[0], update.noise().of(algebra, noise::draw));
        int draw = update.noise().draws();
        for (Transition transition : transitions()) {
            X churned = churned(algebra, noise, draw, x, transition.sigma(), transition.raised());
            int first = draw + churn.draws();
            x = steps.next(transition, x, churned, k -> noise.draw(first + k));
            draw = first + update.draws();
        }
        double last = sigmas[sigmas.length - 1];
        double raised = churn.raised(last, sigmas.length);
        return steps.denoised(churned(algebra, noise, draw, x, last, raised), raised);
    }

    private <X> X churned(PatchAlgebra<X> algebra, Noise<X> noise, int draw, X x, double sigma, double raised) {
        if (raised == sigma) {
            return x;
        }
        double added = StrictMath.sqrt(raised * raised - sigma * sigma) * churn.deviation();
        return algebra.images().sum(1, x, added, noise.draw(draw));
    }
}
