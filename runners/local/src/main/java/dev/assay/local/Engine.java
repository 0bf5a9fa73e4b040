package dev.assay.local;

import dev.assay.graph.OnnxSession;
import dev.assay.metrics.FeatureExtractor;
import dev.assay.metrics.algebra.Compute;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Versions of what computed a result. */
final class Engine {
    private Engine() {}

    static Map<String, String> versions(Compute compute, Optional<FeatureExtractor> extractor) {
        Map<String, String> versions = new TreeMap<>();
        versions.put(
                "linear_algebra",
                compute.algebra().name() + " " + compute.algebra().version());
        versions.put("java", Runtime.version().toString());
        versions.put("platform", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        extractor.ifPresent(e -> {
            versions.put("onnxruntime", OnnxSession.version());
            versions.put("provider", e.provider());
        });
        return versions;
    }
}
