package dev.assay.metrics.group;

import static dev.assay.metrics.group.Embedding.ABSENT;
import static dev.assay.metrics.group.Vectors.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.datasets.Image;
import dev.assay.metrics.group.Duplicates.Member;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConsistencyTest {
    /** Features are float32, so a cosine of two has its error. */
    private static final double FLOAT = 1e-6;

    @Test
    void threeDirectionsSixtyDegreesApartHaveTheMeanOfTheirCosines() {
        assertThat(Consistency.self(List.of(at(0), at(60), at(120))).orElseThrow())
                .isCloseTo((0.5 + 0.5 - 0.5) / 3, within(FLOAT));
    }

    @Test
    void copiesAreWhollyConsistent() {
        assertThat(Consistency.self(Collections.nCopies(4, at(33))).orElseThrow())
                .isCloseTo(1, within(FLOAT));
    }

    @Test
    void oneImageHasNoSelfConsistency() {
        assertThat(Consistency.self(List.of(at(0)))).isEmpty();
        assertThat(Consistency.cross(List.of(), List.of(at(0)))).isEmpty();
    }

    @Test
    void pairsWithAnAbsentImageCountZero() {
        assertThat(Consistency.self(List.of(at(0), at(0), ABSENT)).orElseThrow())
                .isCloseTo(1 / 3.0, within(FLOAT));
        assertThat(Consistency.cross(List.of(at(0)), List.of(at(0), ABSENT)).orElseThrow())
                .isCloseTo(0.5, within(FLOAT));
    }

    @Test
    void crossConsistencyIsTheMeanOverAllPairs() {
        assertThat(Consistency.cross(List.of(at(0), at(90)), List.of(at(0), at(60), at(90)))
                        .orElseThrow())
                .isCloseTo((1 + 0.5 + 0 + 0 + Math.sqrt(0.75) + 1) / 6, within(FLOAT));
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void consistencyDoesNotDependOnOrderOrSide(long seed) {
        List<Embedding> images = Vectors.random(6, 5, seed);
        List<Embedding> mixed = new ArrayList<>(images);
        Collections.shuffle(mixed, new Random(seed));
        assertThat(Consistency.self(mixed).orElseThrow())
                .isCloseTo(Consistency.self(images).orElseThrow(), within(1e-14));
        assertThat(Consistency.cross(images.subList(0, 2), images.subList(2, 6)).orElseThrow())
                .isCloseTo(
                        Consistency.cross(images.subList(2, 6), images.subList(0, 2))
                                .orElseThrow(),
                        within(1e-14));
    }

    @Test
    void duplicatesAreFoundByAngleOrByPixels() {
        Duplicates guard = new Duplicates(0.97, Duplicates.DECIBELS);
        Image noise = Vectors.noise(16, 16, 20, 200, 1);
        Member original = new Member(noise, at(0));
        Member near = new Member(Vectors.noise(16, 16, 20, 200, 2), at(10)); // cos 0.985
        Member pixels = new Member(Vectors.shifted(noise, 4), at(90)); // 36.1 dB
        Member other = new Member(Vectors.shifted(noise, 5), at(90)); // 34.2 dB
        assertThat(guard.same(original, near)).isTrue();
        assertThat(guard.same(original, pixels)).isTrue();
        assertThat(guard.same(original, other)).isFalse();
        assertThat(guard.among(List.of(original, near, other))).hasValue(1 / 3.0);
        assertThat(guard.between(List.of(original), List.of(near, other))).hasValue(0.5);
        assertThat(guard.among(List.of(original))).isEmpty();
        assertThat(guard.between(List.of(), List.of(near))).isEmpty();
    }

    @Test
    void imagesOfTwoSizesAreComparedByAngleAlone() {
        Duplicates guard = new Duplicates(0.97, Duplicates.DECIBELS);
        assertThat(guard.same(new Member(Vectors.flat(4, 4, 9), at(0)), new Member(Vectors.flat(4, 5, 9), at(45))))
                .isFalse();
    }
}
