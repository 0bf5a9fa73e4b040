package dev.assay.reference.diffusion;

import java.util.function.BinaryOperator;

/** What a network says about a noisy image: the noise in it, and perhaps the variance of the next step or the velocity. */
public sealed interface Estimate<X> {
    /** The noise in x = alpha image + sigma noise. */
    X noise();

    /**
     * This and another of the same network and x as one.
     *
     * @param mix weights that sum to 1, so that it serves for noise and velocity alike; a variance stays this one's
     */
    Estimate<X> mixed(Estimate<X> other, BinaryOperator<X> mix);

    /** The noise alone. */
    static <X> Estimate<X> of(X noise) {
        return new NoiseAlone<>(noise);
    }

    /** The noise of a network that predicts no variance. */
    record NoiseAlone<X>(X noise) implements Estimate<X> {
        @Override
        public Estimate<X> mixed(Estimate<X> other, BinaryOperator<X> mix) {
            return new NoiseAlone<>(mix.apply(noise, other.noise()));
        }
    }

    /**
     * The noise, and where the logarithm of the step's variance lies between its bounds (Nichol and Dhariwal 2021, eq. 15).
     *
     * @param range -1 at the posterior variance, 1 at the variance of the step's noise; networks may go beyond
     */
    record WithRange<X>(X noise, X range) implements Estimate<X> {
        @Override
        public Estimate<X> mixed(Estimate<X> other, BinaryOperator<X> mix) {
            return new WithRange<>(mix.apply(noise, other.noise()), range);
        }
    }

    /**
     * The noise, and noise - image, which the noise alone does not tell where no image is left in x.
     *
     * @param velocity noise - image
     */
    record WithVelocity<X>(X noise, X velocity) implements Estimate<X> {
        @Override
        public Estimate<X> mixed(Estimate<X> other, BinaryOperator<X> mix) {
            if (other instanceof WithVelocity<X> same) {
                return new WithVelocity<>(mix.apply(noise, same.noise), mix.apply(velocity, same.velocity));
            }
            throw new IllegalArgumentException("one estimate has a velocity and the other has none");
        }
    }
}
