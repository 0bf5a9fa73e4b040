package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.metrics.Speed;
import dev.assay.reference.model.Models;
import java.util.List;
import org.junit.jupiter.api.Test;

class DenoiserBenchTest {
    /** How fast is for the machine to say; that the figures belong together is checked. */
    @Test
    void figuresFollowFromCountsAndTimes() {
        List<Speed> speeds = new DenoiserBench(1, List.of("dit-tiny"), 1).run();
        assertThat(speeds)
                .extracting(Speed::name)
                .containsExactly("matrix product, 2048^3", "dit-tiny, batch 1", "dit-tiny, batch 8");
        double product = speeds.get(0).extra().get("mmac_per_second");
        assertThat(product * speeds.get(0).seconds()).isCloseTo(8589.934592, within(1e-6));
        double macs = Models.named("dit-tiny").describe().macs() * 1e-6;
        for (int batch : new int[] {1, 8}) {
            Speed speed = speeds.get(batch == 1 ? 1 : 2);
            double rate = speed.extra().get("mmac_per_second");
            assertThat(rate * speed.seconds()).isCloseTo(macs * batch, within(1e-6));
            assertThat(speed.extra().get("share_of_product")).isCloseTo(rate / product, within(1e-9));
        }
    }
}
