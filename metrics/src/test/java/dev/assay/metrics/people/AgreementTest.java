package dev.assay.metrics.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AgreementTest {
    /** Four raters and twelve units of Krippendorff 2011, section D; 0 is a missing rating. */
    private static final int[][] PUBLISHED = {
        {1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0},
        {1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3},
        {0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0},
        {1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0}
    };

    private static List<List<Double>> units(int[][] raters) {
        return IntStream.range(0, raters[0].length)
                .mapToObj(unit -> IntStream.range(0, raters.length)
                        .mapToObj(rater -> (double) raters[rater][unit])
                        .filter(value -> value > 0)
                        .toList())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"NOMINAL, 0.743", "ORDINAL, 0.815", "INTERVAL, 0.849"})
    void publishedExampleComesOut(Agreement scale, double published) {
        // Published to three digits.
        assertThat(scale.alpha(units(PUBLISHED))).isCloseTo(published, within(5e-4));
    }

    @ParameterizedTest
    @EnumSource
    void fullAgreementIsOne(Agreement scale) {
        assertThat(scale.alpha(List.of(List.of(1.0, 1.0), List.of(4.0, 4.0, 4.0))))
                .isEqualTo(1);
        assertThat(scale.alpha(List.of(List.of(3.0, 3.0), List.of(3.0, 3.0)))).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void orderOfUnitsAndRatersDoesNotMatter(Agreement scale) {
        List<List<Double>> turned = new ArrayList<>();
        for (List<Double> unit : units(PUBLISHED)) {
            List<Double> reversed = new ArrayList<>(unit);
            java.util.Collections.reverse(reversed);
            turned.add(0, reversed);
        }
        assertThat(scale.alpha(turned)).isCloseTo(scale.alpha(units(PUBLISHED)), within(1e-12));
    }

    @Test
    void twoRatersWhoAlwaysDifferAreBelowChance() {
        // Observed 1 everywhere; expected 2 * 2 * 2 / (4 * 3) = 2/3: alpha = 1 - 3/2.
        assertThat(Agreement.NOMINAL.alpha(List.of(List.of(1.0, 2.0), List.of(2.0, 1.0))))
                .isCloseTo(-0.5, within(1e-12));
    }

    @Test
    void singleRatingsTellNothing() {
        assertThat(Agreement.INTERVAL.alpha(List.of(List.of(1.0), List.of(5.0))))
                .isNaN();
    }
}
