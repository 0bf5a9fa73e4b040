package dev.assay.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.metrics.InceptionScore.Shuffle;
import dev.assay.metrics.InceptionScore.Softmax;
import dev.assay.metrics.InceptionScore.SplitBy;
import dev.assay.metrics.algebra.Compute;
import dev.assay.spec.AssayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class InceptionScoreTest {
    private static Measure score(SplitBy rule, int split, Rows logits) {
        return new InceptionScore(Softmax.FLOAT64, rule, split, Shuffle.NONE, 0, 0)
                .score(TapData.of("generated", logits), TapData.of("none"), Compute.on(2))
                .get(0);
    }

    /** n images, image i certain to show class i mod c. */
    private static Rows certain(int n, int c) {
        float[] logits = new float[n * c];
        for (int i = 0; i < n; i++) {
            logits[i * c + i % c] = 1000;
        }
        return Rows.of(logits, c);
    }

    @Test
    void certainAndEvenClassesScoreTheirNumber() {
        assertThat(score(SplitBy.EVEN, 5, certain(350, 7)).value()).isCloseTo(7, within(1e-13));
    }

    @Test
    void equalProbabilitiesScoreOne() {
        assertThat(score(SplitBy.EVEN, 2, Rows.of(new float[40 * 9], 9)).value())
                .isCloseTo(1, within(1e-14));
    }

    @Test
    void oneClassOnlyScoresOne() {
        float[] logits = new float[40 * 9];
        for (int i = 0; i < 40; i++) {
            logits[i * 9 + 3] = -50 + i;
        }
        assertThat(score(SplitBy.EVEN, 1, Rows.of(logits, 9)).value()).isGreaterThan(1);
        for (int i = 0; i < 40; i++) {
            logits[i * 9 + 3] = 2000;
        }
        assertThat(score(SplitBy.EVEN, 1, Rows.of(logits, 9)).value()).isCloseTo(1, within(1e-14));
    }

    /** 11 certain images of 11 classes: a split of s images scores s. */
    @ParameterizedTest
    @CsvSource({
        "EVEN, 4, 2.75, 4", // 2, 3, 3, 3
        "CHUNK, 4, 2.75, 4", // 3, 3, 3, 2
        "CHUNK, 5, 2.75, 4", // 3, 3, 3, 2
        "FLOOR, 4, 2, 4", // 2, 2, 2, 2
        "SIZE, 4, 3.6666666666666665, 3", // 4, 4, 3
        "SIZE, 5000, 11, 1",
    })
    void rulesCutAsTheyShould(SplitBy rule, int split, double mean, double splits) {
        Measure measure = score(rule, split, certain(11, 11));
        assertThat(measure.value()).isCloseTo(mean, within(1e-13));
        assertThat(measure.details()).containsEntry("splits", splits);
    }

    @Test
    void leftOverImagesAreMentioned() {
        Measure measure = score(SplitBy.FLOOR, 4, certain(11, 11));
        assertThat(measure.generatedCount()).isEqualTo(8);
        assertThat(measure.notes()).containsExactly("3 of 11 images are left out by the rule of splits");
    }

    @ParameterizedTest
    @EnumSource(names = "SIZE", mode = EnumSource.Mode.EXCLUDE)
    void fewerImagesThanSplitsAreOneClearError(SplitBy rule) {
        assertThatThrownBy(() -> score(rule, 10, certain(9, 3)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("9 images for 10 splits");
    }
}
