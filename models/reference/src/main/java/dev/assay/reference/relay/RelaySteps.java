package dev.assay.reference.relay;

import dev.assay.reference.diffusion.EdmDenoiser;
import java.util.function.IntFunction;

/** Where the steps of a relay are computed: with a denoiser here, or in a network that holds whole steps. */
public interface RelaySteps<X> {
    /**
     * The state after a step.
     *
     * @param x the state before it
     * @param churned x with noise added up to {@code transition.raised}
     * @param white the draws of white noise that {@link RelayUpdate#draws} counts, from 0
     */
    X next(Transition transition, X x, X churned, IntFunction<X> white);

    /** The estimate of the images in x: the last step. */
    X denoised(X x, double sigma);

    /** Steps computed with a denoiser. */
    static <X> RelaySteps<X> of(PatchAlgebra<X> algebra, RelayUpdate update, EdmDenoiser<X> denoiser) {
        return new RelaySteps<>() {
            @Override
            public X next(Transition transition, X x, X churned, IntFunction<X> white) {
                RelayUpdate.Estimates<X> estimates = new RelayUpdate.Estimates<>() {
                    @Override
                    public X here(X noisy) {
                        return denoiser.denoised(noisy, transition.raised());
                    }

                    @Override
                    public X there(X noisy) {
                        return denoiser.denoised(noisy, transition.next());
                    }
                };
                return update.next(algebra, estimates, transition.numbers(algebra, update), x, churned, white);
            }

            @Override
            public X denoised(X x, double sigma) {
                return denoiser.denoised(x, sigma);
            }
        };
    }
}
