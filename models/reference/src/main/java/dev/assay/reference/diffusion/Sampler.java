package dev.assay.reference.diffusion;

/** From noise to images. Implementations are records of all settings that change the result. */
public interface Sampler {
    /** Draws 0 of the noise to images. */
    <X> X sample(Diffusion<X> diffusion);

    /** How often the denoiser is called. Guidance may make two network evaluations of a call. */
    int nfe();

    /** Whether no noise is drawn after the start. */
    boolean deterministic();
}
