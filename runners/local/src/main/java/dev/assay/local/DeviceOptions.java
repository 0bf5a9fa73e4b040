package dev.assay.local;

import dev.assay.graph.Device;
import dev.assay.graph.SessionOptions;
import picocli.CommandLine.Option;

/** Where one network runs at a time, and on how many threads. */
final class DeviceOptions {
    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads inside the network (default: all ${DEFAULT-VALUE} cores).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--device",
            paramLabel = "D",
            description =
                    "cpu, cuda, or auto: cuda where it works, else cpu with a message (default here: ${DEFAULT-VALUE}).")
    private Device device = Device.usual();

    SessionOptions session() {
        return new SessionOptions(MachineOptions.checked("--threads", threads, 1, MachineOptions.MOST_THREADS), device);
    }
}
