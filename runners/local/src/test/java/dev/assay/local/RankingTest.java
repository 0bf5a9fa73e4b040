package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RankingTest {
    private static Ranking of(double[][] scores) {
        return new Ranking(scores.length, scores[0].length, (q, c) -> scores[q][c]);
    }

    @Test
    void aPerfectRankingFindsAll() {
        Ranking perfect = of(new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
        assertThat(perfect.among(1)).isEqualTo(1);
        assertThat(perfect.area()).isEqualTo(1);
    }

    @Test
    void ranksAndAreasAreCounted() {
        // The right one is second of three, then last, then first with one equal.
        Ranking some = of(new double[][] {{2, 3, 1}, {5, 0, 4}, {0, 7, 7}});
        assertThat(some.among(1)).isZero();
        assertThat(some.among(2)).isEqualTo(2.0 / 3);
        assertThat(some.among(3)).isEqualTo(1);
        assertThat(some.area()).isEqualTo((0.5 + 0 + 0.75) / 3);
    }

    @Test
    void scoresThatAreAllEqualFindNothingAndHaveHalfTheArea() {
        Ranking equal = of(new double[3][3]);
        assertThat(equal.among(2)).isZero();
        assertThat(equal.area()).isEqualTo(0.5);
        assertThatThrownBy(() -> of(new double[][] {{1}, {1}})).isInstanceOf(IllegalArgumentException.class);
    }
}
