package dev.assay.reference.relay;

import dev.assay.reference.diffusion.Algebra;
import java.util.function.IntFunction;

/**
 * A step of a relay (Teng et al. 2023, algorithm 1): from u = A x0 + sigma noise to A' x0 + next noise, where A and A' are
 * what blur keeps of each coefficient at the two noise levels. With the estimate x0 and e = (u - A x0) / sigma the next
 * state has the coefficients
 *
 * <pre>  A' x0 + sqrt(1 - eta^2) next e = carried u + (A' - carried A) x0,   carried = sqrt(1 - eta^2) next / sigma</pre>
 *
 * plus eta next of fresh noise. The second order averages, as Heun's method does, the slopes (u - x0) / sigma at both ends
 * and throws the noise of the first half away. Written this way the images themselves are carried over, and only
 * estimates are transformed: one pair of transforms for each estimate.
 *
 * @param order 1 or 2: estimates of a step
 * @param eta the part of each next noise level that is fresh, 0 to 1; 0 is the ODE
 * @param noise what is added
 */
public record RelayUpdate(int order, double eta, RelayNoise noise) {
    public RelayUpdate {
        if (order < 1 || order > 2 || !(eta >= 0 && eta <= 1)) {
            throw new IllegalArgumentException("order 1 or 2, eta 0 to 1; got %d, %s".formatted(order, eta));
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
        return order * noise.draws();
    }

    /** What is left of x in a step without fresh noise's part: sqrt(1 - eta^2). */
    double undisturbed() {
        return StrictMath.sqrt(1 - eta * eta);
    }

    /**
     * The state after a step.
     *
     * @param x the state before it
     * @param churned x with noise added by churn: what is estimated from
     * @param white draws 0 to {@link #draws} - 1 of white noise; not asked for where eta is 0
     */
    public <X> X next(
            PatchAlgebra<X> algebra,
            Estimates<X> estimates,
            StepNumbers<X> numbers,
            X x,
            X churned,
            IntFunction<X> white) {
        Algebra<X> images = algebra.images();
        X carried = algebra.scale(x, numbers.carried());
        X image = estimates.here(churned);
        X predicted = images.sum(1, carried, 1, algebra.filter(image, numbers.gains()));
        if (order == 1) {
            return disturbed(algebra, numbers, predicted, white);
        }
        predicted = disturbed(algebra, numbers, predicted, white);
        X imageThere = estimates.there(predicted);
        X scaledThere = algebra.scale(images.sum(1, predicted, -1, imageThere), numbers.ratio());
        // The image that lies behind the mean slope: x - sigma (slope + slopeThere) / 2.
        X between = images.sum(0.5, x, 0.5, image, -0.5, scaledThere);
        X corrected = images.sum(1, carried, 1, algebra.filter(between, numbers.gains()));
        return disturbed(algebra, numbers, corrected, draw -> white.apply(noise.draws() + draw));
    }

    private <X> X disturbed(PatchAlgebra<X> algebra, StepNumbers<X> numbers, X x, IntFunction<X> white) {
        if (eta == 0) {
            return x;
        }
        return algebra.images().sum(1, x, 1, algebra.scale(noise.of(algebra, white), numbers.added()));
    }
}
