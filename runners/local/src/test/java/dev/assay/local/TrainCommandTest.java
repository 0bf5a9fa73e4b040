package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code models train} of a tiny DiMR on embedded pictures of 8 x 8 pixels. */
class TrainCommandTest {
    private static final String RUN = """
            train: tiny
            model: tiny-dimr.yaml
            data: {set: emoji-32, where: {split: [validation], vendor: [google]}, flip: false, shrink: 4, augment: 0}
            seed: 1
            batch: 2
            steps: 3
            loss: {name: diffusion, weights: [0.1, 1.0], label_dropout: 0.1}
            optimizer: {learning_rate: 0.001, beta1: 0.9, beta2: 0.99, epsilon: 0.00000001, weight_decay: 0.01,
              no_decay: [nodecay_weight], warmup: 1, clip: 1.0}
            ema: {name: constant, rate: 0.9}
            checkpoint: {every: 2, keep: 1}
            log_every: 1
            """;

    @TempDir
    private Path folder;

    private Path out;

    /** The pictures are of more classes than the tiny model's own. */
    @BeforeEach
    void model() throws IOException {
        Path model = TinyModels.dimr(folder);
        TinyModels.write(
                model,
                Files.readString(model)
                        .replace("classes: 11", "classes: 201")
                        .replace("no_class: 10", "no_class: 200"));
        out = folder.resolve("out");
    }

    private Assay.Ran train(String run) {
        return Assay.run("models", "train", TinyModels.write(folder.resolve("run.yaml"), run), "--out", out);
    }

    @Test
    void aRunLeavesWeightsALogAndACurve() throws IOException {
        Assay.Ran ran = train(RUN);
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).containsPattern("loss +\\S+ at step 1, \\S+ at step 3\n");
        assertThat(Files.readAllLines(out.resolve("log.jsonl"))).hasSize(3);
        assertThat(Files.readString(out.resolve("loss.svg"))).startsWith("<svg");
        byte[] weights = Files.readAllBytes(out.resolve("weights.safetensors"));
        Files.delete(out.resolve("log.jsonl"));
        Assay.Ran again = train(RUN);
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.err()).contains("going on from").contains("step-000000003.safetensors");
        assertThat(Files.readAllBytes(out.resolve("weights.safetensors"))).isEqualTo(weights);
    }

    @Test
    void whatDoesNotFitIsOneLineAndNothingIsBegun() {
        refused(RUN.replace("weights: [0.1, 1.0]", "weights: [1.0]"), "the network predicts at 2 resolutions");
        refused(RUN.replace("shrink: 4", "shrink: 2"), "the network takes [3,8,8]");
        refused(RUN.replace("epsilon: 0.00000001", "epsilon: 0"), "optimizer.epsilon: it is 0.0");
        refused(RUN.replace("name: diffusion", "name: difusion"), "did you mean diffusion");
        refused(RUN.replace("batch: 2", "bach: 2"), "'batch' is missing");
        refused(RUN.replace("tiny-dimr.yaml", "absent.yaml"), "no such file");
    }

    @Test
    void towersAreTrainedOnPairsAndLeaveTheirVocabulary() throws IOException {
        TinyModels.write(folder.resolve("towers.yaml"), """
                model: towers
                family: emoji-towers
                network: {size: 32, widths: [4], groups: 2, classes: 99, embedding: 8, tokens: 659, length: 24,
                  word_width: 8}
                """);
        String run = RUN.replace("tiny-dimr.yaml", "towers.yaml")
                .replace(", vendor: [google]}", "}")
                .replace("shrink: 4", "shrink: 1")
                .replace(
                        "{name: diffusion, weights: [0.1, 1.0], label_dropout: 0.1}",
                        "{name: contrastive, temperature: 0.07, classes: 1, identity: 1, text: 1, kin: 0.5,"
                                + " grey: 0.1, edges: 0.1, jitter: 1}");
        Assay.Ran ran = train(run);
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(Files.readAllLines(out.resolve("vocabulary.txt")))
                .hasSize(657)
                .contains("noto", "twemoji", "sketch", "tone");
        assertThat(out.resolve("weights.safetensors")).isNotEmptyFile();
        out = folder.resolve("other");
        refused(run.replace("shrink: 1", "shrink: 2"), "flip, shrink or augment is set");
        refused(run.replace("split: [validation]", "vendor: [google]"), "has no picture of twitter");
        refused(run.replace("towers.yaml", "dimr-tiny"), "takes emoji-towers");
        refused(run.replace("kin: 0.5", "kind: 0.5"), "'kin' is missing");
    }

    private void refused(String run, String reason) {
        Assay.Ran ran = train(run);
        assertThat(ran.code()).isEqualTo(Main.BAD_INPUT);
        assertThat(ran.err()).startsWith("assay: ").contains(reason);
        assertThat(ran.err().lines()).hasSize(1);
        assertThat(out).doesNotExist();
    }
}
