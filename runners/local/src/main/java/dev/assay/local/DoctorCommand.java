package dev.assay.local;

import dev.assay.graph.Device;
import dev.assay.graph.OnnxSession;
import dev.assay.metrics.FeatureExtractor;
import dev.assay.metrics.algebra.LinearAlgebra;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code assay doctor}: what works on this machine and what does not. */
@Command(
        name = "doctor",
        description = "Says what works on this machine: Java, memory, network runtime, GPU, linear algebra, disk.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  assay doctor"})
final class DoctorCommand implements Callable<Integer> {
    private static final double GIB = 1L << 30;

    @Spec
    private CommandSpec spec;

    private boolean healthy = true;

    @Override
    public Integer call() {
        Runtime machine = Runtime.getRuntime();
        line("assay", Version::text);
        line("java", () -> Runtime.version() + " (" + System.getProperty("java.vendor") + ")");
        line("cores", () -> Integer.toString(machine.availableProcessors()));
        line("heap", () -> "%.1f GiB at most".formatted(machine.maxMemory() / GIB));
        line("onnxruntime", OnnxSession::version);
        line("network", DoctorCommand::network);
        line(
                "algebra",
                () -> LinearAlgebra.best().name() + " " + LinearAlgebra.best().version());
        line("home", () -> room(Home.folder()));
        line("temporary files", () -> room(Path.of(System.getProperty("java.io.tmpdir"))));
        line("weights", Extractors::describeWeights);
        return healthy ? Main.OK : Main.CHECK_FAILED;
    }

    /** A failing part is reported and does not hide the others. */
    private void line(String what, Supplier<String> found) {
        PrintWriter out = spec.commandLine().getOut();
        String text;
        try {
            text = found.get();
        } catch (AssayException | LinkageError e) {
            healthy = false;
            text = "FAILS: " + e.getMessage();
        }
        out.printf("%-16s %s%n", what, text);
        out.flush();
    }

    /** Whether CUDA works, by trying it. */
    private static String network() {
        try (FeatureExtractor pixels = Extractors.pixels(Device.CUDA)) {
            return pixels.provider();
        } catch (AssayException e) {
            try (FeatureExtractor pixels = Extractors.pixels(Device.CPU)) {
                return pixels.provider() + " (" + e.getMessage() + ")";
            }
        }
    }

    private static String room(Path folder) {
        Path there = folder.toAbsolutePath();
        while (!Files.exists(there)) {
            there = there.getParent();
        }
        try {
            return "%s, %.1f GiB free%s"
                    .formatted(
                            folder,
                            Files.getFileStore(there).getUsableSpace() / GIB,
                            Files.isWritable(there) ? "" : ", NOT writable");
        } catch (IOException e) {
            throw new AssayException(
                    folder.toString(), AssayException.reason(e), "it must be readable", "check the disk it is on", e);
        }
    }
}
