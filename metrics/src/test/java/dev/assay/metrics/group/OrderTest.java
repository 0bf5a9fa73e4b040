package dev.assay.metrics.group;

import static dev.assay.metrics.group.Embedding.ABSENT;
import static dev.assay.metrics.group.Vectors.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OrderTest {
    private static final List<Embedding> STEPS = List.of(at(0), at(20), at(40), at(60));

    @Test
    void risingValuesAreInOrderAndFallingOnesReversed() {
        assertThat(Order.rising(1, 2, 5, 9)).hasValue(1);
        assertThat(Order.rising(9, 5, 2, 1)).hasValue(0);
        assertThat(Order.rising(4, 4, 4)).hasValue(0.5);
        assertThat(Order.rising(1, 3, 2)).hasValue(2 / 3.0);
        assertThat(Order.rising(1)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aSequenceAndItsReverseShareThePairs(long seed) {
        List<Embedding> targets = Vectors.random(5, 6, seed);
        List<Embedding> images = Vectors.random(5, 6, seed + 9);
        List<Embedding> reversed = new ArrayList<>(targets);
        Collections.reverse(reversed);
        double forward = Order.against(targets, images).orElseThrow();
        assertThat(forward).isBetween(0.0, 1.0);
        List<Embedding> imagesReversed = new ArrayList<>(images);
        Collections.reverse(imagesReversed);
        // Both turned round are the same pairs; the sum of four cosines may round to another tie.
        assertThat(Order.against(reversed, imagesReversed).orElseThrow()).isCloseTo(forward, within(1e-12));
    }

    @Test
    void membersThatShowTheirTargetsLieOnTheDiagonal() {
        assertThat(Order.against(STEPS, STEPS)).hasValue(1);
        assertThat(Order.against(STEPS, List.of(at(60), at(40), at(20), at(0)))).hasValue(0);
        assertThat(Order.against(STEPS, List.of(at(20), at(0), at(40), at(60)))).hasValue(5 / 6.0);
    }

    @Test
    void copiesAreInNoOrder() {
        assertThat(Order.against(STEPS, Collections.nCopies(4, at(30)))).hasValue(0.5);
        assertThat(Order.progress(Collections.nCopies(4, at(30)))).hasValue(0.5);
    }

    @Test
    void progressSeesAStepBackButNotTheDirection() {
        assertThat(Order.progress(STEPS)).hasValue(1);
        assertThat(Order.progress(List.of(at(60), at(40), at(20), at(0)))).hasValue(1);
        assertThat(Order.progress(List.of(at(0), at(40), at(20), at(60)))).hasValue(4 / 5.0);
        assertThat(Order.progress(List.of(at(0), at(20)))).isEmpty();
    }

    @Test
    void pairsWithAnAbsentImageCountZero() {
        assertThat(Order.against(STEPS, List.of(at(0), ABSENT, at(40), at(60)))).hasValue(0.5);
        assertThat(Order.progress(List.of(at(0), ABSENT, at(40), at(60)))).hasValue(2 / 5.0);
        assertThat(Order.progress(List.of(ABSENT, at(20), at(40), at(60)))).hasValue(0);
    }
}
