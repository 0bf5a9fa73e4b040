package dev.assay.reference.diffusion;

/** What a network says about a noisy image: the noise in it, and perhaps the variance of the next step. */
public sealed interface Estimate<X> {
    /** The noise in x = alpha image + sigma noise. */
    X noise();

    /** The same with another noise. */
    Estimate<X> withNoise(X noise);

    /** The noise alone. */
    static <X> Estimate<X> of(X noise) {
        return new NoiseAlone<>(noise);
    }

    /** The noise of a network that predicts no variance. */
    record NoiseAlone<X>(X noise) implements Estimate<X> {
        @Override
        public Estimate<X> withNoise(X other) {
            return new NoiseAlone<>(other);
        }
    }

    /**
     * The noise, and where the logarithm of the step's variance lies between its bounds (Nichol and Dhariwal 2021, eq. 15).
     *
     * @param range -1 at the posterior variance, 1 at the variance of the step's noise; networks may go beyond
     */
    record WithRange<X>(X noise, X range) implements Estimate<X> {
        @Override
        public Estimate<X> withNoise(X other) {
            return new WithRange<>(other, range);
        }
    }
}
