package dev.assay.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ScheduleTest {
    /** {@code LambdaLR} with {@code min(step / warmup_steps, 1)} gives the first step the factor 0. */
    @Test
    void theRateGrowsFromZeroAndStays() {
        LearningRate rate = new LearningRate.WarmUp(2e-4, 4);
        assertThat(rate.at(0)).isZero();
        assertThat(rate.at(1)).isEqualTo(2e-4 / 4);
        assertThat(rate.at(3)).isEqualTo(2e-4 * 0.75);
        assertThat(rate.at(4)).isEqualTo(2e-4);
        assertThat(rate.at(1_000_000)).isEqualTo(2e-4);
    }

    @Test
    void withoutWarmUpTheRateIsWholeAtOnce() {
        assertThat(new LearningRate.WarmUp(1e-4, 0).at(0)).isEqualTo(1e-4);
    }

    @Test
    void impossibleRatesAreRefused() {
        assertThatThrownBy(() -> new LearningRate.WarmUp(Double.NaN, 1)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new LearningRate.WarmUp(1, -1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> new EmaRate.Constant(1.5)).hasMessageContaining("1.5");
        assertThatThrownBy(() -> new EmaRate.HalfLife(0, 1, 1)).hasMessageContaining("positive");
    }

    @Test
    void halfOfAnAverageIsGoneAfterItsHalfLife() {
        EmaRate rate = new EmaRate.HalfLife(500, Double.POSITIVE_INFINITY, 10);
        double left = 1;
        for (int step = 0; step < 50; step++) {
            left *= rate.at(step);
        }
        assertThat(left).isBetween(0.5 - 1e-12, 0.5 + 1e-12);
    }

    @Test
    void aYoungAverageForgetsItsStart() {
        EmaRate rate = new EmaRate.HalfLife(500, 0.05, 10);
        assertThat(rate.at(0)).isZero();
        assertThat(rate.at(100)).isEqualTo(Math.pow(0.5, 10 / 50.0));
        assertThat(rate.at(5000)).isEqualTo(Math.pow(0.5, 10 / 500.0));
    }
}
