package dev.assay.reference.emoji;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.graph.Device;
import dev.assay.graph.FileHash;
import dev.assay.graph.SessionOptions;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainedTowersTest {
    private static final SessionOptions OPTIONS = new SessionOptions(1, Device.CPU);
    private static final TrainedTowers TOWERS = TrainedTowers.load();

    @TempDir
    private Path folder;

    @Test
    void theExtractorIsWrittenTheSameEveryTime() throws IOException {
        Path descriptor = TOWERS.exportImages(folder);
        String text = Files.readString(descriptor);
        assertThat(text).contains("extractor: assay-emoji-v1", "features: features", "logits: logits", "height: 32");
        Path onnx = folder.resolve("assay-emoji-v1.onnx");
        assertThat(text).contains("sha256: " + FileHash.sha256(List.of(onnx)));
        Files.delete(onnx);
        assertThat(TrainedTowers.load().exportImages(folder)).content().isEqualTo(text);
    }

    @Test
    void everyWordOfAPromptIsKnown() {
        assertThat(TOWERS.words()
                        .tokens("noto style, sketch, medium light skin tone, hand fingers open, waving hand sign", 20))
                .doesNotContain(1);
    }

    @Test
    void descriptionsDoNotDependOnOthersBesideThem() {
        List<String> texts =
                List.of("noto style, person, juggling", "grey", "twemoji style, face smiling, grinning face");
        try (TextEncoder text = TOWERS.text(OPTIONS)) {
            float[] together = text.embed(texts);
            int width = together.length / texts.size();
            for (int i = 0; i < texts.size(); i++) {
                assertThat(text.embed(texts.get(i)))
                        .isEqualTo(Arrays.copyOfRange(together, i * width, (i + 1) * width));
            }
        }
    }

    @Test
    void descriptionsWithSharedWordsAreNearer() {
        try (TextEncoder text = TOWERS.text(OPTIONS)) {
            float[] rows = text.embed(List.of("grinning face", "grinning face with smiling eyes", "norway flag"));
            int width = rows.length / 3;
            assertThat(TextEncoder.cosine(rows, 0, rows, 1, width))
                    .isGreaterThan(TextEncoder.cosine(rows, 0, rows, 2, width) + 0.2);
        }
    }

    @Test
    void aFileWithAnotherHashIsAnError() {
        byte[] bytes = {1, 2};
        byte[] sums = (Json.sha256(bytes) + "  weights.safetensors\n").getBytes(StandardCharsets.UTF_8);
        assertThat(TrainedTowers.verified("weights.safetensors", bytes, sums)).isSameAs(bytes);
        assertThatThrownBy(() -> TrainedTowers.verified("weights.safetensors", new byte[] {1, 3}, sums))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("assay-emoji-v1/weights.safetensors: its SHA-256 is not that of SHA256SUMS");
        assertThatThrownBy(() -> TrainedTowers.verified("vocabulary.txt", bytes, sums))
                .isInstanceOf(AssayException.class);
    }
}
