package dev.assay.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.metrics.FrechetDistance.Divisor;
import dev.assay.metrics.FrechetDistance.Mean;
import dev.assay.metrics.FrechetDistance.RankDeficient;
import dev.assay.metrics.algebra.Compute;
import dev.assay.metrics.algebra.LinearAlgebra;
import dev.assay.spec.AssayException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrechetDistanceTest {
    private static final FrechetDistance EXACT =
            new FrechetDistance(Mean.FLOAT64, Divisor.UNBIASED, RankDeficient.EXACT);

    private static double distance(Statistic generated, Statistic reference) {
        return measure(EXACT, generated, reference).value();
    }

    private static Measure measure(FrechetDistance metric, Statistic generated, Statistic reference) {
        return metric.score(TapData.of("generated", generated), TapData.of("reference", reference), Compute.on(2))
                .get(0);
    }

    private static Moments gaussian(double[] mean, double... variances) {
        int d = mean.length;
        double[] covariance = new double[d * d];
        for (int i = 0; i < d; i++) {
            covariance[i * d + i] = variances[i];
        }
        return Moments.given("test", mean, covariance);
    }

    private static Rows rows(int set, int n, int d) {
        return Rows.of(ParityArrays.features(set, n, d), d);
    }

    @Test
    void independentGaussiansHaveTheClosedForm() {
        // sum (m1 - m2)^2 + (s1 - s2)^2 over columns
        Moments first = gaussian(new double[] {0, 1, 5}, 4, 9, 0);
        Moments second = gaussian(new double[] {3, 1, 3}, 1, 16, 25);
        assertThat(distance(first, second)).isCloseTo(9 + 4 + 1 + 1 + 25, within(1e-13));
    }

    @Test
    void commutingCovariancesHaveTheClosedForm() {
        // Both have the eigenvectors (1,1) and (1,-1): eigenvalues 9, 1 and 16, 4.
        Moments first = Moments.given("a", new double[2], new double[] {5, 4, 4, 5});
        Moments second = Moments.given("b", new double[2], new double[] {10, 6, 6, 10});
        assertThat(distance(first, second)).isCloseTo(1 + 1, within(1e-13));
    }

    /** Variances over 36 decades: roots of eigenvalues of the product would lose the small column to rounding. */
    @Test
    void columnsOfVeryDifferentScaleKeepTheirDigits() {
        Moments first = gaussian(new double[2], 1e18, 4e-18);
        Moments second = gaussian(new double[2], 1e18, 1e-18);
        Measure measure = measure(EXACT, first, second);
        assertThat(measure.details().get("rank_generated")).isEqualTo(2);
        assertThat(measure.details().get("root_trace")).isCloseTo(1e18, within(1e3));
        Moments crossed = gaussian(new double[2], 4e-18, 1e18);
        assertThat(measure(EXACT, first, crossed).details().get("root_trace")).isCloseTo(2 + 2, within(1e-14));
    }

    /**
     * Covariances of full rank with eigenvalues over 12 decades and common eigenvectors, in equal and in opposite order:
     * the distance is the sum of (sqrt a - sqrt b)^2. Entries near 1 are rounded to 1e-16, which moves the smallest
     * eigenvalue by 1e-4 of itself and its root beside a large one by some 1e-11, up or down.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void illConditionedCovariancesHaveTheClosedForm(boolean opposite) {
        int d = 300;
        double[] v = new double[d];
        SplittableRandom random = new SplittableRandom(2);
        Arrays.setAll(v, i -> random.nextDouble() - 0.5);
        double square = Arrays.stream(v).map(x -> x * x).sum();
        double[] first = new double[d];
        double[] second = new double[d];
        double expected = 0;
        for (int i = 0; i < d; i++) {
            first[i] = Math.pow(10, -12.0 * i / d);
            second[i] = opposite ? Math.pow(10, -12.0 * (d - 1 - i) / d) : 2 * first[i];
            expected += Math.pow(Math.sqrt(first[i]) - Math.sqrt(second[i]), 2);
        }
        double found = distance(reflected(first, v, square), reflected(second, v, square));
        assertThat(found).isCloseTo(expected, within(1e-11 * expected));
    }

    private static Moments reflected(double[] eigenvalues, double[] v, double square) {
        int d = v.length;
        double[] covariance = new double[d * d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int k = 0; k < d; k++) {
                    sum += reflection(v, square, i, k) * eigenvalues[k] * reflection(v, square, j, k);
                }
                covariance[i * d + j] = sum;
                covariance[j * d + i] = sum;
            }
        }
        return Moments.given("test", new double[d], covariance);
    }

    /** The two share no direction, so the root of the product is 0 and nothing but the traces is left. */
    @Test
    void orthogonalSubspacesShareNothing() {
        Moments first =
                Moments.given("a", new double[4], new double[] {1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        Moments second =
                Moments.given("b", new double[4], new double[] {1, -1, 0, 0, -1, 1, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0});
        assertThat(distance(first, second)).isCloseTo(2 + 5, within(1e-14));
    }

    @ParameterizedTest
    @CsvSource({"200,16", "60,64", "17,300", "2,5"})
    void identicalSetsHaveDistanceZero(int n, int d) {
        Measure measure = measure(EXACT, rows(0, n, d), rows(0, n, d));
        assertThat(measure.value()).isZero();
        assertThat(measure.notes()).containsExactly("both sides have the same moments, bit for bit");
        assertThat(measure.generatedCount()).isEqualTo(n);
    }

    /** Another order of the rows is rounding away from identical; the distance must be too. */
    @ParameterizedTest
    @CsvSource({"600,16", "60,64", "100,300"})
    void setsEqualUpToOrderHaveDistanceZeroUpToRounding(int n, int d) {
        float[] rows = ParityArrays.features(0, n, d);
        float[] turned = new float[rows.length];
        System.arraycopy(rows, d, turned, 0, rows.length - d);
        System.arraycopy(rows, 0, turned, rows.length - d, d);
        assertThat(distance(Rows.of(turned, d), Rows.of(rows, d))).isBetween(0.0, 1e-11);
    }

    @ParameterizedTest
    @CsvSource({"300,20,300", "30,64,50", "400,64,20"})
    void orderOfTheSidesDoesNotMatter(int n, int d, int m) {
        double one = distance(rows(1, n, d), rows(0, m, d));
        double other = distance(rows(0, m, d), rows(1, n, d));
        assertThat(one).isCloseTo(other, within(1e-12 * one));
    }

    /** Scaling features by s scales the distance by s^2; a common shift changes nothing. */
    @ParameterizedTest
    @ValueSource(floats = {0.25f, 8})
    void distanceScalesWithTheSquareOfFeatures(float scale) {
        Rows first = rows(1, 50, 64);
        Rows second = rows(0, 80, 64);
        double expected = distance(first, second) * scale * scale;
        assertThat(distance(first.map(v -> v * scale), second.map(v -> v * scale)))
                .isCloseTo(expected, within(1e-12 * expected));
    }

    /**
     * With fewer rows than columns the value must equal that of the same rows in the coordinates of a space that just
     * holds them: here zero columns are appended and rotated away.
     */
    @Test
    void appendedAndReflectedZeroColumnsChangeNothing() {
        int n = 90;
        int d = 20;
        int wide = 150;
        double[] v = new double[wide];
        SplittableRandom random = new SplittableRandom(1);
        Arrays.setAll(v, i -> random.nextDouble() - 0.5);
        double square = Arrays.stream(v).map(x -> x * x).sum();
        Moments[] narrow = new Moments[2];
        Moments[] reflected = new Moments[2];
        for (int set = 0; set < 2; set++) {
            narrow[set] = rows(set, n, d).moments(Compute.on(1));
            double[] h = new double[wide * wide];
            double[] covariance = narrow[set].covariance(1);
            double[] mean = new double[wide];
            for (int i = 0; i < wide; i++) {
                for (int j = 0; j < d; j++) {
                    mean[i] += reflection(v, square, i, j) * narrow[set].mean()[j];
                }
            }
            for (int i = 0; i < wide; i++) {
                for (int j = 0; j < wide; j++) {
                    for (int a = 0; a < d; a++) {
                        double inner = 0;
                        for (int b = 0; b < d; b++) {
                            inner += covariance[a * d + b] * reflection(v, square, j, b);
                        }
                        h[i * wide + j] += reflection(v, square, i, a) * inner;
                    }
                }
            }
            reflected[set] = Moments.given("set " + set, mean, h);
        }
        double expected = distance(narrow[1], narrow[0]);
        Measure measure = measure(EXACT, reflected[1], reflected[0]);
        assertThat(measure.details().get("rank_generated")).isEqualTo(d);
        assertThat(measure.value()).isCloseTo(expected, within(1e-11 * expected));
    }

    private static double reflection(double[] v, double square, int i, int j) {
        return (i == j ? 1 : 0) - 2 / square * v[i] * v[j];
    }

    @Test
    void threadsAndAlgebraDoNotMatter() {
        TapData generated = TapData.of("generated", rows(1, 700, 300));
        TapData reference = TapData.of("reference", rows(0, 700, 300));
        double one = EXACT.score(generated, reference, Compute.on(1)).get(0).value();
        assertThat(EXACT.score(generated, reference, Compute.on(3)).get(0).value())
                .isEqualTo(one);
        assertThat(EXACT.score(generated, reference, new Compute(LinearAlgebra.java(), 2))
                        .get(0)
                        .value())
                .isCloseTo(one, within(1e-11 * one));
    }

    @Test
    void constantFeaturesAreComparedByTheirMeans() {
        Rows first = Rows.of(new float[] {1, 2, 1, 2, 1, 2}, 2);
        Rows second = Rows.of(new float[] {4, 6, 4, 6}, 2);
        assertThat(distance(first, second)).isEqualTo(25);
    }

    /** Differences of raw moments leave a constant column with a variance of rounding, of either sign. */
    @ParameterizedTest
    @ValueSource(doubles = {-1e-15, 1e-40, 0})
    void roundingInTheVarianceOfAConstantColumnCountsAsNone(double variance) {
        Moments first = Moments.given("x", new double[3], new double[] {4, 0, 1e-17, 0, 1, 0, 1e-17, 0, variance});
        Moments second = Moments.given("y", new double[3], new double[] {1, 0, 0, 0, 1, 0, 0, 0, 9});
        assertThat(measure(EXACT, first, second).value()).isCloseTo(1 + 9, within(1e-12));
        assertThat(measure(EXACT, second, first).value()).isCloseTo(1 + 9, within(1e-12));
    }

    @Test
    void wrongInputIsOneClearError() {
        assertThatThrownBy(() -> distance(rows(0, 5, 3), rows(0, 5, 4)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("generated and reference: one side has 3 columns, the other 4");
        assertThatThrownBy(() -> distance(rows(0, 1, 3), rows(0, 5, 3)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("a set of 1 image;");
        assertThatThrownBy(() -> distance(gaussian(new double[2], 1, -1), gaussian(new double[2], 1, 1)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("the variance of column 1 is -1");
        Moments indefinite = Moments.given("x", new double[2], new double[] {1, 2, 2, 1});
        assertThatThrownBy(() -> distance(indefinite, gaussian(new double[2], 1, 1)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("not positive semidefinite");
        assertThatThrownBy(() -> EXACT.score(TapData.of("empty"), TapData.of("empty"), Compute.on(1)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("it holds nothing");
    }
}
