package dev.assay.metrics.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MeanTest {
    @Test
    void intervalIsStudents() {
        Mean mean = Mean.of(new double[] {1, 2, 3, 4, 5});
        assertThat(mean.value()).isEqualTo(3);
        // t(4, 0.975) = 2.776445 times sqrt(2.5 / 5).
        assertThat(mean.high() - 3).isCloseTo(2.776445 * Math.sqrt(0.5), within(1e-6));
        assertThat(3 - mean.low()).isCloseTo(mean.high() - 3, within(1e-12));
    }

    @Test
    void oneCaseHasNoInterval() {
        assertThat(Mean.of(new double[] {4})).isEqualTo(new Mean(4, Double.NaN, Double.NaN, 1));
    }
}
