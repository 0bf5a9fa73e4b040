package dev.assay.reference.diffusion;

/** Told after each call of a denoiser. */
@FunctionalInterface
public interface Progress {
    /** Tells no one. */
    Progress NONE = (done, all) -> {};

    /** {@code done} of {@code all} calls are made. */
    void called(int done, int all);
}
