package dev.assay.metrics.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.metrics.people.RatingSummary.Choice;
import dev.assay.metrics.people.RatingSummary.Rank;
import dev.assay.metrics.people.RatingSummary.Rating;
import java.util.List;
import org.junit.jupiter.api.Test;

class RatingSummaryTest {
    private static final List<String> SYSTEMS = List.of("group", "independent");

    private static Rating rating(int rater, String group, String system, double value) {
        return new Rating(rater, group, system, "overall", value, false);
    }

    @Test
    void meansAreOverRatersFirstAndThenOverCases() {
        // Case a has two raters, case b one: (4 + 5)/2 = 4.5 and 2, so 3.25, not 11/3.
        RatingSummary summary = RatingSummary.of(
                SYSTEMS,
                "independent",
                List.of(
                        rating(1, "a", "group", 4),
                        rating(2, "a", "group", 5),
                        rating(1, "b", "group", 2),
                        rating(1, "a", "independent", 3)),
                List.of());
        assertThat(summary.means().get("overall").get("group").value()).isEqualTo(3.25);
        // The anchor rated case a alone: 4.5 - 3.
        assertThat(summary.overAnchor().get("overall").get("group"))
                .isEqualTo(new Mean(1.5, Double.NaN, Double.NaN, 1));
        assertThat(summary.overAnchor().get("overall")).doesNotContainKey("independent");
        assertThat(summary.raters()).isEqualTo(2);
    }

    @Test
    void repeatsMeasureTheRaterAndCountNowhereElse() {
        RatingSummary summary = RatingSummary.of(
                SYSTEMS,
                "independent",
                List.of(rating(1, "a", "group", 4), new Rating(1, "a", "group", "overall", 2, true)),
                List.of());
        assertThat(summary.repeatability()).isEqualTo(2);
        assertThat(summary.means().get("overall").get("group").value()).isEqualTo(4);
    }

    @Test
    void pairsRankSystemsWithIntervals() {
        List<Choice> choices = List.of(
                new Choice(1, "a", "group", "independent", 1),
                new Choice(1, "b", "independent", "group", 0),
                new Choice(1, "c", "group", "independent", 1),
                new Choice(1, "d", "group", "independent", 0));
        List<Rank> ranking =
                RatingSummary.of(SYSTEMS, "independent", List.of(), choices).ranking();
        assertThat(ranking).extracting(Rank::system).containsExactly("group", "independent");
        // 3 wins to 1 with half a win added to each.
        assertThat(ranking.get(0).logStrength() - ranking.get(1).logStrength())
                .isCloseTo(Math.log(3.5 / 1.5), within(1e-9));
        assertThat(ranking).allSatisfy(r -> {
            assertThat(r.low()).isLessThanOrEqualTo(r.logStrength());
            assertThat(r.high()).isGreaterThanOrEqualTo(r.logStrength());
            assertThat(r.comparisons()).isEqualTo(4);
        });
    }
}
