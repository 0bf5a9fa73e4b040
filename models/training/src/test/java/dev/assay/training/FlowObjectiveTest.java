package dev.assay.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.graph.Array;
import dev.assay.reference.diffusion.Stream;
import dev.assay.reference.diffusion.TimeShift;
import dev.assay.reference.dit.Dit;
import dev.assay.reference.model.DiffusionSettings;
import dev.assay.reference.model.Model;
import dev.assay.reference.model.ModelConfig;
import dev.assay.reference.relay.RelayNoise;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Training of a flow: what it is shown, and at which times. */
class FlowObjectiveTest {
    private static final Dit NETWORK = new Dit(8, 3, 2, 16, 1, 2, 3, false);
    private static final DiffusionSettings FLOW = new DiffusionSettings("rectified-flow", "flow", 1000, 0, 2);
    private static final TimeDensity.LogitNormal MIDDLE = new TimeDensity.LogitNormal(0, 1, new TimeShift(1));

    private static DiffusionObjective objective(TimeDensity times) {
        DiffusionObjective.Options options = new DiffusionObjective.Options(List.of(1.0), 0, RelayNoise.WHITE, times);
        return new DiffusionObjective(NETWORK, FLOW, new TwoColours(20), options, 5, 4);
    }

    /** x - t v is the image, which is of one colour, and x + (1 - t) v is noise. */
    @Test
    void theTargetLeadsFromWhatIsSeenToTheImageAndToTheNoise() {
        for (TimeDensity times : List.of(new TimeDensity.Even(), MIDDLE)) {
            Objective.Example example = objective(times).example(3);
            float[] x = floats(example.inputs().get("x"));
            float[] t = floats(example.inputs().get("t"));
            float[] v = floats(example.targets().get("0"));
            double squares = 0;
            for (int i = 0; i < x.length; i++) {
                double time = t[i / 192] / 1000;
                double first = x[i / 192 * 192] - time * v[i / 192 * 192];
                assertThat(Math.abs(first)).isBetween(0.5, 1.1);
                assertThat(x[i] - time * v[i]).isCloseTo(first, within(1e-5));
                double noise = x[i] + (1 - time) * v[i];
                squares += noise * noise / x.length;
            }
            // 768 draws tell a variance of 1 to 0.05.
            assertThat(squares).isCloseTo(1, within(0.2));
        }
    }

    @Test
    void logitNormalTimesHaveTheQuartilesOfTheirDensity() {
        for (double shift : new double[] {1, 3}) {
            TimeDensity density = new TimeDensity.LogitNormal(0.2, 0.8, new TimeShift(shift));
            double[] times = new double[4000];
            for (int i = 0; i < times.length; i++) {
                times[i] = density.draw(new Stream(1, i, Stream.TRAINING + 1));
            }
            Arrays.sort(times);
            // 4000 draws tell a quartile to 0.015 of the deviation of the logits.
            for (double z : new double[] {-0.6745, 0, 0.6745}) {
                double expected = new TimeShift(shift).of(1 / (1 + Math.exp(-(0.2 + 0.8 * z))));
                int place = z < 0 ? 1000 : z == 0 ? 2000 : 3000;
                assertThat(times[place]).isCloseTo(expected, within(0.02));
            }
        }
    }

    @Test
    void onlyOtherTimesChangeTheIdentityOfARun() {
        assertThat(objective(new TimeDensity.Even()).identity()).doesNotContainKey("times");
        assertThat(objective(MIDDLE).identity().get("times")).contains("deviation=1.0", "factor=1.0");
    }

    @Test
    void timesAreChosenByName() {
        DiffusionObjective chosen = of("logit-normal, times_deviation: 0.5, times_shift: 3");
        assertThat(chosen.options().times()).isEqualTo(new TimeDensity.LogitNormal(0, 0.5, new TimeShift(3)));
        assertThat(of("even").options().times()).isEqualTo(new TimeDensity.Even());
        assertThatThrownBy(() -> of("logit-norml"))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("did you mean logit-normal?");
    }

    private static DiffusionObjective of(String times) {
        String text = """
                train: run
                model: none
                data: {set: none, where: {}, flip: false, shrink: 1, augment: 0}
                seed: 1
                batch: 2
                steps: 1
                loss: {name: diffusion, weights: [1], label_dropout: 0, times: %s}
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
                """.formatted(times);
        ModelConfig config = new ModelConfig(
                "tiny",
                "dit",
                "",
                "",
                false,
                Map.of(),
                Map.of(
                        "schedule", "rectified-flow",
                        "prediction", "flow",
                        "time_scale", 1000,
                        "time_shift", 0,
                        "no_class", 2),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of());
        return (DiffusionObjective) Objectives.of(
                Json.readYaml("run.yaml", text, TrainingConfig.class), new Model(config, NETWORK), new TwoColours(20));
    }

    private static float[] floats(Array array) {
        return ((Array.Floats) array).values();
    }
}
