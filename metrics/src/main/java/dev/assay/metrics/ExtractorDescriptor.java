package dev.assay.metrics;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.assay.datasets.resize.Resizer;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a feature extractor is, as the YAML file beside its ONNX file says it.
 *
 * @param extractor name that scores carry
 * @param onnx file name of the network, beside the descriptor
 * @param sha256 of the network's file and then of its external data, lower-case hex
 * @param height rows of the network's input
 * @param width columns of the network's input
 * @param resize name of the resizer that brings images to that size
 * @param mean subtracted from each channel of the resized image, grey levels 0-255
 * @param scale divides each channel after that
 * @param input name of the network's input, float32 [N,3,height,width]
 * @param taps output of the network, float32 [N,D], by the name metrics ask for
 * @param about one line for people
 */
public record ExtractorDescriptor(
        String extractor,
        String onnx,
        // Snake case would split the digits off.
        @JsonProperty("sha256") String sha256,
        int height,
        int width,
        String resize,
        List<Double> mean,
        List<Double> scale,
        String input,
        Map<String, String> taps,
        String about) {
    private static final int MAX_SIDE = 4096;

    public ExtractorDescriptor {
        mean = List.copyOf(mean);
        scale = List.copyOf(scale);
        taps = Map.copyOf(taps);
    }

    /** Reads a descriptor and checks what can be checked without the network. */
    public static ExtractorDescriptor read(Path file) {
        ExtractorDescriptor descriptor = Json.readYaml(file, ExtractorDescriptor.class);
        descriptor.check(file.toString());
        return descriptor;
    }

    private void check(String where) {
        if (height < 1 || width < 1 || height > MAX_SIDE || width > MAX_SIDE) {
            throw wrong(where, "its input is %d x %d".formatted(height, width), "1 to " + MAX_SIDE + " is allowed");
        }
        if (mean.size() != 3 || scale.size() != 3) {
            throw wrong(where, "mean %s, scale %s".formatted(mean, scale), "three numbers each are needed");
        }
        for (int c = 0; c < 3; c++) {
            if (!Double.isFinite(mean.get(c)) || !Double.isFinite(scale.get(c)) || scale.get(c) == 0) {
                throw wrong(where, "mean %s, scale %s".formatted(mean, scale), "finite and scale not 0 is allowed");
            }
        }
        if (taps.isEmpty()) {
            throw wrong(where, "it names no taps", "at least one output is needed, such as features: pool3");
        }
        Path name = Path.of(onnx);
        if (name.isAbsolute() || name.getNameCount() != 1 || onnx.equals("..") || onnx.isBlank()) {
            throw wrong(where, "onnx is '" + onnx + "'", "it must be the name of a file beside the descriptor");
        }
        Resizer.named(resize);
    }

    private static AssayException wrong(String where, String found, String allowed) {
        return new AssayException(where, found, allowed, "correct the descriptor");
    }
}
