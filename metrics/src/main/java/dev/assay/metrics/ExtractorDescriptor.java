package dev.assay.metrics;

import dev.assay.datasets.resize.Resizer;
import dev.assay.graph.FileHash;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import dev.assay.spec.Names;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an ONNX file needs to know to be a feature extractor: a YAML file beside it with these keys.
 *
 * @param extractor name that scores carry; letters, digits, points and dashes
 * @param onnx name of the ONNX file, in the folder of the descriptor
 * @param sha256 of the ONNX file, followed by {@code <onnx>.data} where its weights lie beside it; lower-case hex
 * @param height rows of the input
 * @param width columns of the input
 * @param resize how images come to that size, see {@link Resizer#NAMES}
 * @param mean three values subtracted from the channels, on the scale 0-255
 * @param scale three values that the result is divided by
 * @param input name of the input, float32 [N,3,height,width]
 * @param taps output of the network by the name metrics ask for: {@code features}, {@code spatial}, {@code logits}
 * @param about one sentence for people
 */
public record ExtractorDescriptor(
        String extractor,
        String onnx,
        String sha256,
        int height,
        int width,
        String resize,
        List<Double> mean,
        List<Double> scale,
        String input,
        Map<String, String> taps,
        String about) {
    /** Larger inputs than any extractor has. */
    private static final int MAX_SIDE = 4096;

    public ExtractorDescriptor {
        mean = List.copyOf(mean);
        scale = List.copyOf(scale);
        taps = Collections.unmodifiableMap(new TreeMap<>(taps));
        check(extractor, extractor.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}"), "extractor", extractor, "a short name");
        check(extractor, onnx.matches("[^/\\\\]+") && !onnx.startsWith("."), "onnx", onnx, "a file in this folder");
        check(extractor, sha256.matches("[0-9a-f]{64}"), "sha256", sha256, "64 lower-case hex digits");
        check(extractor, height >= 1 && height <= MAX_SIDE, "height", height, "from 1 to " + MAX_SIDE);
        check(extractor, width >= 1 && width <= MAX_SIDE, "width", width, "from 1 to " + MAX_SIDE);
        check(extractor, three(mean, true), "mean", mean, "three numbers");
        check(extractor, three(scale, false), "scale", scale, "three numbers other than 0");
        check(extractor, !taps.isEmpty(), "taps", taps, "at least one output by name");
        if (!Resizer.NAMES.contains(resize)) {
            throw Names.unknown("resizer", resize, Resizer.NAMES);
        }
    }

    private static boolean three(List<Double> values, boolean zero) {
        return values.size() == 3 && values.stream().allMatch(v -> Double.isFinite(v) && (zero || v != 0));
    }

    private static void check(String extractor, boolean good, String key, Object found, String allowed) {
        if (!good) {
            throw new AssayException(
                    "extractor " + extractor + ", " + key, "it is " + found, "it must be " + allowed, "correct it");
        }
    }

    /** Reads a descriptor. */
    public static ExtractorDescriptor read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new AssayException(
                    file.toString(),
                    "there is no such file",
                    "an extractor is a YAML file beside an ONNX file",
                    "check the path");
        }
        return Json.readYaml(file, ExtractorDescriptor.class);
    }

    /** The output behind a tap; an unknown one is answered with near ones. */
    public String output(String tap) {
        if (!taps.containsKey(tap)) {
            throw Names.unknown("tap of extractor " + extractor, tap, taps.keySet());
        }
        return taps.get(tap);
    }

    /** The ONNX file beside the descriptor, once its hash has been found right. */
    Path verified(Path descriptor) {
        Path file = descriptor.resolveSibling(onnx);
        if (!Files.isRegularFile(file)) {
            throw new AssayException(
                    file.toString(),
                    "there is no such file",
                    "the ONNX file of extractor " + extractor + " lies beside its descriptor",
                    "export the extractor again");
        }
        List<Path> files = new ArrayList<>(List.of(file));
        Path data = file.resolveSibling(onnx + ".data");
        if (Files.isRegularFile(data)) {
            files.add(data);
        }
        String found = FileHash.sha256(files);
        if (!found.equals(sha256)) {
            throw new AssayException(
                    file.toString(),
                    "its SHA-256 is " + found,
                    "extractor " + extractor + " is " + sha256,
                    "export the extractor again, or correct its descriptor if you changed the network on purpose");
        }
        return file;
    }

    /** All that determines the features of an image, for the identity of a score. */
    public Map<String, String> identity() {
        Map<String, String> identity = new TreeMap<>();
        identity.put("sha256", sha256);
        identity.put("size", height + "x" + width);
        identity.put("resize", resize);
        identity.put("mean", mean.toString());
        identity.put("scale", scale.toString());
        taps.forEach((tap, output) -> identity.put("tap." + tap, output));
        return identity;
    }
}
