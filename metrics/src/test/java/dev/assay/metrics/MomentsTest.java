package dev.assay.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.datasets.array.NpyArray;
import dev.assay.datasets.array.NpyWriter;
import dev.assay.metrics.algebra.Compute;
import dev.assay.metrics.algebra.LinearAlgebra;
import dev.assay.spec.AssayException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentsTest {
    private static final int N = 1300;
    private static final int D = 600;
    private static final float[] FEATURES = ParityArrays.features(ParityArrays.REFERENCE, N, D);

    private static Moments collect(float[] rows, int d, int piece, Compute compute) {
        Moments.Collector collector = new Moments.Collector(d, compute);
        int n = rows.length / d;
        for (int i = 0; i < n; i += piece) {
            collector.add(rows, i * d, Math.min(piece, n - i));
        }
        return collector.statistic();
    }

    private static double difference(double[] a, double[] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest;
    }

    private static boolean same(Moments a, Moments b) {
        return a.sameAs(b) && Arrays.equals(a.sumFloat32(), b.sumFloat32());
    }

    @ParameterizedTest
    @CsvSource({"1,1", "7,2", "32,1", "512,2", "513,3", "1300,2"})
    void pieceSizeAndThreadsChangeNoBit(int piece, int threads) {
        Moments once = collect(FEATURES, D, N, Compute.on(1));
        assertThat(same(collect(FEATURES, D, piece, Compute.on(threads)), once)).isTrue();
    }

    @Test
    void askingInBetweenChangesNoBit() {
        Moments.Collector collector = new Moments.Collector(D, Compute.on(1));
        collector.add(FEATURES, 0, 300);
        assertThat(same(collector.statistic(), collect(Arrays.copyOf(FEATURES, 300 * D), D, 300, Compute.on(1))))
                .isTrue();
        collector.add(FEATURES, 300 * D, N - 300);
        assertThat(same(collector.statistic(), collect(FEATURES, D, N, Compute.on(1))))
                .isTrue();
    }

    /** Sums in long double would be exact here to 1e-16; float64 sums of 1300 terms of both signs err by some 1e-15. */
    @Test
    void meanAndCovarianceAreTheTextbookOnes() {
        int d = 5;
        float[] rows = ParityArrays.features(ParityArrays.GENERATED, N, d);
        Moments moments = collect(rows, d, 100, Compute.on(2));
        double[] covariance = moments.covariance(1);
        double[] population = moments.covariance(0);
        double[] mean = new double[d];
        for (int i = 0; i < rows.length; i++) {
            mean[i % d] += rows[i] / (double) N;
        }
        for (int a = 0; a < d; a++) {
            assertThat(moments.mean()[a]).isCloseTo(mean[a], within(1e-14));
            for (int b = 0; b < d; b++) {
                double sum = 0;
                for (int i = 0; i < N; i++) {
                    sum += (rows[i * d + a] - mean[a]) * (rows[i * d + b] - mean[b]);
                }
                assertThat(covariance[a * d + b]).isCloseTo(sum / (N - 1), within(1e-14));
                assertThat(population[a * d + b]).isCloseTo(sum / N, within(1e-14));
            }
        }
    }

    /** Raw sums of squares would keep 3 digits here: (1e6)^2 leaves 1e-4 of a variance of 1. */
    @Test
    void aLargeMeanCostsNoDigits() {
        float[] rows = new float[2000];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = 1_000_000 + (i % 2 == 0 ? 1 : -1);
        }
        Moments moments = collect(rows, 1, 64, Compute.on(1));
        assertThat(moments.mean()[0]).isEqualTo(1_000_000);
        assertThat(moments.covariance(0)[0]).isCloseTo(1, within(1e-15));
    }

    /** The first block is nothing like the rest: cancellation of N / 512, here 4 of 1e16. */
    @Test
    void sortedRowsCostNoDigits() {
        int n = 2048;
        float[] rows = new float[n];
        for (int i = 0; i < n; i++) {
            rows[i] = i < 512 ? -300_000 : 100_000 + i % 3 - 1;
        }
        double mean = 0;
        for (float row : rows) {
            mean += row / (double) n;
        }
        double variance = 0;
        for (float row : rows) {
            variance += (row - mean) * (row - mean) / n;
        }
        assertThat(collect(rows, 1, 10, Compute.on(1)).covariance(0)[0]).isCloseTo(variance, within(1e-14 * variance));
    }

    /** Chan's formula rounds a few times per entry of some 1e3. */
    @ParameterizedTest
    @ValueSource(ints = {1, 100, 512, 700, 1299})
    void mergedPartsAreTheWhole(int cut) {
        Moments whole = collect(FEATURES, D, N, Compute.on(1));
        Moments first = collect(Arrays.copyOf(FEATURES, cut * D), D, N, Compute.on(1));
        Moments second = collect(Arrays.copyOfRange(FEATURES, cut * D, N * D), D, N, Compute.on(1));
        Moments merged = Moments.merge(first, second);
        assertThat(merged.count()).isEqualTo(N);
        assertThat(difference(merged.mean(), whole.mean())).isLessThan(1e-14);
        assertThat(difference(merged.scatter(), whole.scatter())).isLessThan(1e-11);
        assertThat(difference(Moments.merge(second, first).scatter(), merged.scatter()))
                .isLessThan(1e-11);
    }

    @Test
    void bothAlgebrasAgree() {
        Moments java = collect(FEATURES, D, 100, new Compute(LinearAlgebra.java(), 1));
        Moments openblas = collect(FEATURES, D, 100, new Compute(LinearAlgebra.openblas(), 1));
        assertThat(difference(java.scatter(), openblas.scatter())).isLessThan(1e-11);
        assertThat(java.mean()).isEqualTo(openblas.mean());
    }

    @Test
    void float32MeanAddsRowsOneByOne() {
        float[] rows = {16_777_216, 1, 1, 1};
        // 2^24 + 1 rounds back to 2^24 in float32, three times.
        assertThat(collect(rows, 1, 4, Compute.on(1)).meanFloat32()).containsExactly(4_194_304);
    }

    @Test
    void savedMomentsLoadBitForBit(@TempDir Path folder) {
        Moments moments = collect(FEATURES, D, N, Compute.on(2));
        Path file = folder.resolve("moments.npz");
        moments.save(file);
        assertThat(same((Moments) Statistic.load(file), moments)).isTrue();
    }

    @Test
    void oneRowCanBeSavedAndMerged(@TempDir Path folder) {
        Moments one = collect(new float[] {1, 2}, 2, 1, Compute.on(1));
        one.save(folder.resolve("one.npz"));
        Statistic loaded = Statistic.load(folder.resolve("one.npz"));
        Moments two = (Moments) Statistic.merge(loaded, collect(new float[] {3, 6}, 2, 1, Compute.on(1)));
        assertThat(two.mean()).containsExactly(2, 4);
        assertThat(two.covariance(1)).containsExactly(2, 4, 4, 8);
    }

    @Test
    void damagedFilesOfMomentsAreRefused(@TempDir Path folder) {
        Path file = folder.resolve("damaged.npz");
        NpyWriter.writeNpz(
                file,
                Map.of(
                        "count", NpyArray.of(new long[] {5}, 1),
                        "mean", NpyArray.of(new double[] {0, 0}, 2),
                        "scatter", NpyArray.of(new double[] {1, 0, 0.5, 1}, 2, 2),
                        "sum_float32", NpyArray.of(new float[2], 2)));
        assertThatThrownBy(() -> Statistic.load(file))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("damaged.npz[scatter]: the covariance is not symmetric");
        NpyWriter.writeNpz(
                file,
                Map.of(
                        "count", NpyArray.of(new long[] {5}, 1),
                        "mean", NpyArray.of(new double[] {0, 0}, 2),
                        "scatter", NpyArray.of(new double[] {1, 0.5, 0.5, 1}, 2, 2),
                        "sum_float32", NpyArray.of(new float[] {0, Float.NaN}, 2)));
        assertThatThrownBy(() -> Statistic.load(file))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("damaged.npz[sum_float32]: row 0, column 1 is NaN");
    }

    @Test
    void givenMomentsLoadFromMuAndSigmaAndCannotBeMerged(@TempDir Path folder) {
        Moments given = Moments.given("test", new double[] {1, 2}, new double[] {2, 1, 1, 2});
        given.save(folder.resolve("given.npz"));
        Moments loaded = (Moments) Statistic.load(folder.resolve("given.npz"));
        assertThat(loaded.count()).isZero();
        assertThat(loaded.covariance(1)).containsExactly(2, 1, 1, 2);
        assertThatThrownBy(() -> Statistic.merge(loaded, loaded))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("no count");
    }

    @Test
    void badNumbersAreRefusedWithTheirPlace() {
        float[] rows = new float[600 * 3];
        rows[550 * 3 + 2] = Float.NaN;
        Moments.Collector collector = new Moments.Collector(3, Compute.on(1));
        collector.add(rows, 0, 520);
        assertThatThrownBy(() -> collector.add(rows, 520 * 3, 80))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("row 550, column 2 is NaN");
        assertThatThrownBy(() -> Moments.given("file", new double[] {0}, new double[] {Double.POSITIVE_INFINITY}))
                .hasMessageContaining("file, covariance: row 0, column 0 is Infinity");
        assertThatThrownBy(() -> Moments.given("file", new double[] {0, 0}, new double[] {1, 0, 0.5, 1}))
                .hasMessageContaining("not symmetric");
        assertThatThrownBy(() -> Moments.given("file", new double[] {0, 0}, new double[] {1}))
                .hasMessageContaining("a mean of 2 values and a covariance of 1");
    }

    @Test
    void tooFewRowsHaveNoCovariance() {
        Moments one = collect(new float[] {1, 2}, 2, 1, Compute.on(1));
        assertThatThrownBy(() -> one.covariance(1))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("at least 2");
        assertThatThrownBy(() -> new Moments.Collector(2, Compute.on(1)).statistic())
                .isInstanceOf(AssayException.class);
    }

    @Test
    void differentWidthsDoNotMerge() {
        Moments two = collect(new float[] {1, 2}, 2, 1, Compute.on(1));
        Moments one = collect(new float[] {1, 2}, 1, 1, Compute.on(1));
        assertThatThrownBy(() -> Moments.merge(one, two))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("1 columns, the other 2");
    }
}
