package dev.assay.local;

import static dev.assay.graph.Shape.BATCH;

import dev.assay.graph.DataType;
import dev.assay.graph.Network;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.Op;
import dev.assay.graph.Padding;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A small convolutional network with random weights, as a user would bring one: an ONNX file and a descriptor. */
record ConvExtractor() implements Network {
    @Override
    public List<Port> inputs() {
        return List.of(new Port("image", DataType.FLOAT32, Shape.of(BATCH, 3, 20, 20)));
    }

    @Override
    public Map<String, Tensor> outputs(Scope scope, Map<String, Tensor> inputs) {
        Tensor x = inputs.get("image");
        x = conv(scope.at("first"), x, 3, 16).relu();
        x = conv(scope.at("second"), x, 16, 32).relu();
        Tensor pooled = x.mean(2, 3).reshape(BATCH, 32);
        Tensor classes = pooled.linear(scope.at("head").parameter("weight", Shape.of(10, 32)));
        return Map.of("pooled", pooled, "classes", classes);
    }

    private static Tensor conv(Scope scope, Tensor x, int in, int out) {
        return x.conv2d(
                scope.parameter("weight", Shape.of(out, in, 3, 3)),
                scope.parameter("bias", Shape.of(out)),
                new Op.Conv(2, 1, new Padding(1, 0, 0, 1), 1));
    }

    private static float[] random(String name, Shape shape) {
        SplittableRandom random = new SplittableRandom(name.hashCode());
        float[] values = new float[(int) shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble() - 0.4);
        }
        return values;
    }

    /** Writes both files and gives the descriptor's path. */
    static Path write(Path folder) {
        OnnxFile onnx = OnnxFile.write(
                new ConvExtractor(), ConvExtractor::random, folder.resolve("small.onnx"), OnnxFile.Storage.INSIDE);
        Path descriptor = folder.resolve("small.yaml");
        try {
            Files.writeString(descriptor, """
                    extractor: small-conv
                    onnx: small.onnx
                    sha256: %s
                    height: 20
                    width: 20
                    resize: torch-bilinear
                    mean: [127.5, 127.5, 120]
                    scale: [127.5, 127.5, 130]
                    input: image
                    taps: {features: pooled, logits: classes}
                    about: random weights
                    """.formatted(onnx.sha256()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return descriptor;
    }
}
