package dev.assay.local;

import static dev.assay.graph.Shape.BATCH;

import dev.assay.graph.DataType;
import dev.assay.graph.Network;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.spec.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An image-text pair that understands three words: a picture is its mean colour, a text the sum of its words' colours. */
final class TinyPair {
    private static final int LENGTH = 4;

    private TinyPair() {}

    private record Colour() implements Network {
        @Override
        public List<Port> inputs() {
            return List.of(new Port("x", DataType.FLOAT32, Shape.of(BATCH, 3, 8, 8)));
        }

        @Override
        public Map<String, Tensor> outputs(Scope scope, Map<String, Tensor> inputs) {
            return Map.of("colour", inputs.get("x").mean(2, 3).reshape(BATCH, 3));
        }
    }

    private record Bag() implements Network {
        @Override
        public List<Port> inputs() {
            return List.of(new Port("tokens", DataType.INT64, Shape.of(BATCH, LENGTH)));
        }

        @Override
        public Map<String, Tensor> outputs(Scope scope, Map<String, Tensor> inputs) {
            Tensor table = scope.parameter("words", Shape.of(5, 3));
            return Map.of("text", table.gather(inputs.get("tokens")).mean(1));
        }
    }

    /** Padding, unknown, red, green, blue. */
    private static float[] words(String name, Shape shape) {
        return new float[] {0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1};
    }

    /** Writes the image extractor {@code tiny-colour}. */
    static Path images(Path folder) {
        OnnxFile onnx =
                OnnxFile.write(new Colour(), TinyPair::words, folder.resolve("colour.onnx"), OnnxFile.Storage.INSIDE);
        return text(folder.resolve("tiny-colour.yaml"), """
                extractor: tiny-colour
                onnx: colour.onnx
                sha256: %s
                height: 8
                width: 8
                resize: antialias-bilinear
                mean: [0, 0, 0]
                scale: [255, 255, 255]
                input: x
                taps: {features: colour, meeting: colour}
                about: mean colour
                """.formatted(onnx.sha256()));
    }

    /** Writes its text tower. */
    static Path texts(Path folder) {
        OnnxFile onnx = OnnxFile.write(new Bag(), TinyPair::words, folder.resolve("bag.onnx"), OnnxFile.Storage.INSIDE);
        Path vocabulary = text(folder.resolve("words.txt"), "red\ngreen\nblue\n");
        try {
            return text(folder.resolve("tiny-colour.text.yaml"), """
                    tower: tiny-colour
                    onnx: bag.onnx
                    sha256: %s
                    vocabulary: words.txt
                    vocabulary_sha256: %s
                    length: 4
                    padding: 0
                    input: tokens
                    output: text
                    extractor: tiny-colour
                    tap: meeting
                    about: mean colour of words
                    """.formatted(
                            onnx.sha256(), Json.sha256(Files.readAllBytes(vocabulary))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path text(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
