package dev.assay.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.spec.AssayException;
import dev.assay.spec.MetricSpec;
import dev.assay.spec.Presets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class MetricsTest {
    static final List<String> NAMES = Metrics.NAMES;

    private static MetricSpec spec(String metric) {
        return Presets.named("exact").metrics().stream()
                .filter(m -> m.metric().equals(metric))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void everyMetricIsInPresetExact(String name) {
        Metric metric = Metrics.of(spec(name));
        assertThat(metric.name()).isEqualTo(name);
        assertThat(metric.measures()).isNotEmpty();
    }

    @Test
    void allMetricsAreListed() {
        assertThat(Metrics.NAMES)
                .containsExactlyInAnyOrderElementsOf(Presets.named("exact").metrics().stream()
                        .map(MetricSpec::metric)
                        .distinct()
                        .toList());
    }

    @Test
    void unknownNamesAreAnsweredWithNearOnes() {
        assertThatThrownBy(() -> Metrics.of(new MetricSpec("kernel_distnce", "features", Map.of())))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("did you mean kernel_distance?");
        assertThatThrownBy(() -> Metrics.of(new MetricSpec("frechet_distnce", "features", Map.of())))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("did you mean frechet_distance?");
    }

    @ParameterizedTest
    @CsvSource({
        "frechet_distance, meann, float64, did you mean mean?",
        "frechet_distance, mean, float46, did you mean float64",
        "frechet_distance, divisor, 7, 'there are n-1, n'",
        "precision_recall, k, 0, a whole number from 1",
        "precision_recall, k, 2.5, a whole number from 1",
        "precision_recall, k, many, a whole number from 1",
        "precision_recall, compare, lte, did you mean le",
        "kernel_distance, sigma, -1, a number above 0",
        "kernel_distance, subsets, 100000, a whole number from 1 to 10000",
    })
    void wrongParametersAreOneClearError(String metric, String name, String value, String message) {
        Object typed = value.matches("-?[0-9.]+") ? Double.valueOf(value) : value;
        assertThatThrownBy(() -> Metrics.of(spec(metric).override(Map.of(name, typed))))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining(message);
    }

    @Test
    void outputsAreOneNameOrAListAndComeInAFixedOrder() {
        assertThat(Metrics.of(spec("precision_recall").override(Map.of("outputs", "recall")))
                        .measures())
                .containsExactly("recall");
        assertThat(Metrics.of(spec("precision_recall").override(Map.of("outputs", List.of("recall", "precision"))))
                        .measures())
                .containsExactly("precision", "recall");
        assertThatThrownBy(() ->
                        Metrics.of(spec("precision_recall").override(Map.of("outputs", List.of("recall", "recall")))))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("different names");
    }

    @Test
    void everyParameterMustBeStated() {
        assertThatThrownBy(() -> Metrics.of(new MetricSpec("frechet_distance", "features", Map.of("mean", "float64"))))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("no value for divisor, rank_deficient");
    }
}
