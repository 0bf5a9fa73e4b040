package dev.assay.metrics.group;

import static dev.assay.metrics.group.Embedding.ABSENT;
import static dev.assay.metrics.group.Vectors.at;
import static dev.assay.metrics.group.Vectors.axis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AdherenceTest {
    /** Features are float32, so a cosine of two has its error. */
    private static final double FLOAT = 1e-6;

    private static final List<Embedding> AXES =
            IntStream.range(0, 4).mapToObj(i -> axis(i, 4)).toList();

    @Test
    void adherenceIsTheMeanCosineOfOwnTexts() {
        assertThat(Adherence.mean(List.of(at(0), at(90)), List.of(at(60), at(90))))
                .isCloseTo((0.5 + 1) / 2, within(FLOAT));
    }

    @Test
    void lengthsOfFeaturesDoNotMatter() {
        Embedding small = Embedding.of(1e-3f, 2e-3f);
        Embedding large = Embedding.of(1e3f, 2e3f);
        assertThat(small.cosine(large)).isCloseTo(1, within(FLOAT));
        assertThat(small.cosine(at(10))).isCloseTo(large.cosine(at(10)), within(FLOAT));
    }

    @Test
    void anAbsentImageCountsZero() {
        assertThat(Adherence.mean(List.of(at(0), ABSENT), List.of(at(0), at(90))))
                .isCloseTo(0.5, within(FLOAT));
        assertThat(Adherence.separation(List.of(ABSENT, ABSENT), List.of(at(0), at(90))))
                .hasValue(0);
        assertThat(Adherence.assignment(List.of(ABSENT, ABSENT), List.of(at(0), at(90))))
                .hasValue(0);
    }

    @Test
    void orthogonalTextsThatAreShownSeparateByOne() {
        assertThat(Adherence.separation(AXES, AXES).orElseThrow()).isCloseTo(1, within(FLOAT));
        assertThat(Adherence.assignment(AXES, AXES)).hasValue(1);
    }

    @Test
    void textsThatMovedOnePlaceSeparateByMinusAThird() {
        List<Embedding> moved = List.of(AXES.get(1), AXES.get(2), AXES.get(3), AXES.get(0));
        assertThat(Adherence.separation(moved, AXES).orElseThrow()).isCloseTo(-1 / 3.0, within(FLOAT));
    }

    @Test
    void textThatLeaksEquallyIntoAllMembersLeavesNoSeparation() {
        List<Embedding> copies = Collections.nCopies(4, Embedding.of(1, 1, 1, 1));
        assertThat(Adherence.separation(copies, AXES).orElseThrow()).isCloseTo(0, within(FLOAT));
        assertThat(Adherence.assignment(copies, AXES)).hasValue(0.5);
        assertThat(Adherence.mean(copies, AXES)).isCloseTo(0.5, within(FLOAT));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theOrderOfMembersDoesNotMatter(long seed) {
        List<Embedding> images = Vectors.random(5, 7, seed);
        List<Embedding> prompts = Vectors.random(5, 7, seed + 100);
        List<Embedding> backImages = new java.util.ArrayList<>(images);
        List<Embedding> backPrompts = new java.util.ArrayList<>(prompts);
        Collections.reverse(backImages);
        Collections.reverse(backPrompts);
        assertThat(Adherence.mean(backImages, backPrompts)).isCloseTo(Adherence.mean(images, prompts), within(1e-15));
        assertThat(Adherence.separation(backImages, backPrompts).orElseThrow())
                .isCloseTo(Adherence.separation(images, prompts).orElseThrow(), within(1e-15));
        assertThat(Adherence.assignment(backImages, backPrompts)).isEqualTo(Adherence.assignment(images, prompts));
    }

    @Test
    void theRankCountsTextsThatLieNearer() {
        List<Embedding> prompts = List.of(at(50), at(10), at(20), at(80));
        List<Embedding> images = List.of(at(0), at(10), at(20), at(80));
        assertThat(Adherence.rank(0, images, prompts)).isEqualTo(2);
        assertThat(Adherence.rank(1, images, prompts)).isZero();
    }

    @Test
    void oneMemberHasNoNeighbourToBeSeparatedFrom() {
        assertThat(Adherence.separation(List.of(at(0)), List.of(at(0)))).isEmpty();
        assertThat(Adherence.assignment(List.of(at(0)), List.of(at(0)))).isEmpty();
    }

    @Test
    void embeddingsOfTwoSpacesAreRefused() {
        assertThatThrownBy(() -> at(0).cosine(axis(0, 3))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Adherence.mean(List.of(at(0)), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Embedding.of(Float.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(Embedding::of).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void featuresThatAreAllZeroHaveNoDirection() {
        Embedding none = Embedding.of(0, 0);
        assertThat(none.present()).isTrue();
        assertThat(none.cosine(none)).isZero();
        assertThat(none.cosine(at(0))).isZero();
    }
}
