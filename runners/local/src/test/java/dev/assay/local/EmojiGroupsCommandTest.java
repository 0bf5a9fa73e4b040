package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.spec.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tiny text-to-group model that is trained, sampled and scored on emoji-groups. */
class EmojiGroupsCommandTest {
    private static final String RUN = """
            train: tiny
            model: words.yaml
            data: {set: emoji-groups, where: {}, flip: false, shrink: 1, augment: 0}
            seed: 1
            batch: 4
            steps: 2
            loss: {name: group, most: 4, text_dropout: 0.1, given: 0.5}
            optimizer: {learning_rate: 0.001, beta1: 0.9, beta2: 0.99, epsilon: 0.00000001, weight_decay: 0.01,
              no_decay: [bias], warmup: 1, clip: 1.0}
            ema: {name: constant, rate: 0.9}
            checkpoint: {every: 2, keep: 1}
            log_every: 1
            """;

    @TempDir
    private Path folder;

    private Path model;

    @BeforeEach
    void model() {
        model = TinyModels.write(folder.resolve("words.yaml"), """
                model: words
                family: word-group
                network:
                  tokens: 1024
                  group:
                    base: {rows: 32, columns: 32, channels: 3, patch: 8, width: 16, depth: 1, heads: 2,
                      caption_tokens: 20, caption_width: 8, trained_side: 32, place_scale: 1,
                      micro_conditions: false, learns_variance: false}
                    members: {channels: 3, sizes: [{height: 32, width: 32}]}
                    sight: group
                diffusion: {schedule: cosine, prediction: v, time_scale: 1000, time_shift: 0, no_class: -1}
                sampling: {sampler: ddim, steps: 2, guidance: {name: constant, w: 2.0}}
                """);
    }

    private static Assay.Ran ran(Object... arguments) {
        Assay.Ran ran = Assay.run(arguments);
        assertThat(ran.code()).as(ran.err()).isZero();
        return ran;
    }

    @Test
    void aModelIsTrainedSampledAndScored() throws IOException {
        Path run = TinyModels.write(folder.resolve("run.yaml"), RUN);
        ran("models", "train", run, "--out", folder.resolve("run"));
        Path weights = folder.resolve("run/weights.safetensors");
        Path group = folder.resolve("group");
        for (String system : new String[] {"group", "independent"}) {
            ran(
                    "groups",
                    "sample",
                    model,
                    "--weights",
                    weights,
                    "--first",
                    1,
                    "--system",
                    system,
                    "--out",
                    folder.resolve(system));
        }
        JsonNode made = Json.read(group.resolve("made.json"), JsonNode.class);
        assertThat(made.get("groups").size()).isEqualTo(11);
        JsonNode completion = made.get("groups").get("completion-01");
        assertThat(completion).hasSize(4);
        assertThat(completion.get(1).get("reference").asBoolean()).isTrue();
        assertThat(completion.get(2).get("reference").asBoolean()).isFalse();
        assertThat(group.resolve("moon-sequence.png")).exists();
        String given = "completion-01/member-1.png";
        assertThat(Files.readAllBytes(group.resolve(given)))
                .isEqualTo(Files.readAllBytes(folder.resolve("independent").resolve(given)));
        JsonNode scores = ran(
                        "run",
                        "emoji-groups",
                        "--system",
                        group,
                        "--system",
                        folder.resolve("independent"),
                        "--extractor",
                        "pixels-16",
                        "--out",
                        folder.resolve("results"),
                        "--json")
                .json();
        assertThat(scores.get("systems")).hasSize(2);
        assertThat(scores.at("/systems/0/system").asText()).isEqualTo("group");
        assertThat(scores.at("/systems/0/generated/skipped")).isNotEmpty();
        assertThat(scores.at("/systems/0/means").findValuesAsText("score")).contains("psnr", "cross[pixels-16]");
        assertThat(scores.get("deltas")).isNotEmpty();
    }

    @Test
    void whatCannotBeIsRefused() {
        refused(
                "families word-group, pixart-group and mmdit-group do",
                "groups",
                "sample",
                "dit-tiny",
                "--weights",
                "random:0");
        Path flipped = TinyModels.write(folder.resolve("flip.yaml"), RUN.replace("flip: false", "flip: true"));
        refused("groups are drawn from the split train as it is", "models", "train", flipped);
        Path other = TinyModels.write(folder.resolve("other.yaml"), RUN.replace("words.yaml", "dit-tiny"));
        refused("it needs a model of family word-group", "models", "train", other);
    }

    private static void refused(String message, Object... arguments) {
        Assay.Ran ran = Assay.run(arguments);
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains(message).hasLineCount(1);
    }
}
