package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code assay evaluate} on feature matrices gives the numbers of the tools that the presets are named after. */
class EvaluateGoldenTest {
    @TempDir
    private static Path folder;

    private static Path generated;
    private static Path reference;
    private static Path logits;

    @BeforeAll
    static void writeMatrices() {
        generated = Parity.features(folder.resolve("generated.npy"), Parity.GENERATED, 500, 64);
        reference = Parity.features(folder.resolve("reference.npy"), Parity.REFERENCE, 500, 64);
        logits = Parity.logits(folder.resolve("logits.npy"), 1000, 1008);
    }

    private static Assay.Ran score(String preset, Object... options) {
        Object[] all = new Object[options.length + 2];
        all[0] = "--preset";
        all[1] = preset;
        System.arraycopy(options, 0, all, 2, options.length);
        Assay.Ran ran = Assay.evaluate(generated, reference, all);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        return ran;
    }

    /** 1e-6 where the tool takes the mean in float32, 1e-9 elsewhere. */
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
        double expected = Assay.golden("frechet.json").get("base").get(row).asDouble();
        assertThat(score(preset, "--metrics", "fid").score("fd[features]"))
                .isCloseTo(expected, within(tolerance * expected));
    }

    /** Fewer rows than columns: the default is exact, where the tools are 0.0004 off. */
    @Test
    void frechetDistanceOfFewerRowsThanColumns() {
        Path wide = Parity.features(folder.resolve("wide-generated.npy"), Parity.GENERATED, 500, 2048);
        Path wideReference = Parity.features(folder.resolve("wide-reference.npy"), Parity.REFERENCE, 500, 2048);
        Assay.Ran ran = Assay.evaluate(wide, wideReference, "--metrics", "fid");
        assertThat(ran.score("fd[features]")).isCloseTo(82.0078310363485, within(1e-9 * 82.0078310363485));
        Assay.Ran same = Assay.evaluate(wide, wide, "--metrics", "fid");
        assertThat(same.score("fd[features]")).isZero();
        assertThat(same.json().get("scores").get(0).get("notes")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "exact, torch_fidelity_splits10_shuffleTrue_seed2020, 1e-9",
        "adm, adm_split5000_one_split_f32, 1e-6",
        "torch-fidelity, torch_fidelity_splits10_shuffleTrue_seed2020, 1e-9",
        "stylegan3, torch_fidelity_splits10_shuffleFalse_seed2020, 1e-6",
        "torchmetrics, torchmetrics_chunk_rule_no_shuffle, 1e-9",
    })
    void inceptionScore(String preset, String row, double tolerance) {
        JsonNode node = Assay.golden("inception_score.json").get("n1000_c1008").get(row);
        double expected = node.has("mean") ? node.get("mean").asDouble() : node.asDouble();
        Assay.Ran ran = Assay.evaluate(logits, logits, "--metrics", "is", "--preset", preset);
        assertThat(ran.score("is[features]")).isCloseTo(expected, within(tolerance * expected));
    }

    /** Tools that clip subsets to the 500 rows there are give the value of the full set in every subset. */
    @ParameterizedTest
    @CsvSource({
        "exact, torch_fidelity_full_set_f64",
        "clean-fid, clean_fid_full_set_f64",
        "stylegan3, clean_fid_full_set_f64",
    })
    void kernelDistanceOfFullSets(String preset, String row) {
        double expected = Assay.golden("kid.json").get("base").get(row).asDouble();
        assertThat(score(preset, "--metrics", "kid", "--set", "kid.subsets=3").score("kd[features]"))
                .isCloseTo(expected, within(1e-9 * expected));
    }

    @Test
    void kernelDistanceOfSubsets() {
        JsonNode expected = Assay.golden("kid.json").get("base").get("torch_fidelity_seed2020_100x100_f64");
        double mean = expected.get("mean").asDouble();
        assertThat(score("torch-fidelity", "--metrics", "kid", "--set", "kid.subset_size=100")
                        .score("kd[features]"))
                .isCloseTo(mean, within(1e-9 * mean));
    }

    @ParameterizedTest
    @CsvSource({
        "exact, prdc_clovaai_f64",
        "adm, adm_fp16_if_finite",
        "torch-fidelity, torch_fidelity_full_float32",
        "stylegan3, own_emulation_of_stylegan3_half_features",
    })
    void precisionAndRecall(String preset, String row) {
        for (int k : new int[] {3, 5}) {
            JsonNode expected = Assay.golden("precision_recall.json")
                    .get("base")
                    .get("k" + k)
                    .get(row);
            List<String> metrics = expected.has("density")
                    ? List.of("precision", "recall", "density", "coverage")
                    : List.of("precision", "recall");
            Assay.Ran ran = score(preset, "--metrics", String.join(",", metrics), "--set", "precision.k=" + k);
            for (String metric : metrics) {
                // Some tools print float32.
                assertThat(ran.score(metric + "[features]"))
                        .as(metric + " k " + k)
                        .isCloseTo(expected.get(metric).asDouble(), within(1e-7));
            }
        }
    }

    /** Without --metrics: all that 500 rows of features can give, and why the rest is missing (KID of 1000, say). */
    @ParameterizedTest
    @CsvSource({
        "exact, 6, 2",
        "adm, 3, 2",
        "torch-fidelity, 3, 2",
        "pytorch-fid, 1, 0",
        "clean-fid, 2, 0",
        "stylegan3, 4, 1",
        "edm2, 1, 0",
        "torchmetrics, 1, 2",
    })
    void everyPresetScoresWhatFeaturesAllow(String preset, int scores, int omitted) {
        JsonNode result = score(preset).json();
        assertThat(result.get("scores")).hasSize(scores);
        assertThat(result.get("omitted")).hasSize(omitted);
    }
}
