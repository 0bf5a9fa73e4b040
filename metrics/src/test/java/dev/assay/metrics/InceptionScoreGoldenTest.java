package dev.assay.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.metrics.InceptionScore.Shuffle;
import dev.assay.metrics.InceptionScore.Softmax;
import dev.assay.metrics.InceptionScore.SplitBy;
import dev.assay.metrics.algebra.Compute;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every row of inception_score.json: 1e-9 relative, 1e-6 where the tool works in float32. */
class InceptionScoreGoldenTest {
    private static final Rows LOGITS = Rows.of(ParityArrays.logits(1000, 1008), 1008);

    private final JsonNode golden =
            Golden.read("inception_score.json").get("data").get("n1000_c1008");

    @ParameterizedTest
    @CsvSource({
        "torch_fidelity_splits10_shuffleFalse_seed2020, std, FLOAT64, EVEN, 10, NONE, 0, 1e-9",
        "torch_fidelity_splits10_shuffleTrue_seed2020, std, FLOAT64, EVEN, 10, NUMPY, 0, 1e-9",
        "torch_fidelity_splits1, '', FLOAT64, EVEN, 1, NONE, 0, 1e-9",
        "torchmetrics_chunk_rule_no_shuffle, std_unbiased, FLOAT64, CHUNK, 10, NONE, 1, 1e-9",
        "dgm_eval_floor_rule_shuffleFalse_seed2020, std, FLOAT64, FLOOR, 10, NONE, 0, 1e-9",
        "dgm_eval_floor_rule_shuffleTrue_seed2020, std, FLOAT64, FLOOR, 10, NUMPY, 0, 1e-9",
        "adm_split5000_one_split_f32, '', FLOAT32, SIZE, 5000, NONE, 0, 1e-6",
        "adm_split250_f32, '', FLOAT32, SIZE, 250, NONE, 0, 1e-6",
    })
    void agreesWithTheOriginalTool(
            String row,
            String std,
            Softmax softmax,
            SplitBy rule,
            int split,
            Shuffle shuffle,
            int ddof,
            double tolerance) {
        InceptionScore metric = new InceptionScore(softmax, rule, split, shuffle, 2020, ddof);
        Measure measure = metric.score(TapData.of("generated", LOGITS), TapData.of("none"), Compute.on(2))
                .get(0);
        JsonNode expected = golden.get(row);
        double mean = std.isEmpty() ? expected.asDouble() : expected.get("mean").asDouble();
        assertThat(measure.value()).isCloseTo(mean, within(tolerance * mean));
        if (!std.isEmpty()) {
            assertThat(measure.details().get("std")).isCloseTo(expected.get(std).asDouble(), within(tolerance * mean));
        }
    }
}
