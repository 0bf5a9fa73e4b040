package dev.assay.metrics;

import dev.assay.datasets.Image;
import dev.assay.datasets.resize.Resizer;
import dev.assay.graph.Array;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.OnnxSession;
import dev.assay.graph.Port;
import dev.assay.graph.SessionOptions;
import dev.assay.spec.AssayException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Images to rows of features: resize, normalise, run the network. Several threads may extract at once; each call
 * computes with the threads its session was opened with.
 */
public final class FeatureExtractor implements AutoCloseable {
    private final ExtractorDescriptor descriptor;
    private final Resizer resizer;
    private final OnnxSession session;

    private FeatureExtractor(ExtractorDescriptor descriptor, OnnxSession session) {
        this.descriptor = descriptor;
        this.resizer = Resizer.named(descriptor.resize());
        this.session = session;
    }

    /** Opens the network beside a descriptor after checking its hash, its input and its outputs. */
    public static FeatureExtractor open(Path file, SessionOptions options) {
        ExtractorDescriptor descriptor = ExtractorDescriptor.read(file);
        Path onnx = file.resolveSibling(descriptor.onnx());
        if (!Files.isRegularFile(onnx)) {
            throw new AssayException(
                    onnx.toString(), "no such file", file + " names it", "put the network beside its descriptor");
        }
        checkHash(onnx, descriptor.sha256());
        OnnxSession session = OnnxSession.open(onnx, options);
        FeatureExtractor extractor = new FeatureExtractor(descriptor, session);
        try {
            extractor.checkPorts(onnx.toString());
        } catch (AssayException e) {
            session.close();
            throw e;
        }
        return extractor;
    }

    private static void checkHash(Path onnx, String expected) {
        Path data = onnx.resolveSibling(onnx.getFileName() + ".data");
        String found = new OnnxFile(onnx, Files.isRegularFile(data) ? List.of(data) : List.of()).sha256();
        if (!found.equals(expected)) {
            throw new AssayException(
                    onnx.toString(),
                    "its SHA-256 is " + found,
                    "the descriptor says " + expected,
                    "the file is incomplete or altered: make or fetch it again");
        }
    }

    private void checkPorts(String where) {
        List<String> inputs = session.inputs().stream().map(Port::name).toList();
        if (!inputs.equals(List.of(descriptor.input()))) {
            throw new AssayException(
                    where,
                    "its inputs are " + inputs,
                    "the descriptor says [" + descriptor.input() + "]",
                    "correct the descriptor");
        }
        Set<String> outputs =
                new TreeSet<>(session.outputs().stream().map(Port::name).toList());
        for (String output : descriptor.taps().values()) {
            if (!outputs.contains(output)) {
                throw new AssayException(
                        where,
                        "it has no output '" + output + "'",
                        "there are " + String.join(", ", outputs),
                        "correct the descriptor's taps");
            }
        }
    }

    /** What scores call it. */
    public String name() {
        return descriptor.extractor();
    }

    /** The taps it has. */
    public Set<String> taps() {
        return descriptor.taps().keySet();
    }

    /** Where the network runs: {@code cpu} or {@code cuda}. */
    public String provider() {
        return session.provider();
    }

    /** Why it does not run on a GPU although that was allowed; empty when there is nothing to say. */
    public String note() {
        return session.note();
    }

    /** All that determines its features. */
    public Map<String, String> identity() {
        Map<String, String> identity = new TreeMap<>();
        identity.put("sha256", descriptor.sha256());
        identity.put("size", descriptor.height() + "x" + descriptor.width());
        identity.put("resize", descriptor.resize());
        identity.put("mean", descriptor.mean().toString());
        identity.put("scale", descriptor.scale().toString());
        identity.put("about", descriptor.about());
        return identity;
    }

    /**
     * Features of images of any sizes.
     *
     * @param wanted taps to compute
     * @return [N,D] by tap
     */
    public Map<String, float[]> extract(List<Image> images, Collection<String> wanted) {
        int plane = descriptor.height() * descriptor.width();
        float[] x = new float[Math.multiplyExact(images.size(), 3 * plane)]; // [N,3,height,width]
        for (int n = 0; n < images.size(); n++) {
            resizer.resize(images.get(n), descriptor.height(), descriptor.width(), x, n * 3 * plane);
        }
        normalise(x, plane);
        List<String> outputs = new ArrayList<>();
        wanted.forEach(tap -> outputs.add(descriptor.taps().get(tap)));
        Array.Floats input = new Array.Floats(x, images.size(), 3, descriptor.height(), descriptor.width());
        Map<String, float[]> computed =
                session.runFloats(Map.of(descriptor.input(), input), outputs.toArray(new String[0]));
        Map<String, float[]> features = new LinkedHashMap<>();
        wanted.forEach(tap -> features.put(tap, computed.get(descriptor.taps().get(tap))));
        return features;
    }

    private void normalise(float[] x, int plane) {
        for (int c = 0; c < 3; c++) {
            float mean = descriptor.mean().get(c).floatValue();
            float scale = descriptor.scale().get(c).floatValue();
            if (mean == 0 && scale == 1) {
                continue;
            }
            for (int start = c * plane; start < x.length; start += 3 * plane) {
                for (int i = start; i < start + plane; i++) {
                    x[i] = (x[i] - mean) / scale;
                }
            }
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
