package dev.assay.local;

import dev.assay.graph.Device;
import dev.assay.spec.AssayException;
import picocli.CommandLine.Option;

/** How much of this machine a command may use; never changes a result. */
final class MachineOptions {
    /** More than any machine has. */
    static final int MOST_THREADS = 1024;

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
            description =
                    "cpu, cuda, or auto: cuda where it works, else cpu with a message (default here: ${DEFAULT-VALUE}).")
    Device device = Device.usual();

    /** The value of an option that counts something, or one clear error. */
    static int checked(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new AssayException(
                    option, "it is " + value, "it must be from %d to %d".formatted(least, most), "correct the option");
        }
        return value;
    }
}
