package dev.assay.metrics.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.metrics.people.BradleyTerry.Comparison;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class BradleyTerryTest {
    private static List<Comparison> times(int count, Comparison one) {
        return Collections.nCopies(count, one);
    }

    @Test
    void twoSystemsHaveTheRatioOfTheirWins() {
        List<Comparison> all = new ArrayList<>(times(7, new Comparison(0, 1, 1)));
        all.addAll(times(2, new Comparison(1, 0, 1)));
        double[] log = BradleyTerry.logStrengths(2, all);
        // With half a win added to each: 7.5 to 2.5.
        assertThat(log[0] - log[1]).isCloseTo(Math.log(3), within(1e-9));
        assertThat(log[0] + log[1]).isCloseTo(0, within(1e-12));
    }

    @Test
    void tiesAndNoComparisonsLeaveAllEqual() {
        assertThat(BradleyTerry.logStrengths(3, List.of())).containsOnly(0);
        assertThat(BradleyTerry.logStrengths(2, times(5, new Comparison(0, 1, 0.5))))
                .containsOnly(0);
    }

    @Test
    void exactRatesGiveTheStrengthsThatMadeThem() {
        double[] strengths = {1, 2, 4};
        List<Comparison> all = new ArrayList<>();
        // Shares in the ratio of strengths, so often that what is added (1/2 each) moves the result by about 1e-5.
        for (int i = 0; i < 3; i++) {
            for (int j = i + 1; j < 3; j++) {
                all.addAll(times(30_000, new Comparison(i, j, strengths[i] / (strengths[i] + strengths[j]))));
            }
        }
        double[] log = BradleyTerry.logStrengths(3, all);
        assertThat(log[1] - log[0]).isCloseTo(Math.log(2), within(1e-4));
        assertThat(log[2] - log[0]).isCloseTo(Math.log(4), within(1e-4));
    }

    @Test
    void alwaysWinningIsStrongButFinite() {
        double[] log = BradleyTerry.logStrengths(2, times(10, new Comparison(0, 1, 1)));
        assertThat(log[0] - log[1]).isCloseTo(Math.log(21), within(1e-9));
    }

    @Test
    void namesDoNotMatter() {
        List<Comparison> all = List.of(
                new Comparison(0, 1, 1), new Comparison(1, 2, 1), new Comparison(0, 2, 0.5), new Comparison(2, 1, 1));
        List<Comparison> renamed = all.stream()
                .map(c -> new Comparison(2 - c.first(), 2 - c.second(), c.share()))
                .toList();
        double[] log = BradleyTerry.logStrengths(3, all);
        double[] other = BradleyTerry.logStrengths(3, renamed);
        for (int i = 0; i < 3; i++) {
            assertThat(other[2 - i]).isCloseTo(log[i], within(1e-9));
        }
    }
}
