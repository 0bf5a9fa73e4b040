package dev.assay.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.graph.Array;
import dev.assay.graph.Shape;
import dev.assay.reference.model.Models;
import dev.assay.reference.relay.BlockNoise;
import dev.assay.reference.relay.DenoisingLoss;
import dev.assay.reference.relay.RelayNoise;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectivesTest {
    /** Grey pictures of any size. */
    private record Grey(int side) implements TrainingImages {
        @Override
        public String name() {
            return "grey";
        }

        @Override
        public int count() {
            return 3;
        }

        @Override
        public Shape image() {
            return Shape.of(3, side, side);
        }

        @Override
        public int classes() {
            return 10;
        }

        @Override
        public void read(int i, float[] into, int from) {
            for (int k = 0; k < 3 * side * side; k++) {
                into[from + k] = 0.5f;
            }
        }

        @Override
        public int label(int i) {
            return i;
        }
    }

    private static TrainingConfig config(String loss) {
        return Json.readYaml("run.yaml", """
                train: run
                model: edm-tiny
                data: {set: none, where: {}, flip: false, shrink: 1, augment: 0}
                seed: 1
                batch: 2
                steps: 1
                loss: %s
                optimizer:
                  learning_rate: 0.001
                  beta1: 0.9
                  beta2: 0.99
                  epsilon: 0.00000001
                  weight_decay: 0
                  no_decay: []
                  warmup: 0
                  clip: 0
                ema: {name: constant, rate: 0.9}
                checkpoint: {every: 1, keep: 1}
                log_every: 1
                """.formatted(loss), TrainingConfig.class);
    }

    private static Objective objective(String model, String loss, int side) {
        return Objectives.of(config(loss), Models.named(model), new Grey(side));
    }

    @Test
    void lossesAreNamedWithTheirSettings() {
        DenoisingObjective relay = (DenoisingObjective)
                objective("edm-tiny", "{name: relay, patch: 8, alpha: 0.3, label_dropout: 0.1, scaling: 100}", 16);
        assertThat(((DenoisingLoss.Relay) relay.loss()).dct().patch()).isEqualTo(8);
        assertThat(relay.options()).isEqualTo(new DenoisingObjective.Options(0.1, 100, 0, 0));
        assertThat(relay.identity().get("loss")).contains("alpha=0.3", "probLength=0.93");
        DenoisingObjective edm = (DenoisingObjective)
                objective("edm-tiny", "{name: edm, alpha: 0.5, block: 2, label_dropout: 0, scaling: 1}", 16);
        assertThat(((DenoisingLoss.Edm) edm.loss()).noise())
                .isEqualTo(new RelayNoise(0.5, new BlockNoise(2), RelayNoise.Form.RELEASED));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {label_dropout: 0, scaling: 1} | 'name' is missing
            {name: edn, label_dropout: 0, scaling: 1} | did you mean edm?
            {name: contrastiv, temperature: 0.07} | did you mean contrastive?
            {name: contrastive, temperature: 1, classes: 1, identity: 1, text: 1, kin: 0, grey: 0, edges: 0, jitter: 0} | takes pairs
            {name: edm, label_dropout: 0, scalling: 1} | did you mean scaling?
            {name: edm, label_dropout: 0} | no value for scaling
            {name: edm, label_dropout: 2, scaling: 1} | a number from 0 to 1
            {name: relay, patch: 3, label_dropout: 0, scaling: 1} | 3 does not divide 16x16
            {name: diffusion, weights: [1], label_dropout: 0} | does not denoise
            {name: diffusion, weights: [], label_dropout: 0} | a list of numbers
            """)
    void whatDoesNotFitIsAnError(String loss, String message) {
        assertThatThrownBy(() -> objective("edm-tiny", loss, 16).example(0))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining(message);
    }

    /** A noisy image is alpha image + sigma noise, and the noise is the target. */
    @Test
    void anyModelOfPixelsCanBeTrainedWithBlockNoise() {
        String plain = "{name: diffusion, weights: [1], label_dropout: 0}";
        String blocks = "{name: diffusion, weights: [1], label_dropout: 0, alpha: 2, block: 4}";
        Objective white = objective("uvit-tiny", plain, 32);
        Objective blocky = objective("uvit-tiny", blocks, 32);
        double w = correlation(white);
        assertThat(Math.abs(w)).isLessThan(0.02);
        // 4 / 5 of the variance has the correlation 3 / 4 with the pixel to the right
        assertThat(correlation(blocky)).isBetween(0.57, 0.63);
        assertThat(white.identity()).doesNotContainKey("noise");
        assertThat(blocky.identity().get("noise")).contains("alpha=2.0", "PAPER");
    }

    /** Of the targets of 2 x 20 images with their neighbours to the right, as the mean product of unit variances. */
    private static double correlation(Objective objective) {
        double sum = 0;
        long pairs = 0;
        for (int step = 0; step < 20; step++) {
            Array.Floats target =
                    (Array.Floats) objective.example(step).targets().get("0");
            for (int i = 0; i < target.values().length; i++) {
                int right = i % 32 == 31 ? i - 31 : i + 1;
                sum += target.values()[i] * (double) target.values()[right];
                pairs++;
            }
        }
        return sum / pairs;
    }

    @Test
    void averagesAreNamed() {
        assertThat(EmaRates.of(Map.of("name", "constant", "rate", 0.9), 4)).isEqualTo(new EmaRate.Constant(0.9));
        assertThat(EmaRates.of(Map.of("name", "half-life", "images", 500, "ramp", 0.05), 4))
                .isEqualTo(new EmaRate.HalfLife(500, 0.05, 4));
        assertThat(EmaRates.of(Map.of("name", "half-life", "images", 500, "ramp", 0), 4))
                .isEqualTo(new EmaRate.HalfLife(500, Double.POSITIVE_INFINITY, 4));
        assertThatThrownBy(() -> EmaRates.of(Map.of("name", "half-live", "images", 500, "ramp", 0), 4))
                .hasMessageContaining("did you mean half-life?");
        assertThatThrownBy(() -> EmaRates.of(Map.of("name", "constant", "rate", 1), 4))
                .hasMessageContaining("below 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"dimr-emoji-32", "rdm-emoji-8", "rdm-emoji-32", "upsampler-emoji-32", "upsampler-noise-emoji-32"
            })
    void recipesFitTheirModels(String name) {
        TrainingConfig config = TrainingConfig.read(Path.of("examples", name + ".yaml"));
        int side = config.data().shrink() == 4 ? 8 : 32;
        assertThat(config.train()).isEqualTo(name);
        assertThat(EmaRates.of(config.ema(), config.batch()).at(1)).isBetween(0.0, 1.0);
        Objective objective = Objectives.of(config, Models.named(config.model()), new Grey(side));
        assertThat(objective.example(0).inputs()).containsKey("x");
        assertThat(List.copyOf(objective.identity().keySet())).contains("network", "images", "seed", "batch");
    }
}
