package dev.assay.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.metrics.PrecisionRecall.Compare;
import dev.assay.metrics.PrecisionRecall.Distance;
import dev.assay.metrics.PrecisionRecall.Features;
import dev.assay.metrics.PrecisionRecall.Output;
import dev.assay.metrics.algebra.Compute;
import dev.assay.metrics.algebra.LinearAlgebra;
import dev.assay.spec.AssayException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PrecisionRecallTest {
    private static PrecisionRecall metric(int k, Compare compare, Distance distance) {
        return new PrecisionRecall(List.of(Output.values()), k, compare, distance, Features.FLOAT32);
    }

    private static double[] score(
            PrecisionRecall metric, float[] generated, float[] reference, int d, Compute compute) {
        return metric
                .score(
                        TapData.of("generated", Rows.of(generated, d)),
                        TapData.of("reference", Rows.of(reference, d)),
                        compute)
                .stream()
                .mapToDouble(Measure::value)
                .toArray();
    }

    /** The definitions, word by word, in float64. */
    private static double[] byDefinition(int k, Compare compare, float[] generated, float[] reference, int d) {
        int n = generated.length / d;
        int m = reference.length / d;
        double[] generatedRadii = radii(k, generated, n, d);
        double[] referenceRadii = radii(k, reference, m, d);
        boolean[] generatedInside = new boolean[n];
        boolean[] referenceInside = new boolean[m];
        boolean[] filled = new boolean[m];
        double pairs = 0;
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double square = square(reference, i, generated, j, d);
                if (compare == Compare.LE ? square <= referenceRadii[i] : square < referenceRadii[i]) {
                    generatedInside[j] = true;
                    filled[i] = true;
                    pairs++;
                }
                referenceInside[i] |= compare == Compare.LE ? square <= generatedRadii[j] : square < generatedRadii[j];
            }
        }
        return new double[] {share(generatedInside), share(referenceInside), pairs / ((double) k * n), share(filled)};
    }

    private static double share(boolean[] flags) {
        int count = 0;
        for (boolean flag : flags) {
            count += flag ? 1 : 0;
        }
        return count / (double) flags.length;
    }

    private static double[] radii(int k, float[] rows, int n, int d) {
        double[] radii = new double[n];
        for (int i = 0; i < n; i++) {
            double[] squares = new double[n];
            for (int j = 0; j < n; j++) {
                squares[j] = square(rows, i, rows, j, d);
            }
            Arrays.sort(squares);
            radii[i] = squares[k];
        }
        return radii;
    }

    /** Small multiples of powers of two below: every sum is exact, in any order. */
    private static double square(float[] a, int i, float[] b, int j, int d) {
        double sum = 0;
        for (int c = 0; c < d; c++) {
            double difference = (double) a[i * d + c] - b[j * d + c];
            sum += difference * difference;
        }
        return sum;
    }

    /**
     * Points on a fine grid, some repeated, far from the origin: float32 products cannot tell neighbours apart, so this
     * is wrong unless what they leave open is settled in float64. Sizes leave incomplete tiles.
     */
    private static float[] grid(long seed, int n, int d, float offset) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] rows = new float[n * d];
        for (int i = 0; i < n; i++) {
            boolean repeat = i > 0 && random.nextInt(5) == 0;
            int source = repeat ? random.nextInt(i) : 0;
            for (int j = 0; j < d; j++) {
                rows[i * d + j] = repeat ? rows[source * d + j] : offset + random.nextInt(64) / 64f;
            }
        }
        return rows;
    }

    @ParameterizedTest
    @CsvSource({
        "3, LE, 0, 700, 1100, 6",
        "3, LT, 0, 700, 1100, 6",
        "5, LE, 1000, 1203, 600, 3",
        "5, LT, 1000, 1203, 600, 3",
        "1, LE, 100000, 300, 200, 2",
        "40, LT, 100, 300, 1001, 10",
    })
    void everyDecisionIsThatOfFloat64(int k, Compare compare, float offset, int n, int m, int d) {
        float[] generated = grid(1, n, d, offset);
        float[] reference = grid(2, m, d, offset);
        assertThat(score(metric(k, compare, Distance.FLOAT64), generated, reference, d, Compute.on(2)))
                .containsExactly(byDefinition(k, compare, generated, reference, d));
    }

    @Test
    void extremeScalesAreDecidedToo() {
        for (float scale : new float[] {1e-30f, 1e30f}) {
            float[] generated = grid(1, 120, 4, 0);
            float[] reference = grid(2, 130, 4, 0);
            double[] expected = byDefinition(3, Compare.LE, generated, reference, 4);
            float power = (float) Math.scalb(1.0, Math.getExponent(scale));
            for (int i = 0; i < generated.length; i++) {
                generated[i] *= power;
            }
            for (int i = 0; i < reference.length; i++) {
                reference[i] *= power;
            }
            assertThat(score(metric(3, Compare.LE, Distance.FLOAT64), generated, reference, 4, Compute.on(1)))
                    .containsExactly(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(Distance.class)
    void threadsDoNotMatter(Distance distance) {
        float[] generated = ParityArrays.features(1, 2100, 16);
        float[] reference = ParityArrays.features(0, 1900, 16);
        PrecisionRecall metric = metric(3, Compare.LE, distance);
        assertThat(score(metric, generated, reference, 16, Compute.on(3)))
                .containsExactly(score(metric, generated, reference, 16, Compute.on(1)));
    }

    @Test
    void algebraDoesNotMatterWhereDistancesAreFloat64() {
        float[] generated = ParityArrays.features(1, 600, 16);
        float[] reference = ParityArrays.features(0, 500, 16);
        PrecisionRecall metric = metric(3, Compare.LE, Distance.FLOAT64);
        assertThat(score(metric, generated, reference, 16, new Compute(LinearAlgebra.java(), 1)))
                .containsExactly(score(metric, generated, reference, 16, Compute.on(1)));
    }

    @Test
    void aSetHoldsItselfAndNotASetFarAway() {
        float[] set = ParityArrays.features(0, 50, 8);
        float[] far = set.clone();
        for (int i = 0; i < far.length; i++) {
            far[i] += 100;
        }
        PrecisionRecall metric = metric(3, Compare.LE, Distance.FLOAT64);
        double[] same = score(metric, set, set, 8, Compute.on(1));
        // Precision, recall and coverage are 1.
        assertThat(new double[] {same[0], same[1], same[3]}).containsOnly(1);
        assertThat(score(metric, far, set, 8, Compute.on(1))).containsOnly(0);
    }

    /**
     * The point 4.0002 is 4 in half precision and then lies on the ball around 3 of radius 1; in float32 it is outside.
     * ADM's evaluator uses float32 for all where one distance overflows: because 300^2 does, or, among points whose
     * squares do not, because (180 + 182)^2 does.
     */
    @Test
    void halfPrecisionGivesWayWhereItOverflows() {
        assertThat(admPrecision(new float[] {4.0002f, 100}, 0, 1, 2, 3)).isEqualTo(0.5);
        assertThat(admPrecision(new float[] {4.0002f, 300}, 0, 1, 2, 3)).isZero();
        assertThat(admPrecision(new float[] {4.0002f, 60}, 0, 1, 2, 3, -180)).isEqualTo(0.5);
        assertThat(admPrecision(new float[] {4.0002f, 182}, 0, 1, 2, 3, -180)).isZero();
    }

    private static double admPrecision(float[] generated, float... reference) {
        return score(metric(1, Compare.LE, Distance.FLOAT16_IF_FINITE), generated, reference, 1, Compute.on(1))[0];
    }

    @ParameterizedTest
    @CsvSource({
        "FLOAT64, FLOAT16, 65520, half precision",
        "FLOAT32, FLOAT16, 1e20, half precision",
        "FLOAT32, FLOAT32, 1e20, single precision",
        "FLOAT16_IF_FINITE, FLOAT32, 1e20, single precision",
        "FLOAT32, FLOAT16, 65500, the radius of row",
    })
    void featuresThatOverflowThePrecisionAreOneClearError(
            Distance distance, Features features, float large, String message) {
        PrecisionRecall metric = new PrecisionRecall(List.of(Output.values()), 3, Compare.LE, distance, features);
        float[] small = {0, 1, 2, 3};
        float[] spread = {-large, 0, 1, large};
        for (float[][] sides : new float[][][] {{small, spread}, {spread, small}}) {
            assertThatThrownBy(() -> score(metric, sides[0], sides[1], 1, Compute.on(1)))
                    .isInstanceOf(AssayException.class)
                    .hasMessageContaining(message);
        }
    }

    /** Float64 has no such limit: a power of two common to all features changes nothing. */
    @Test
    void largeFeaturesAreExactInFloat64() {
        float[] generated = {0.5f, 1, 7, 3};
        float[] reference = {0, 1, 2, 4};
        PrecisionRecall metric = metric(1, Compare.LE, Distance.FLOAT64);
        assertThat(score(metric, scaled(generated), scaled(reference), 1, Compute.on(1)))
                .containsExactly(score(metric, generated, reference, 1, Compute.on(1)));
    }

    private static float[] scaled(float[] values) {
        float[] result = values.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] *= 0x1p120f;
        }
        return result;
    }

    @Test
    void tooFewImagesAreOneClearError() {
        assertThatThrownBy(() ->
                        score(metric(3, Compare.LE, Distance.FLOAT64), new float[3], new float[9], 1, Compute.on(1)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("3 generated and 9 reference images")
                .hasMessageContaining("at least 4");
        assertThatThrownBy(() -> metric(3, Compare.LE, Distance.FLOAT64)
                        .score(
                                TapData.of("generated", Moments.given("x", new double[1], new double[] {1})),
                                TapData.of("reference", Rows.of(new float[9], 1)),
                                Compute.on(1)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("no features of single images");
    }
}
