package dev.assay.reference.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.Parameter;
import dev.assay.graph.ShapeBackend;
import dev.assay.reference.Parity;
import dev.assay.reference.weights.HashFill;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClipVisionTest {
    @TempDir
    private Path folder;

    private static ClipVision tiny(ClipActivation activation) {
        return new ClipVision(12, 4, 32, 64, 3, 4, activation, 24);
    }

    @ParameterizedTest
    @EnumSource
    void numPyGivesTheSame(OnnxFile.Form form) throws IOException {
        for (ClipActivation activation : ClipActivation.values()) {
            JsonNode golden = Parity.golden("clip/clip_vision.json")
                    .get("cases")
                    .get(activation.name().toLowerCase(Locale.ROOT));
            Map<String, float[]> out =
                    Parity.run(tiny(activation), new HashFill(), form, folder, Map.of("x", Parity.x(2, 3, 12, 12)));
            assertThat(out).hasSize(3);
            out.forEach((name, values) -> Parity.assertSummary(name, golden.get(name), values));
        }
    }

    @Test
    void theTensorsOutsideTheBlocksAreThoseOfTransformers() {
        assertThat(ShapeBackend.describe(tiny(ClipActivation.GELU)).parameters().stream()
                        .filter(p -> !p.name().contains(".layers."))
                        .map(p -> p.name() + p.shape()))
                .containsExactly(
                        "vision_model.embeddings.patch_embedding.weight[32,3,4,4]",
                        "vision_model.embeddings.class_embedding[32]",
                        "vision_model.embeddings.position_embedding.weight[10,32]",
                        "vision_model.pre_layrnorm.weight[32]",
                        "vision_model.pre_layrnorm.bias[32]",
                        "vision_model.post_layernorm.weight[32]",
                        "vision_model.post_layernorm.bias[32]",
                        "visual_projection.weight[24,32]");
    }

    @Test
    void bothTowersHaveTheSameBlocks() {
        ClipText text = new ClipText(6, 20, 32, 64, 3, 4, ClipActivation.GELU, 8);
        assertThat(ShapeBackend.describe(tiny(ClipActivation.GELU)).parameters().stream()
                        .filter(p -> p.name().contains(".layers."))
                        .map(ClipVisionTest::withoutTower))
                .containsExactlyElementsOf(ShapeBackend.describe(text).parameters().stream()
                        .filter(p -> p.name().contains(".layers."))
                        .map(ClipVisionTest::withoutTower)
                        .toList());
    }

    private static String withoutTower(Parameter p) {
        return p.name().substring(p.name().indexOf('.')) + p.shape();
    }

    @Test
    void anImageMustDivideIntoPatches() {
        assertThatThrownBy(() -> new ClipVision(13, 4, 32, 64, 3, 4, ClipActivation.GELU, 24))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("size 13 and patch 4");
    }
}
