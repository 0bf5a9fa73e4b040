package dev.assay.reference;

import dev.assay.graph.Network;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.Weights;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A feature extractor: an ONNX file and a YAML descriptor beside it that says what its input is and which outputs are
 * which features.
 *
 * @param name what scores call it; letters, digits, points and dashes
 * @param network the network; its input {@code x} is float32 [N,3,height,width]
 * @param height rows of the input
 * @param width columns of the input
 * @param resize how images come to that size, by the name of a resizer
 * @param mean three values subtracted from the channels before the network, grey levels 0-255
 * @param scale three values that divide the channels after that
 * @param taps output of the network by the name metrics ask for ({@code features}, {@code spatial}, {@code logits}, ...)
 * @param about one line on what it is and where its weights come from
 */
public record Extractor(
        String name,
        Network network,
        int height,
        int width,
        String resize,
        List<Double> mean,
        List<Double> scale,
        Map<String, String> taps,
        String about) {
    public Extractor {
        mean = List.copyOf(mean);
        scale = List.copyOf(scale);
        taps = Collections.unmodifiableMap(new LinkedHashMap<>(taps));
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9.-]*")) {
            throw new AssayException(
                    "extractor '" + name + "'",
                    "not a name",
                    "letters, digits, points and dashes are allowed",
                    "choose another name");
        }
    }

    /** Writes {@code <name>.onnx} and {@code <name>.yaml} into a folder and gives the descriptor's path. */
    public Path export(Weights weights, Path folder) {
        return describe(OnnxFile.write(network, weights, folder.resolve(name + ".onnx"), OnnxFile.Storage.AUTO));
    }

    /** Writes {@code <name>.yaml} beside the network's ONNX file, which has been written, and gives its path. */
    public Path describe(OnnxFile file) {
        Path folder = file.path().toAbsolutePath().getParent();
        Path descriptor = folder.resolve(name + ".yaml");
        Path partial = folder.resolve("." + name + ".yaml." + UUID.randomUUID() + ".part");
        try {
            try {
                Files.writeString(partial, descriptor(file), StandardCharsets.UTF_8);
                Files.move(partial, descriptor, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(partial);
            }
        } catch (IOException e) {
            throw new AssayException(
                    descriptor.toString(),
                    "cannot be written (" + AssayException.reason(e) + ")",
                    "the folder must be writable and have room",
                    "choose another folder or make room",
                    e);
        }
        return descriptor;
    }

    private String descriptor(OnnxFile file) {
        String outputs = taps.entrySet().stream()
                .map(t -> t.getKey() + ": " + t.getValue())
                .collect(Collectors.joining(", "));
        return """
                extractor: %s
                onnx: %s
                sha256: %s
                height: %d
                width: %d
                resize: %s
                mean: %s
                scale: %s
                input: x
                taps: {%s}
                about: '%s'
                """.formatted(
                        name,
                        file.path().getFileName(),
                        file.sha256(),
                        height,
                        width,
                        resize,
                        perChannel(mean),
                        perChannel(scale),
                        outputs,
                        about.replace("'", "''").replaceAll("\\s+", " "));
    }

    private static String perChannel(List<Double> values) {
        return values.stream()
                .map(v -> v == Math.rint(v) ? Long.toString(v.longValue()) : v.toString())
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
