package dev.assay.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.metrics.algebra.Compute;
import dev.assay.spec.MetricSpec;
import dev.assay.spec.Preset;
import dev.assay.spec.Presets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** The presets as shipped give the numbers of the tools they are named after. */
class PresetGoldenTest {
    static final List<String> NAMES = Presets.NAMES;

    private static final TapData REFERENCE = features(ParityArrays.REFERENCE);
    private static final TapData GENERATED = features(ParityArrays.GENERATED);
    private static final TapData LOGITS = TapData.of("generated", Rows.of(ParityArrays.logits(1000, 1008), 1008));

    private static TapData features(int set) {
        return TapData.of("set " + set, Rows.of(ParityArrays.features(set, 500, 64), 64));
    }

    private static List<Measure> score(String preset, String metric, Map<String, Object> changes) {
        Preset found = Presets.named(preset);
        MetricSpec spec = found.metrics().stream()
                .filter(m -> m.metric().equals(metric))
                .findFirst()
                .orElseThrow()
                .override(changes);
        boolean logits = spec.tap().equals("logits");
        return Metrics.of(spec).score(logits ? LOGITS : GENERATED, REFERENCE, Compute.on(2));
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void everyMetricOfEveryPresetIsUnderstood(String name) {
        Preset preset = Presets.named(name);
        assertThat(preset.preset()).isEqualTo(name);
        for (MetricSpec spec : preset.metrics()) {
            assertThat(Metrics.of(spec).name()).isEqualTo(spec.metric());
            assertThat(spec.tap()).isIn("features", "spatial", "logits");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "exact, exact_nuclear_norm_of_cross_gram, 1e-9",
        "adm, adm_evaluator_f32_mean, 1e-6",
        "torch-fidelity, torch_fidelity_f32_mean, 1e-6",
        "pytorch-fid, pytorch_fid, 1e-9",
        "clean-fid, clean_fid_f32_mean, 1e-6",
        "stylegan3, stylegan3_biased_cov, 1e-9",
        "edm2, edm2_streaming_unbiased, 1e-9",
        "torchmetrics, torchmetrics_f64_states, 1e-9",
    })
    void frechetDistance(String preset, String row, double tolerance) {
        double expected =
                Golden.read("frechet.json").get("data").get("base").get(row).asDouble();
        assertThat(score(preset, FrechetDistance.NAME, Map.of()).get(0).value())
                .isCloseTo(expected, within(tolerance * expected));
    }

    @ParameterizedTest
    @CsvSource({
        "exact, torch_fidelity_splits10_shuffleTrue_seed2020, 1e-9",
        "adm, adm_split5000_one_split_f32, 1e-6",
        "torch-fidelity, torch_fidelity_splits10_shuffleTrue_seed2020, 1e-9",
        "stylegan3, torch_fidelity_splits10_shuffleFalse_seed2020, 1e-6",
        "torchmetrics, torchmetrics_chunk_rule_no_shuffle, 1e-6",
    })
    void inceptionScore(String preset, String row, double tolerance) {
        JsonNode node = Golden.read("inception_score.json")
                .get("data")
                .get("n1000_c1008")
                .get(row);
        double expected = node.has("mean") ? node.get("mean").asDouble() : node.asDouble();
        assertThat(score(preset, InceptionScore.NAME, Map.of()).get(0).value())
                .isCloseTo(expected, within(tolerance * expected));
    }

    /** Tools that clip subsets to the 500 images there are give the value of the full set. */
    @ParameterizedTest
    @CsvSource({
        "exact, torch_fidelity_full_set_f64",
        "clean-fid, clean_fid_full_set_f64",
        "stylegan3, clean_fid_full_set_f64",
    })
    void kernelDistanceOfFullSets(String preset, String row) {
        double expected =
                Golden.read("kid.json").get("data").get("base").get(row).asDouble();
        assertThat(score(preset, KernelDistance.NAME, Map.of("subsets", 3))
                        .get(0)
                        .value())
                .isCloseTo(expected, within(1e-9 * expected));
    }

    @Test
    void kernelDistanceOfSubsets() {
        double expected = Golden.read("kid.json")
                .get("data")
                .get("base")
                .get("torch_fidelity_seed2020_100x100_f64")
                .get("mean")
                .asDouble();
        assertThat(score("torch-fidelity", KernelDistance.NAME, Map.of("subset_size", 100))
                        .get(0)
                        .value())
                .isCloseTo(expected, within(1e-9 * expected));
    }

    @ParameterizedTest
    @CsvSource({
        "exact, prdc_clovaai_f64",
        "adm, adm_fp16_if_finite",
        "torch-fidelity, torch_fidelity_full_float32",
        "stylegan3, own_emulation_of_stylegan3_half_features",
    })
    void precisionAndRecall(String preset, String row) {
        JsonNode data = Golden.read("precision_recall.json").get("data").get("base");
        for (int k : new int[] {3, 5}) {
            for (Measure measure : score(preset, PrecisionRecall.NAME, Map.of("k", k))) {
                assertThat(measure.value())
                        .as(measure.name() + " k " + k)
                        .isCloseTo(
                                data.get("k" + k).get(row).get(measure.name()).asDouble(), within(1e-7));
            }
        }
    }
}
