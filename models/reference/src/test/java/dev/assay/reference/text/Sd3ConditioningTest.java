package dev.assay.reference.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.graph.Array;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.ShapeBackend;
import dev.assay.reference.Parity;
import dev.assay.reference.weights.HashFill;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class Sd3ConditioningTest {
    private static final Sd3Conditioning TINY = new Sd3Conditioning(2, 2, 3, 3, 8);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void theEncodersAreJoinedAsTheOriginalJoinsThem(OnnxFile.Form form) throws IOException {
        Map<String, Array> inputs = new LinkedHashMap<>();
        inputs.put("clip_l", input("clip_l", 2, 2, 2));
        inputs.put("clip_g", input("clip_g", 2, 2, 3));
        inputs.put("t5", input("t5", 2, 3, 8));
        inputs.put("pooled_l", input("pooled_l", 2, 2));
        inputs.put("pooled_g", input("pooled_g", 2, 3));
        Map<String, float[]> out = Parity.run(TINY, new HashFill(), form, folder, inputs);
        float[] context = out.get("context");
        assertThat(context).hasSize(2 * 5 * 8);
        for (int n = 0; n < 2; n++) {
            for (int token = 0; token < 5; token++) {
                for (int column = 0; column < 8; column++) {
                    assertThat(context[(n * 5 + token) * 8 + column])
                            .as("%d, %d, %d", n, token, column)
                            .isEqualTo(expected(n, token, column));
                }
            }
        }
        assertThat(out.get("pooled")).hasSize(10);
        for (int i = 0; i < 10; i++) {
            int n = i / 5;
            int column = i % 5;
            assertThat(out.get("pooled")[i])
                    .isEqualTo(column < 2 ? at("pooled_l", 2 * n + column) : at("pooled_g", 3 * n + column - 2));
        }
    }

    private static float expected(int n, int token, int column) {
        if (token >= 2) {
            return at("t5", (n * 3 + token - 2) * 8 + column);
        }
        if (column >= 5) {
            return 0;
        }
        int row = n * 2 + token;
        return column < 2 ? at("clip_l", row * 2 + column) : at("clip_g", row * 3 + column - 2);
    }

    private static float at(String input, int index) {
        return HashFill.input(input, index + 1)[index];
    }

    private static Array input(String name, long... sizes) {
        int count = 1;
        for (long size : sizes) {
            count *= (int) size;
        }
        return new Array.Floats(HashFill.input(name, count), sizes);
    }

    @Test
    void stableDiffusion3ReadsThatMany() {
        var outputs = ShapeBackend.describe(new Sd3Conditioning(77, 768, 1280, 77, 4096))
                .outputs();
        assertThat(outputs)
                .extracting(p -> p.name() + p.shape())
                .containsExactly("context[N,154,4096]", "pooled[N,2048]");
        assertThat(ShapeBackend.describe(TINY).parameters()).isEmpty();
    }

    @Test
    void nothingIsPaddedWhereTheWidthsAreEqual() {
        var outputs = ShapeBackend.describe(new Sd3Conditioning(2, 2, 3, 3, 5)).outputs();
        assertThat(outputs.get(0).shape().toString()).isEqualTo("[N,5,5]");
    }

    @Test
    void t5MustBeAsWideAsBothTowers() {
        assertThatThrownBy(() -> new Sd3Conditioning(2, 2, 3, 3, 4))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("2 tokens of 2 + 3 and 3 of 4");
    }
}
