package dev.assay.metrics.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MacroMeanTest {
    private static CaseValue value(String category, String task, int number, double value) {
        return new CaseValue(category, task, task + "-" + number, value);
    }

    @Test
    void everyTaskAndCategoryHasTheSameWeight() {
        List<CaseValue> values = List.of(
                value("text", "a", 1, 1),
                value("text", "a", 2, 0),
                value("text", "a", 3, 0.5),
                value("text", "b", 1, 0),
                value("reference", "c", 1, 1));
        assertThat(MacroMean.of(values).value()).isEqualTo((0.5 * (0.5 + 0) + 1) / 2);
        assertThat(MacroMean.of(values).cases()).isEqualTo(5);
    }

    /** Category scores and averages that IDEA-Bench publishes for people as judges. */
    @ParameterizedTest
    @CsvSource({"46.06, 12.13, 4.89, 20.15, 29.17, 22.48", "24.04, 10.79, 4.69, 21.59, 13.06, 14.83"})
    void publishedCategoriesGiveThePublishedAverage(
            double a, double b, double c, double d, double e, double published) {
        List<CaseValue> values = List.of(
                value("t2i", "1", 1, a),
                value("i2i", "2", 1, b),
                value("is2i", "3", 1, c),
                value("t2is", "4", 1, d),
                value("i2is", "5", 1, e));
        assertThat(MacroMean.of(values).value()).isCloseTo(published, within(0.005));
    }

    private static List<CaseValue> normal(int tasks, int cases, long seed) {
        Random random = new Random(seed);
        List<CaseValue> values = new ArrayList<>();
        for (int task = 0; task < tasks; task++) {
            for (int i = 0; i < cases; i++) {
                values.add(value(task % 2 == 0 ? "text" : "reference", "t" + task, i, random.nextGaussian()));
            }
        }
        return values;
    }

    @Test
    void theOrderOfValuesDoesNotMatter() {
        List<CaseValue> values = normal(6, 7, 1);
        List<CaseValue> mixed = new ArrayList<>(values);
        Collections.shuffle(mixed, new Random(2));
        assertThat(MacroMean.of(mixed).value()).isEqualTo(MacroMean.of(values).value());
        assertThat(Bootstrap.STANDARD.interval(MacroMean.of(mixed)))
                .isEqualTo(Bootstrap.STANDARD.interval(MacroMean.of(values)));
    }

    @Test
    void theIntervalHasTheWidthOfTheNormalOne() {
        // The population variance of 400 values of one task over n; percentiles of 2000 draws scatter by some 4 %.
        List<CaseValue> values = normal(1, 400, 3);
        double mean = MacroMean.of(values).value();
        double variance = values.stream()
                .mapToDouble(v -> (v.value() - mean) * (v.value() - mean))
                .average()
                .orElseThrow();
        double half = 1.959964 * Math.sqrt(variance / 400);
        Bootstrap.Interval interval = Bootstrap.STANDARD.interval(MacroMean.of(values));
        assertThat(interval.low()).isCloseTo(mean - half, within(half * 0.12));
        assertThat(interval.high()).isCloseTo(mean + half, within(half * 0.12));
    }

    @Test
    void equalSeedsGiveEqualIntervalsAndOtherSeedsOthers() {
        MacroMean mean = MacroMean.of(normal(4, 7, 5));
        assertThat(new Bootstrap(500, 1, 0.95).interval(mean)).isEqualTo(new Bootstrap(500, 1, 0.95).interval(mean));
        assertThat(new Bootstrap(500, 2, 0.95).interval(mean)).isNotEqualTo(new Bootstrap(500, 1, 0.95).interval(mean));
    }

    @Test
    void equalCasesHaveAnIntervalOfNoWidthAndShiftsMoveIt() {
        List<CaseValue> equal = List.of(value("text", "a", 1, 0.25), value("text", "a", 2, 0.25));
        assertThat(Bootstrap.STANDARD.interval(MacroMean.of(equal))).isEqualTo(new Bootstrap.Interval(0.25, 0.25));
        List<CaseValue> values = normal(3, 5, 8);
        Bootstrap.Interval before = Bootstrap.STANDARD.interval(MacroMean.of(values));
        Bootstrap.Interval after = Bootstrap.STANDARD.interval(MacroMean.of(values.stream()
                .map(v -> new CaseValue(v.category(), v.task(), v.id(), v.value() + 10))
                .toList()));
        assertThat(after.low()).isCloseTo(before.low() + 10, within(1e-12));
        assertThat(after.high()).isCloseTo(before.high() + 10, within(1e-12));
        assertThat(after.overlaps(before)).isFalse();
        assertThat(before.overlaps(before)).isTrue();
    }

    @Test
    void nothingAndRepeatedCasesAreRefused() {
        assertThatThrownBy(() -> MacroMean.of(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MacroMean.of(List.of(value("text", "a", 1, 0), value("text", "a", 1, 1))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> value("text", "a", 1, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Bootstrap(99, 1, 0.95)).isInstanceOf(IllegalArgumentException.class);
    }
}
