package dev.assay.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.metrics.Speed;
import dev.assay.reference.model.ModelConfig;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Networks written, opened and run for one image or group, each in a process of its own so that its memory can be told.
 */
final class ExportBench {
    private static final String GROUP = "gdt-pixart-512";

    private final Path folder;
    private final int threads;

    ExportBench(Path folder, int threads) {
        this.folder = folder;
        this.threads = threads;
    }

    /** The largest networks. Needs 7 GB of disk and nearly 5 GB of memory. */
    List<Speed> largest() {
        List<Speed> all = new ArrayList<>();
        for (String name : List.of("dimr-xl-2r-256", "dimr-g-2r-256")) {
            all.addAll(run(name, name, "cpu"));
        }
        return all;
    }

    /** One block for a group of four images of 512 x 512, in the runtime's own attention and in plain products. */
    List<Speed> groupBlock() {
        Path config = folder.resolve(GROUP + "-block.yaml");
        try {
            Files.writeString(config, oneBlock());
            List<Speed> all = new ArrayList<>();
            for (String form : List.of("cpu", "portable")) {
                all.addAll(run(GROUP + "-block, " + form, config.toString(), form));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(Stream.of(config));
        }
    }

    /** The configuration of the group's model with one block of the 28. */
    static String oneBlock() {
        ModelConfig whole = Models.named(GROUP).config();
        Map<String, Object> network = new LinkedHashMap<>(whole.network());
        Map<String, Object> base = new LinkedHashMap<>();
        ((Map<?, ?>) network.get("base")).forEach((key, value) -> base.put(key.toString(), value));
        base.put("depth", 1);
        network.put("base", base);
        return Json.write(Map.of("model", GROUP + "-block", "family", whole.family(), "network", network));
    }

    private List<Speed> run(String name, String model, String form) {
        String stem = name.replaceAll("[^a-z0-9-]+", "-");
        Path onnx = folder.resolve(stem + ".onnx");
        Path in = folder.resolve(stem + ".in.npz");
        Path out = folder.resolve(stem + ".out.npz");
        try {
            JsonNode exported =
                    assay("models", "export", model, "--weights", "hash", "--form", form, "--out", onnx, "--json");
            NpzTensors.write(
                    in, DenoiserBench.inputs(Models.find(model).network().inputs(), 1));
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
                    speed(name + ", one evaluation", ran.get("run"), Map.of()));
        } finally {
            delete(Stream.of(onnx, folder.resolve(stem + ".onnx.data"), in, out));
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
                        "bench",
                        "'assay " + arguments[0] + " " + arguments[1] + "' failed",
                        "each step must succeed",
                        "see the message above");
            }
            return Json.read("assay " + arguments[0], printed, JsonNode.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssayException("bench", "interrupted", "it must run to its end", "run the same command again", e);
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
