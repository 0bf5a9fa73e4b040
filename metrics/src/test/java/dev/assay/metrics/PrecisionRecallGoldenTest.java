package dev.assay.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.metrics.PrecisionRecall.Compare;
import dev.assay.metrics.PrecisionRecall.Distance;
import dev.assay.metrics.PrecisionRecall.Features;
import dev.assay.metrics.PrecisionRecall.Output;
import dev.assay.metrics.algebra.Compute;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every row of precision_recall.json but realism, which is another metric. */
class PrecisionRecallGoldenTest {
    private final JsonNode golden = Golden.read("precision_recall.json").get("data");

    /** Shares of a few hundred images agree to the last one; 1e-7 covers tools that print float32. */
    @ParameterizedTest
    @CsvSource({
        "prdc_clovaai_f64, LT, FLOAT64, FLOAT32",
        "dgm_eval_f64, LT, FLOAT64, FLOAT32",
        "torch_fidelity_full_float64, LE, FLOAT64, FLOAT32",
        "torch_fidelity_part_float64, LE, FLOAT64, FLOAT32",
        "torch_fidelity_full_float32, LE, FLOAT32, FLOAT32",
        "torch_fidelity_part_float32, LE, FLOAT32, FLOAT32",
        "adm_fp16_if_finite, LE, FLOAT16_IF_FINITE, FLOAT32",
        "adm_fp32_branch, LE, FLOAT32, FLOAT32",
        "kynkaanniemi_original_f32, LE, FLOAT32, FLOAT32",
        "fld_f32, LT, FLOAT32, FLOAT32",
        "own_emulation_of_stylegan3_half_features, LE, FLOAT32, FLOAT16",
    })
    void agreesWithTheOriginalTool(String row, Compare compare, Distance distance, Features features) {
        for (String data : new String[] {"base", "lattice_ties_n300_d4", "constant_ones_n50_d8"}) {
            for (int k : new int[] {3, 5}) {
                JsonNode expected = golden.get(data).get("k" + k).path(row);
                if (expected.isMissingNode()) {
                    assertThat(row + k).as("the only row without k = 5").isEqualTo("fld_f325");
                    continue;
                }
                PrecisionRecall metric = new PrecisionRecall(List.of(Output.values()), k, compare, distance, features);
                for (Measure measure : metric.score(generated(data), reference(data), Compute.on(2))) {
                    if (expected.has(measure.name())) {
                        assertThat(measure.value())
                                .as(data + " k" + k + " " + measure.name())
                                .isCloseTo(expected.get(measure.name()).asDouble(), within(1e-7));
                    }
                }
            }
        }
    }

    @Test
    void radiiOfAdmAgree() {
        for (String data : new String[] {"base", "lattice_ties_n300_d4", "constant_ones_n50_d8"}) {
            for (int k : new int[] {3, 5}) {
                PrecisionRecall metric = new PrecisionRecall(
                        List.of(Output.RECALL), k, Compare.LE, Distance.FLOAT16_IF_FINITE, Features.FLOAT32);
                double[] radii = metric.radii(reference(data).needRows("test"), Compute.on(2));
                JsonNode expected =
                        golden.get(data).get("k" + k).get("adm_fp16_if_finite").get("radii_ref_first5");
                for (int i = 0; i < 5; i++) {
                    assertThat(radii[i])
                            .as(data + " radius " + i)
                            .isEqualTo(expected.get(i).asDouble());
                }
            }
        }
    }

    private static TapData reference(String data) {
        return rows(data, ParityArrays.REFERENCE);
    }

    private static TapData generated(String data) {
        return rows(data, ParityArrays.GENERATED);
    }

    private static TapData rows(String data, int set) {
        return TapData.of(
                data,
                switch (data) {
                    case "base" -> Rows.of(ParityArrays.features(set, 500, 64), 64);
                    case "lattice_ties_n300_d4" -> Rows.of(ParityArrays.lattice(set, 300, 4), 4);
                    default -> {
                        float[] ones = new float[50 * 8];
                        Arrays.fill(ones, 1);
                        yield Rows.of(ones, 8);
                    }
                });
    }
}
