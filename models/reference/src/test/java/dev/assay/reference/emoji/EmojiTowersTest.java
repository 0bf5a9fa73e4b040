package dev.assay.reference.emoji;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.graph.Array;
import dev.assay.graph.Device;
import dev.assay.graph.InitialWeights;
import dev.assay.graph.Network;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.OnnxSession;
import dev.assay.graph.Parameter;
import dev.assay.graph.SessionOptions;
import dev.assay.graph.ShapeBackend;
import dev.assay.reference.model.Models;
import dev.assay.reference.weights.HashFill;
import dev.assay.spec.AssayException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmojiTowersTest {
    private static final EmojiTowers TINY =
            (EmojiTowers) Models.named("emoji-towers-tiny").network();

    @TempDir
    private Path folder;

    private OnnxSession open(Network network, String name) {
        List<Parameter> all = ShapeBackend.describe(TINY).parameters();
        OnnxFile file = OnnxFile.write(
                network, new InitialWeights(all, 1), folder.resolve(name + ".onnx"), OnnxFile.Storage.INSIDE);
        return OnnxSession.open(file.path(), new SessionOptions(1, Device.CPU));
    }

    private static Array images(int count) {
        return new Array.Floats(HashFill.input("x", count * 192), count, 3, 8, 8);
    }

    @Test
    void eachTowerAloneGivesWhatBothGiveFromTheSameWeights() {
        Array x = images(2);
        Array tokens = new Array.Longs(new long[] {3, 7, 0, 0, 5, 2, 9, 9}, 2, 4);
        try (OnnxSession both = open(TINY, "both");
                OnnxSession image = open(TINY.image(), "image");
                OnnxSession text = open(TINY.text(), "text")) {
            Map<String, float[]> all = both.runFloats(Map.of("x", x, "tokens", tokens));
            Map<String, float[]> pictures = image.runFloats(Map.of("x", x));
            Map<String, float[]> words = text.runFloats(Map.of("tokens", tokens));
            assertThat(pictures.keySet()).containsExactly("features", "embedding", "identity", "logits");
            assertThat(words.keySet()).containsExactly("text");
            pictures.forEach((name, values) -> assertThat(values).isEqualTo(all.get(name)));
            words.forEach((name, values) -> assertThat(values).isEqualTo(all.get(name)));
            assertThat(pictures.get("logits")).hasSize(2 * 6);
        }
    }

    @Test
    void embeddingsHaveLengthOne() {
        try (OnnxSession image = open(TINY.image(), "image");
                OnnxSession text = open(TINY.text(), "text")) {
            Map<String, float[]> pictures = image.runFloats(Map.of("x", images(3)));
            float[] words = text.runFloats(Map.of("tokens", new Array.Longs(new long[] {1, 2, 3, 4, 5, 0, 0, 0}, 2, 4)))
                    .get("text");
            for (float[] rows : List.of(pictures.get("embedding"), pictures.get("identity"), words)) {
                for (int from = 0; from < rows.length; from += 8) {
                    double square = 0;
                    for (int k = 0; k < 8; k++) {
                        square += rows[from + k] * rows[from + k];
                    }
                    assertThat(square).isCloseTo(1, within(1e-5));
                }
            }
        }
    }

    @Test
    void wordsCountInWhateverOrderAndPaddingNothing() {
        try (OnnxSession text = open(TINY.text(), "text")) {
            float[] a = text.runFloats(Map.of("tokens", new Array.Longs(new long[] {3, 7, 0, 0}, 1, 4)))
                    .get("text");
            float[] b = text.runFloats(Map.of("tokens", new Array.Longs(new long[] {0, 7, 0, 3}, 1, 4)))
                    .get("text");
            float[] c = text.runFloats(Map.of("tokens", new Array.Longs(new long[] {3, 8, 0, 0}, 1, 4)))
                    .get("text");
            // The sum is in another order: the last bits of float32.
            assertThat(TextEncoder.cosine(a, 0, b, 0, 8)).isCloseTo(1, within(1e-6));
            assertThat(TextEncoder.cosine(a, 0, c, 0, 8)).isLessThan(0.999);
        }
    }

    @Test
    void cosinesAreThoseOfRows() {
        float[] rows = {1, 0, 3, 4};
        assertThat(TextEncoder.cosine(rows, 0, rows, 1, 2)).isEqualTo(0.6);
        assertThat(TextEncoder.cosine(rows, 1, rows, 1, 2)).isEqualTo(1);
    }

    /** Sizes that do not divide by 4 would put some rows of a batch through other instructions. */
    @Test
    void aFeatureDoesNotDependOnItsBatch() {
        EmojiTowers full = (EmojiTowers) Models.named("assay-emoji-v1").network();
        List<Parameter> all = ShapeBackend.describe(full).parameters();
        OnnxFile file = OnnxFile.write(
                full.image(), new InitialWeights(all, 1), folder.resolve("full.onnx"), OnnxFile.Storage.INSIDE);
        int pixels = 3 * 32 * 32;
        float[] x = HashFill.input("x", 7 * pixels);
        try (OnnxSession session = OnnxSession.open(file.path(), new SessionOptions(1, Device.CPU))) {
            Map<String, float[]> together = session.runFloats(Map.of("x", new Array.Floats(x, 7, 3, 32, 32)));
            for (int i = 0; i < 7; i++) {
                float[] one = Arrays.copyOfRange(x, i * pixels, (i + 1) * pixels);
                int row = i;
                session.runFloats(Map.of("x", new Array.Floats(one, 1, 3, 32, 32)))
                        .forEach((name, values) -> assertThat(values)
                                .as("%s of image %d", name, row)
                                .isEqualTo(Arrays.copyOfRange(
                                        together.get(name), row * values.length, (row + 1) * values.length)));
            }
        }
    }

    @Test
    void sizesThatDoNotFitAreErrors() {
        for (int[] bad : new int[][] {{30, 4, 4}, {8, 6, 2}, {8, 4, 3}}) {
            assertThatThrownBy(() -> new EmojiTowers(bad[0], List.of(bad[1], 8), bad[2], 6, 8, 20, 4, 8))
                    .isInstanceOf(AssayException.class)
                    .hasMessageStartingWith("emoji-towers: ");
        }
    }

    @Test
    void everyParameterHasAName() {
        Set<String> names = new HashSet<>();
        ShapeBackend.describe(TINY).parameters().forEach(p -> assertThat(names.add(p.name()))
                .isTrue());
        assertThat(names).allMatch(n -> n.startsWith("image.") || n.startsWith("text."));
    }
}
