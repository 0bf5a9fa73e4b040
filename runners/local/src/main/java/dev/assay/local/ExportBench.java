package dev.assay.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.metrics.Speed;
import dev.assay.reference.model.Models;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The largest networks written, opened and run for one image, each in a process of its own so that its memory can be
 * told. Needs 7 GB of disk and nearly 5 GB of memory.
 */
final class ExportBench {
    private static final List<String> MODELS = List.of("dimr-xl-2r-256", "dimr-g-2r-256");

    private final Path folder;
    private final int threads;

    ExportBench(Path folder, int threads) {
        this.folder = folder;
        this.threads = threads;
    }

    List<Speed> run() {
        List<Speed> all = new ArrayList<>();
        for (String name : MODELS) {
            all.addAll(run(name));
        }
        return all;
    }

    private List<Speed> run(String name) {
        Path onnx = folder.resolve(name + ".onnx");
        Path in = folder.resolve(name + ".in.npz");
        Path out = folder.resolve(name + ".out.npz");
        try {
            JsonNode exported = assay("models", "export", name, "--weights", "hash", "--out", onnx, "--json");
            NpzTensors.write(
                    in, DenoiserBench.inputs(Models.named(name).network().inputs(), 1));
            JsonNode ran = assay(
                    "onnx",
                    "run",
                    onnx,
                    "--inputs",
                    in,
                    "--outputs",
                    out,
                    "--threads",
                    threads,
                    "--device",
                    "cpu",
                    "--json");
            double bytes = 0;
            for (JsonNode file : exported.get("files")) {
                bytes += file.get("bytes").asDouble();
            }
            return List.of(
                    speed(name + ", export", exported.get("cost"), Map.of("bytes", bytes)),
                    speed(name + ", open", ran.get("open"), Map.of()),
                    speed(name + ", one step of one image", ran.get("run"), Map.of()));
        } finally {
            delete(Stream.of(onnx, folder.resolve(name + ".onnx.data"), in, out));
        }
    }

    private static Speed speed(String name, JsonNode cost, Map<String, Double> more) {
        Map<String, Double> extra = new HashMap<>(more);
        extra.put("peak_mb", cost.get("peak_mb").asDouble());
        return new Speed(
                name, cost.get("seconds").asDouble(), cost.get("cpu_seconds").asDouble(), extra);
    }

    /** Runs a command in another Java like this one and reads the JSON that it prints. */
    private static JsonNode assay(Object... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssayException(
                        "bench export",
                        "'assay " + arguments[0] + " " + arguments[1] + "' failed",
                        "each step must succeed",
                        "see the message above");
            }
            return Json.read("assay " + arguments[0], printed, JsonNode.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssayException(
                    "bench export", "interrupted", "it must run to its end", "run the same command again", e);
        }
    }

    private static void delete(Stream<Path> files) {
        files.forEach(file -> {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
