package dev.assay.reference.relay;

import dev.assay.reference.diffusion.Algebra;
import dev.assay.reference.diffusion.Choice;
import java.util.function.IntFunction;

/**
 * A step of a relay (Teng et al. 2023, algorithm 1): from u = A x0 + sigma noise to A' x0 + next noise, where A and A' are
 * what blur keeps of each coefficient at the two noise levels. With the estimate x0 and e = (u - A x0) / sigma the next
 * state has the coefficients
 *
 * <pre>  A' x0 + sqrt(1 - eta^2) next e = carried u + (A' - carried A) x0,   carried = sqrt(1 - eta^2) next / sigma</pre>
 *
 * plus eta next of fresh noise. Written this way the images themselves are carried over, and only estimates are
 * transformed: one pair of transforms for each estimate.
 *
 * @param corrector how a second estimate is used
 * @param eta the part of each next noise level that is fresh, 0 to 1; 0 is the ODE
 * @param noise what is added
 */
public record RelayUpdate(Corrector corrector, double eta, RelayNoise noise) {
    /** How an estimate at the end of a step improves it; the noise that led there is thrown away. */
    public enum Corrector implements Choice {
        /** Not at all: one estimate a step, of first order. */
        NONE("none", 1),
        /**
         * The published step: the slopes (u - x0) / sigma at both ends are averaged, as Heun's method does for EDM. They
         * are the ODE's slopes only where nothing is blurred, so the means of patches are of second order and all else
         * is of first.
         */
        RELEASED("released", 2),
        /** The estimates at both ends are averaged, which is of second order. Not a published setting. */
        ESTIMATES("estimates", 2);

        private final String id;
        private final int estimates;

        Corrector(String id, int estimates) {
            this.id = id;
            this.estimates = estimates;
        }

        @Override
        public String id() {
            return id;
        }

        /** How often a step calls the denoiser. */
        public int estimates() {
            return estimates;
        }
    }

    public RelayUpdate {
        if (!(eta >= 0 && eta <= 1)) {
            throw new IllegalArgumentException("eta must be from 0 to 1, got " + eta);
        }
    }

    /** Estimates of the images in a noisy state at both ends of a step. */
    public interface Estimates<X> {
        /** At the noise level before the step. */
        X here(X noisy);

        /** At the noise level after it. */
        X there(X noisy);
    }

    /** How many draws of white noise a step has. */
    public int draws() {
        return corrector.estimates() * noise.draws();
    }

    /** How many of them are asked for: none where eta is 0. */
    public int asked() {
        return eta == 0 ? 0 : draws();
    }

    /** What is left of the noise in x beside fresh noise: sqrt(1 - eta^2). */
    double undisturbed() {
        return StrictMath.sqrt(1 - eta * eta);
    }

    /**
     * The state after a step.
     *
     * @param x the state before it
     * @param churned x with noise added by churn: what is estimated from
     * @param white draws 0 to {@link #draws} - 1 of white noise; see {@link #asked}
     */
    public <X> X next(
            PatchAlgebra<X> algebra,
            Estimates<X> estimates,
            StepNumbers<X> numbers,
            X x,
            X churned,
            IntFunction<X> white) {
        X image = estimates.here(churned);
        X predicted = disturbed(algebra, numbers, stepped(algebra, numbers, x, image), white);
        if (corrector == Corrector.NONE) {
            return predicted;
        }
        X between = between(algebra, numbers, x, image, predicted, estimates.there(predicted));
        X corrected = stepped(algebra, numbers, x, between);
        return disturbed(algebra, numbers, corrected, draw -> white.apply(noise.draws() + draw));
    }

    /** The estimate that stands for those at both ends. */
    private <X> X between(PatchAlgebra<X> algebra, StepNumbers<X> numbers, X x, X image, X predicted, X imageThere) {
        Algebra<X> images = algebra.images();
        if (corrector == Corrector.ESTIMATES) {
            return images.sum(0.5, image, 0.5, imageThere);
        }
        // x - sigma (slope + slopeThere) / 2
        X there = algebra.scale(images.sum(1, predicted, -1, imageThere), numbers.ratio());
        return images.sum(0.5, x, 0.5, image, -0.5, there);
    }

    private static <X> X stepped(PatchAlgebra<X> algebra, StepNumbers<X> numbers, X x, X image) {
        X carried = algebra.scale(x, numbers.carried());
        return algebra.images().sum(1, carried, 1, algebra.filter(image, numbers.gains()));
    }

    private <X> X disturbed(PatchAlgebra<X> algebra, StepNumbers<X> numbers, X x, IntFunction<X> white) {
        if (eta == 0) {
            return x;
        }
        return algebra.images().sum(1, x, 1, algebra.scale(noise.of(algebra, white), numbers.added()));
    }
}
