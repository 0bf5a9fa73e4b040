package dev.assay.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScaleTest {
    @Test
    void wideRangesOfPositiveValuesAreLogarithmic() {
        assertThat(Scale.over(List.of(1.0, 21.0)).logarithmic()).isTrue();
        assertThat(Scale.over(List.of(1.0, 19.0)).logarithmic()).isFalse();
        assertThat(Scale.over(List.of(0.0, 100.0)).logarithmic()).isFalse();
        assertThat(Scale.over(List.of(-1.0, 100.0)).logarithmic()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void everyValueAndTickIsOnTheAxisInOrder(long seed) {
        Random random = new Random(seed);
        double size = Math.pow(10, random.nextInt(12) - 6);
        double offset = random.nextBoolean() ? 0 : 5 * size;
        List<Double> values = random.doubles(7)
                .map(v -> offset + size * Math.pow(v, 4))
                .boxed()
                .toList();
        Scale scale = Scale.over(values);
        // 1e-9 of the axis is far below a pixel
        assertThat(scale.place(scale.low())).isCloseTo(0, within(1e-9));
        assertThat(scale.place(scale.high())).isCloseTo(1, within(1e-9));
        assertThat(values).allSatisfy(v -> assertThat(scale.place(v)).isBetween(0.0, 1.0));
        assertThat(scale.ticks()).isSorted().hasSizeBetween(1, 14);
        assertThat(scale.ticks()).allSatisfy(t -> assertThat(scale.place(t)).isBetween(0.0, 1.0));
    }

    @Test
    void equalValuesStandInTheMiddle() {
        assertThat(Scale.over(List.of(3.0, 3.0)).place(3)).isCloseTo(0.5, within(1e-9));
        assertThat(Scale.over(List.of(0.0)).place(0)).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void theLargestNumbersDoNotOverflow() {
        Scale scale = Scale.over(List.of(-Double.MAX_VALUE, Double.MAX_VALUE));
        assertThat(scale.place(0)).isCloseTo(0.5, within(1e-9));
        assertThat(scale.ticks()).isNotEmpty().allSatisfy(t -> assertThat(t).isFinite());
    }

    @ParameterizedTest
    @CsvSource({"0.30000000000000004, 0.3", "1000, 1000", "1e-5, 0.00001", "1e-7, 1E-7", "2e7, 2E+7", "0, 0"})
    void ticksAreLabelledInFewDigits(double tick, String label) {
        assertThat(Scale.label(tick)).isEqualTo(label);
    }
}
