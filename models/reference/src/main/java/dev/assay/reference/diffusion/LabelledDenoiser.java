package dev.assay.reference.diffusion;

/** A network that is told classes: what a {@link SamplingRun} needs of it. */
@FunctionalInterface
public interface LabelledDenoiser {
    /** The denoiser of batches [N,C,H,W] whose images are of these classes, one each. */
    ConditionalDenoiser<double[]> of(int[] labels);
}
