package dev.assay.graph;

/** Where a network runs. */
public enum Device {
    CPU,
    /** CUDA where it works, otherwise the CPU with a note that says why. */
    AUTO,
    /** CUDA or one clear error. */
    CUDA
}
