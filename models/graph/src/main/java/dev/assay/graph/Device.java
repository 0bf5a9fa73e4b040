package dev.assay.graph;

/** Where a network runs. */
public enum Device {
    CPU,
    /** CUDA where it works, otherwise the CPU with a note that says why. */
    AUTO,
    /** CUDA or one clear error. */
    CUDA;

    /** What is meant where nothing is said: {@link #AUTO} where there is an NVIDIA device, otherwise {@link #CPU}. */
    public static Device usual() {
        return Provider.nvidiaDevice() ? AUTO : CPU;
    }
}
