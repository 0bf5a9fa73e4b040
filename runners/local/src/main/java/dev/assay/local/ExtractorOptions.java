package dev.assay.local;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which feature extractor to use. */
final class ExtractorOptions {
    @Option(
            names = "--extractor",
            paramLabel = "NAME|FILE.yaml",
            description = {
                "Feature extractor: inception-2015-12-05, assay-emoji-v1, pixels-16, or a YAML descriptor beside an ONNX file",
                "(default: inception-2015-12-05 where weights are given or imported, else pixels-16).",
                "With features instead of images: the name of what made them."
            })
    private String name;

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description = "Inception weights: pt_inception-2015-12-05-6726825d.pth, .safetensors or TensorFlow's .pb.")
    private Path weights;

    Optional<String> name() {
        return Optional.ofNullable(name);
    }

    Optional<Path> weights() {
        return Optional.ofNullable(weights);
    }
}
