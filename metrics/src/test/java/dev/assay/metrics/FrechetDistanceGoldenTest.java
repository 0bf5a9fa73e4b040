package dev.assay.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.metrics.FrechetDistance.Divisor;
import dev.assay.metrics.FrechetDistance.Mean;
import dev.assay.metrics.FrechetDistance.RankDeficient;
import dev.assay.metrics.algebra.Compute;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every row of frechet.json. */
class FrechetDistanceGoldenTest {
    /** Several tools share a way of computing; each way is computed once. */
    private static final Map<List<Object>, Double> VALUES = new HashMap<>();

    private final JsonNode golden = Golden.read("frechet.json").get("data");
    private final Compute compute = Compute.on(2);

    /**
     * Peers that use float64 agree with us to 1e-9 where both covariances are of full rank, and those with float32
     * means to 1e-6. Below full rank the peers' values are rounding noise in the eighth digit, so 1e-6 too. Values for
     * identical sets are rounding around 0: 1e-12 of the traces.
     */
    @ParameterizedTest
    @CsvSource({
        "exact_nuclear_norm_of_cross_gram, float64, n-1, exact, 1e-9",
        "pytorch_fid, float64, n-1, product-eigenvalues, 1e-9",
        "adm_evaluator_f32_mean, float32, n-1, product-eigenvalues, 1e-6",
        "clean_fid_f32_mean, float32, n-1, product-eigenvalues, 1e-6",
        "dgm_eval_sqrtm, float64, n-1, product-eigenvalues, 1e-9",
        "dgm_eval_eigvals, float64, n-1, product-eigenvalues, 1e-9",
        "torch_fidelity_f32_mean, float32, n-1, product-eigenvalues, 1e-6",
        "torchmetrics_f64_states, float64, n-1, product-eigenvalues, 1e-9",
        "edm2_streaming_unbiased, float64, n-1, product-eigenvalues, 1e-9",
        "stylegan3_biased_cov, float64, n, product-eigenvalues, 1e-9",
    })
    void agreesWithTheOriginalTool(String row, String mean, String divisor, String rank, double tolerance) {
        FrechetDistance metric = new FrechetDistance(
                mean.equals("float64") ? Mean.FLOAT64 : Mean.FLOAT32,
                divisor.equals("n") ? Divisor.POPULATION : Divisor.UNBIASED,
                rank.equals("exact") ? RankDeficient.EXACT : RankDeficient.PRODUCT_EIGENVALUES);
        assertThat(value(metric, 64, 1))
                .as("base")
                .isCloseTo(expected("base", row), relative(expected("base", row), tolerance));
        assertThat(value(metric, 64, 0)).as("identical").isZero();
        assertThat(expected("identical", row)).isCloseTo(0, within(1e-12 * 50));
        double wide = expected("pool3_n500_d2048", row);
        assertThat(value(metric, 2048, 1))
                .as("pool3")
                .isCloseTo(wide, relative(wide, rank.equals("exact") ? 1e-9 : 1e-6));
    }

    /** The first N generated images against all reference images, from just above 64 columns up. */
    @Test
    void prefixesOfTheGeneratedSetAgree() {
        JsonNode prefixes = Golden.read("memorisation_diversity.json")
                .get("data")
                .get("base_d64")
                .get("fd_infinity_prefix_subsets");
        FrechetDistance metric = new FrechetDistance(Mean.FLOAT64, Divisor.UNBIASED, RankDeficient.EXACT);
        TapData reference = TapData.of("reference", Rows.of(ParityArrays.features(0, 500, 64), 64));
        float[] all = ParityArrays.features(1, 500, 64);
        for (int i = 0; i < prefixes.get("points").size(); i++) {
            int n = prefixes.get("points").get(i).asInt();
            double expected = prefixes.get("fd").get(i).asDouble();
            TapData generated = TapData.of("generated", Rows.of(Arrays.copyOf(all, n * 64), 64));
            assertThat(metric.score(generated, reference, compute).get(0).value())
                    .as(n + " images")
                    .isCloseTo(expected, relative(expected, 1e-9));
        }
    }

    private static Offset<Double> relative(double value, double tolerance) {
        return within(Math.abs(value) * tolerance);
    }

    private double expected(String data, String row) {
        return golden.get(data).get(row).asDouble();
    }

    private double value(FrechetDistance metric, int d, int generatedSet) {
        return VALUES.computeIfAbsent(List.of(metric, d, generatedSet), key -> {
            TapData generated = TapData.of("generated", Rows.of(ParityArrays.features(generatedSet, 500, d), d));
            TapData reference = TapData.of("reference", Rows.of(ParityArrays.features(0, 500, d), d));
            return metric.score(generated, reference, compute).get(0).value();
        });
    }
}
