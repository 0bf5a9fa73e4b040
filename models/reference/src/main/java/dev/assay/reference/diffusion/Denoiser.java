package dev.assay.reference.diffusion;

/** What a sampler knows of a network, its labels and its guidance: an estimate of the noise in x at time t in (0,1]. */
@FunctionalInterface
public interface Denoiser<X> {
    /** x, a batch of noisy images that share the time t, to an estimate of its noise. It leaves x as it is. */
    Estimate<X> at(X x, double t);
}
