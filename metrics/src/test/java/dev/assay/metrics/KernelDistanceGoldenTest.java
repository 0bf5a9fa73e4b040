package dev.assay.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.metrics.KernelDistance.Estimator;
import dev.assay.metrics.KernelDistance.KernelName;
import dev.assay.metrics.KernelDistance.Precision;
import dev.assay.metrics.KernelDistance.Sampling;
import dev.assay.metrics.KernelDistance.TooFew;
import dev.assay.metrics.algebra.Compute;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every row of kid.json. */
class KernelDistanceGoldenTest {
    private static final Rows REFERENCE = Rows.of(ParityArrays.features(ParityArrays.REFERENCE, 500, 64), 64);
    private static final Rows GENERATED = Rows.of(ParityArrays.features(ParityArrays.GENERATED, 500, 64), 64);

    /** The mean cubic kernel within the reference is 4.63; a distance is the small difference of three such means. */
    private static final double MEAN_KERNEL = 4.63;

    private final JsonNode golden = Golden.read("kid.json").get("data");

    /**
     * In float64 1e-9 relative to the distance, but no more than 1e-15 of the kernel values that cancel in it. A tool
     * that sums kernels in float32 rounds each mean to its 24 bits, so 1e-6 of the kernel values.
     */
    @ParameterizedTest
    @CsvSource({
        "torch_fidelity_full_set_f64, POLY3, MIXED, FLOAT64",
        "torch_fidelity_full_set_f32, POLY3, MIXED, FLOAT32",
        "torch_fidelity_rbf_sigma10_full_set_f64, RBF, MIXED, FLOAT64",
        "clean_fid_full_set_f64, POLY3, MIXED, FLOAT64",
        "dgm_eval_full_set_f64, POLY3, MIXED, FLOAT64",
        "torchmetrics_full_set_f64, POLY3, MIXED, FLOAT64",
        "own_u_statistic, POLY3, U, FLOAT64",
        "own_biased, POLY3, V, FLOAT64",
    })
    void fullSetsAgreeWithTheOriginalTool(String row, KernelName kernel, Estimator estimator, Precision precision) {
        KernelDistance metric =
                new KernelDistance(kernel, 10, Sampling.FULL_SET, 1, 2, TooFew.ERROR, estimator, 0, precision);
        for (String data : new String[] {"base", "identical"}) {
            double expected = golden.get(data).get(row).asDouble();
            double tolerance = precision == Precision.FLOAT32
                    ? 1e-6 * MEAN_KERNEL
                    : Math.max(1e-9 * Math.abs(expected), 2e-15 * MEAN_KERNEL);
            assertThat(score(metric, data).value()).as(data).isCloseTo(expected, within(tolerance));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"100x100", "10x50"})
    void seededSubsetsAgreeWithTorchFidelity(String shape) {
        String[] parts = shape.split("x", 2);
        KernelDistance metric = new KernelDistance(
                KernelName.POLY3,
                10,
                Sampling.SUBSETS,
                Integer.parseInt(parts[0]),
                Integer.parseInt(parts[1]),
                TooFew.ERROR,
                Estimator.MIXED,
                2020,
                Precision.FLOAT64);
        for (String data : new String[] {"base", "identical"}) {
            JsonNode expected = golden.get(data).get("torch_fidelity_seed2020_" + shape + "_f64");
            double mean = expected.get("mean").asDouble();
            double std = expected.get("std").asDouble();
            Measure measure = score(metric, data);
            assertThat(measure.value()).as(data).isCloseTo(mean, within(1e-9 * Math.abs(mean)));
            assertThat(measure.details().get("std")).as(data).isCloseTo(std, within(1e-9 * std));
        }
    }

    private static Measure score(KernelDistance metric, String data) {
        Rows generated = data.equals("identical") ? REFERENCE : GENERATED;
        return metric.score(TapData.of("generated", generated), TapData.of("reference", REFERENCE), Compute.on(2))
                .get(0);
    }
}
