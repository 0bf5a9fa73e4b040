package dev.assay.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuiteTest {
    @Test
    void risingMeansStrictlyAndFromTwoValuesOn() {
        assertThat(Suite.Order.RISES.holds(List.of(1.0, 2.0, 3.0))).isTrue();
        assertThat(Suite.Order.RISES.holds(List.of(1.0, 1.0, 3.0))).isFalse();
        assertThat(Suite.Order.FALLS.holds(List.of(3.0, 2.0, -1.0))).isTrue();
        assertThat(Suite.Order.FALLS.holds(List.of(3.0, 2.0, 2.5))).isFalse();
        assertThat(Suite.Order.RISES.holds(List.of(1.0))).isFalse();
        assertThat(Suite.Order.RISES.holds(List.of())).isFalse();
    }

    @Test
    void notANumberIsNoPlaceInAnOrder() {
        assertThat(Suite.Order.FALLS.holds(List.of(Double.NaN, 1.0))).isFalse();
        assertThat(Suite.Order.RISES.holds(List.of(1.0, Double.NaN))).isFalse();
    }

    @Test
    void shippedSuiteBindsAndEachExpectationNamesASeriesWithGrades() {
        Suite suite = Suites.named("metric-sanity");
        assertThat(suite.systems()).extracting(Suite.GradedSystem::system).doesNotHaveDuplicates();
        assertThat(suite.expectations()).isNotEmpty().allSatisfy(expectation -> {
            assertThat(suite.series(expectation.series())).hasSizeGreaterThan(1);
            assertThat(expectation.reason()).isNotBlank();
        });
    }

    @Test
    void unknownSuiteIsAnsweredWithNearOnes() {
        assertThatThrownBy(() -> Suites.named("metric-santy")).hasMessageContaining("did you mean metric-sanity?");
    }
}
