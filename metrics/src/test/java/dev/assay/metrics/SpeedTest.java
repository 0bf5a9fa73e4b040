package dev.assay.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.metrics.algebra.Compute;
import org.junit.jupiter.api.Test;

class SpeedTest {
    /** Small sizes: what is measured is tested elsewhere, here only that it runs and says what it must. */
    @Test
    void everyStepReportsItsCost() {
        Compute compute = Compute.on(2);
        for (Speed speed : new Speed[] {
            Speed.traceTerm(50, 8, compute), Speed.moments(1100, 30, compute), Speed.precisionRecall(60, 20, compute)
        }) {
            assertThat(speed.name()).isNotBlank();
            assertThat(speed.seconds()).isPositive();
            assertThat(speed.cpuSeconds()).isNotNegative();
            assertThat(speed.extra()).isNotEmpty();
        }
        assertThat(Speed.traceTerm(50, 8, compute).extra()).containsEntry("repeat", 0.0);
    }
}
