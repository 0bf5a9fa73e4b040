package dev.assay.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.metrics.KernelDistance.Estimator;
import dev.assay.metrics.KernelDistance.KernelName;
import dev.assay.metrics.KernelDistance.Precision;
import dev.assay.metrics.KernelDistance.Sampling;
import dev.assay.metrics.KernelDistance.TooFew;
import dev.assay.metrics.algebra.Compute;
import dev.assay.metrics.algebra.LinearAlgebra;
import dev.assay.spec.AssayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KernelDistanceTest {
    private static KernelDistance fullSet(KernelName kernel, Estimator estimator) {
        return new KernelDistance(kernel, 2, Sampling.FULL_SET, 1, 2, TooFew.ERROR, estimator, 0, Precision.FLOAT64);
    }

    private static KernelDistance subsets(int size, TooFew tooFew) {
        return new KernelDistance(
                KernelName.POLY3, 2, Sampling.SUBSETS, 7, size, tooFew, Estimator.MIXED, 1, Precision.FLOAT64);
    }

    private static Measure score(KernelDistance metric, Rows generated, Rows reference, Compute compute) {
        return metric.score(TapData.of("generated", generated), TapData.of("reference", reference), compute)
                .get(0);
    }

    private static Rows rows(int set, int n, int d) {
        return Rows.of(ParityArrays.features(set, n, d), d);
    }

    /** Gretton's sums written out, more rows than a tile holds; 1e-12 for means of 490,000 kernels of some 5. */
    @ParameterizedTest
    @EnumSource(KernelName.class)
    void unequalSetsHaveTheSumsOfTheDefinition(KernelName kernel) {
        int d = 5;
        Rows x = rows(1, 700, d);
        Rows y = rows(0, 600, d);
        double xx = meanKernel(kernel, x, x, true);
        double yy = meanKernel(kernel, y, y, true);
        double xy = meanKernel(kernel, x, y, false);
        Measure measure = score(fullSet(kernel, Estimator.MIXED), x, y, Compute.on(2));
        assertThat(measure.value()).isCloseTo(xx + yy - 2 * xy, within(1e-12));
        double v = meanKernel(kernel, x, x, false) + meanKernel(kernel, y, y, false) - 2 * xy;
        assertThat(score(fullSet(kernel, Estimator.V), x, y, Compute.on(2)).value())
                .isCloseTo(v, within(1e-12));
        assertThat(measure.details().get("v")).isCloseTo(v, within(1e-12));
    }

    private static double meanKernel(KernelName kernel, Rows a, Rows b, boolean withoutDiagonal) {
        double sum = 0;
        long pairs = 0;
        for (int i = 0; i < a.size(); i++) {
            for (int j = 0; j < b.size(); j++) {
                if (withoutDiagonal && i == j) {
                    continue;
                }
                double inner = 0;
                double square = 0;
                for (int c = 0; c < a.dimension(); c++) {
                    inner += (double) a.at(i, c) * b.at(j, c);
                    square += Math.pow((double) a.at(i, c) - b.at(j, c), 2);
                }
                sum += kernel == KernelName.POLY3
                        ? Math.pow(inner / a.dimension() + 1, 3)
                        : Math.exp(-square / (2 * 2 * 2));
                pairs++;
            }
        }
        return sum / pairs;
    }

    @Test
    void threadsAndAlgebraDoNotMatter() {
        Rows x = rows(1, 1200, 6);
        Rows y = rows(0, 1100, 6);
        for (KernelDistance metric :
                new KernelDistance[] {fullSet(KernelName.POLY3, Estimator.MIXED), subsets(600, TooFew.ERROR)}) {
            double one = score(metric, x, y, Compute.on(1)).value();
            assertThat(score(metric, x, y, Compute.on(3)).value()).isEqualTo(one);
            assertThat(score(metric, x, y, new Compute(LinearAlgebra.java(), 2)).value())
                    .isCloseTo(one, within(1e-12));
        }
    }

    @Test
    void aNegativeValueIsExplained() {
        Measure measure =
                score(fullSet(KernelName.POLY3, Estimator.MIXED), rows(0, 20, 3), rows(0, 20, 3), Compute.on(1));
        assertThat(measure.value()).isNegative();
        assertThat(measure.notes()).hasSize(1);
    }

    @Test
    void clippedSubsetsAreAsSmallAsTheSmallerSide() {
        Measure measure = score(subsets(1000, TooFew.CLIP), rows(1, 30, 3), rows(0, 20, 3), Compute.on(1));
        assertThat(measure.details()).containsEntry("subset_size", 20.0).containsEntry("subsets", 7.0);
    }

    @Test
    void tooFewImagesAreOneClearError() {
        assertThatThrownBy(() -> score(subsets(1000, TooFew.ERROR), rows(1, 30, 3), rows(0, 20, 3), Compute.on(1)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("at least 1000 of each");
        assertThatThrownBy(() ->
                        score(fullSet(KernelName.POLY3, Estimator.V), rows(1, 1, 3), rows(0, 20, 3), Compute.on(1)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("at least 2 of each");
        assertThatThrownBy(() ->
                        score(fullSet(KernelName.POLY3, Estimator.U), rows(1, 19, 3), rows(0, 20, 3), Compute.on(1)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("as many of one as of the other");
    }
}
