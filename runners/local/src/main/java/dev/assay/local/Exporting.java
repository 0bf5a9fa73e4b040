package dev.assay.local;

import dev.assay.graph.Network;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.Parameter;
import dev.assay.graph.ShapeBackend;
import dev.assay.graph.Weights;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Networks written as ONNX with a bar that shows how far. */
final class Exporting {
    private Exporting() {}

    static OnnxFile write(Network network, Weights weights, Path out, OnnxFile.Options options) {
        long numbers = ShapeBackend.describe(network).parameters().stream()
                .filter(p -> p.role() != Parameter.Role.UNREAD)
                .mapToLong(p -> p.shape().elements())
                .sum();
        try (Progress progress = new Progress("export", "numbers", OptionalLong.of(numbers))) {
            Weights watched = (name, shape) -> {
                float[] tensor = weights.tensor(name, shape);
                progress.advance(tensor.length);
                return tensor;
            };
            return OnnxFile.write(network, watched, out, options);
        }
    }
}
