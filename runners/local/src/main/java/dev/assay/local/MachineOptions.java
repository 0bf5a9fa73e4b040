package dev.assay.local;

import dev.assay.graph.Device;
import picocli.CommandLine.Option;

/** How much of this machine a command may use; never changes a result. */
final class MachineOptions {
    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Worker threads (default: all ${DEFAULT-VALUE} cores). Results do not depend on it.")
    int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "16",
            description = "Images in a chunk (default: ${DEFAULT-VALUE}). Results do not depend on it.")
    int batch;

    @Option(
            names = "--device",
            paramLabel = "D",
            defaultValue = "auto",
            description =
                    "cpu, cuda, or auto: cuda where it works, else cpu with a message (default: ${DEFAULT-VALUE}).")
    Device device;
}
