package dev.assay.metrics.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.metrics.group.Nearness.Nearest;
import java.util.List;
import org.junit.jupiter.api.Test;

class NearnessTest {
    private static final Embedding EAST = Embedding.of(1, 0);
    private static final Embedding NORTH = Embedding.of(0, 1);
    private static final Embedding BETWEEN = Embedding.of(1, 1);

    @Test
    void aGroupIsFoundWhereAllItsPicturesAre() {
        assertThat(Nearness.similarity(List.of(EAST, NORTH), List.of(NORTH, BETWEEN, EAST)))
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void similarityIsTheMeanOfBestCosines() {
        // East finds between at 45 degrees, north finds itself.
        assertThat(Nearness.similarity(List.of(EAST, NORTH), List.of(NORTH, BETWEEN)))
                .isCloseTo((Math.sqrt(0.5) + 1) / 2, within(1e-12));
        assertThat(Nearness.similarity(List.of(EAST), List.of(EAST, NORTH))).isCloseTo(1, within(1e-12));
        assertThat(Nearness.similarity(List.of(EAST, NORTH), List.of(EAST))).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void theNearestIsTheFirstOfEqualsAndNeverTheExcepted() {
        List<List<Embedding>> others = List.of(List.of(NORTH), List.of(EAST), List.of(EAST, NORTH));
        assertThat(Nearness.nearest(List.of(EAST), others, -1).group()).isEqualTo(1);
        assertThat(Nearness.nearest(List.of(EAST), others, 1).group()).isEqualTo(2);
        assertThat(Nearness.nearest(List.of(EAST), List.of(others.get(0)), 0))
                .isEqualTo(new Nearest(-1, Double.NEGATIVE_INFINITY));
    }

    @Test
    void emptyGroupsAreRefused() {
        assertThatThrownBy(() -> Nearness.similarity(List.of(), List.of(EAST)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Nearness.similarity(List.of(EAST), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
