package dev.assay.reference.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.graph.DataType;
import dev.assay.graph.Parameter;
import dev.assay.graph.Shape;
import dev.assay.graph.ShapeBackend;
import dev.assay.reference.model.Models;
import dev.assay.spec.AssayException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text and image towers in files of transformers, which have more than a tower reads. */
class TextLayoutsTest {
    @TempDir
    private Path folder;

    private static List<Parameter> parameters(String model) {
        return ShapeBackend.describe(Models.named(model).network()).parameters();
    }

    private static Parameter tensor(String name, int... sizes) {
        return new Parameter(name, Shape.of(sizes), Parameter.Role.TRAINED);
    }

    private CheckpointView view(List<Parameter> stored, List<Parameter> network) {
        Path file = folder.resolve("model.safetensors");
        SafetensorsWriter.write(file, stored, new HashFill(), Map.of(), DataType.FLOAT32);
        return CheckpointView.open(file, network, Set.of(), Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text_encoders.clip_l.transformer."})
    void aFileOfBothTowersHasEach(String prefix) {
        List<Parameter> both = new ArrayList<>(parameters("clip-text-tiny"));
        both.addAll(parameters("clip-vision-tiny"));
        both.add(tensor("logit_scale", 1));
        both.add(tensor("text_model.embeddings.position_ids", 1, 12));
        both.add(tensor("vision_model.embeddings.position_ids", 1, 10));
        List<Parameter> stored = both.stream()
                .map(p -> new Parameter(prefix + p.name(), p.shape(), p.role()))
                .toList();
        for (String model : List.of("clip-text-tiny", "clip-vision-tiny")) {
            List<Parameter> tower = parameters(model);
            try (CheckpointView view = view(stored, tower)) {
                MatchedWeights weights = MatchedWeights.match(view, tower);
                for (Parameter p : tower) {
                    assertThat(weights.tensor(p.name(), p.shape()))
                            .as(p.name())
                            .containsExactly(new HashFill().tensor(prefix + p.name(), p.shape()));
                }
            }
        }
    }

    @Test
    void aTowerWithoutProjectionLeavesItOut() {
        List<Parameter> stored = parameters("clip-text-tiny");
        List<Parameter> plain = stored.stream()
                .filter(p -> !p.name().startsWith("text_projection"))
                .toList();
        try (CheckpointView view = view(stored, plain)) {
            assertThat(MatchedWeights.match(view, plain)).isNotNull();
            assertThat(view.notes()).contains("left out: text_projection (1 tensors)");
        }
    }

    @Test
    void aTowerWithProjectionNeedsIt() {
        List<Parameter> network = parameters("clip-text-tiny");
        List<Parameter> stored = network.stream()
                .filter(p -> !p.name().startsWith("text_projection"))
                .toList();
        try (CheckpointView view = view(stored, network)) {
            assertThatThrownBy(() -> MatchedWeights.match(view, network))
                    .isInstanceOf(AssayException.class)
                    .hasMessageContaining("1 missing (text_projection.weight)");
        }
    }

    @Test
    void theTokenTableOfT5IsTheSharedOne() {
        List<Parameter> network = parameters("t5-tiny");
        List<Parameter> stored = new ArrayList<>(network.stream()
                .map(p -> p.name().equals("encoder.embed_tokens.weight") ? tensor("shared.weight", 100, 32) : p)
                .toList());
        stored.add(tensor("decoder.block.0.layer.0.SelfAttention.q.weight", 32, 32));
        stored.add(tensor("lm_head.weight", 100, 32));
        try (CheckpointView view = view(stored, network)) {
            MatchedWeights weights = MatchedWeights.match(view, network);
            Shape table = Shape.of(100, 32);
            assertThat(weights.tensor("encoder.embed_tokens.weight", table))
                    .containsExactly(new HashFill().tensor("shared.weight", table));
        }
    }

    @Test
    void theEncodersOwnTokenTableGoesFirst() {
        List<Parameter> network = parameters("t5-tiny");
        List<Parameter> stored = new ArrayList<>(network);
        stored.add(tensor("shared.weight", 100, 32));
        try (CheckpointView view = view(stored, network)) {
            MatchedWeights weights = MatchedWeights.match(view, network);
            Shape table = Shape.of(100, 32);
            assertThat(weights.tensor("encoder.embed_tokens.weight", table))
                    .containsExactly(new HashFill().tensor("encoder.embed_tokens.weight", table));
        }
    }

    @Test
    void otherTensorsAreStillReported() {
        List<Parameter> network = parameters("t5-tiny");
        List<Parameter> stored = new ArrayList<>(network);
        stored.add(tensor("encoder.block.3.layer.0.layer_norm.weight", 32));
        try (CheckpointView view = view(stored, network)) {
            assertThatThrownBy(() -> MatchedWeights.match(view, network))
                    .isInstanceOf(AssayException.class)
                    .hasMessageContaining("1 unexpected (encoder.block.3.layer.0.layer_norm.weight)");
        }
    }
}
