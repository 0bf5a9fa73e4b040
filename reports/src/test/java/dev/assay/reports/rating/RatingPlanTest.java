package dev.assay.reports.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.reports.rating.RatingKey.Entry;
import dev.assay.spec.AssayException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RatingPlanTest {
    @Test
    void everyRaterSeesEverySystemAndPairOnEveryCase() {
        List<Entry> items = Sheets.plan(2, 7).sheet(3).key().items();
        Set<String> ratings = new HashSet<>();
        Set<Set<String>> pairs = new HashSet<>();
        items.stream().filter(e -> e.copyOf().isEmpty()).forEach(e -> {
            if (e.pair()) {
                assertThat(pairs.add(Set.of(e.group(), e.left(), e.right()))).isTrue();
            } else {
                assertThat(ratings.add(e.group() + e.left())).isTrue();
            }
        });
        assertThat(ratings).hasSize(6);
        assertThat(pairs).hasSize(6);
        assertThat(items).hasSize(14).extracting(Entry::token).doesNotHaveDuplicates();
    }

    @Test
    void repeatsShowAnEarlierRatingAgain() {
        List<Entry> items = Sheets.plan(3, 1).sheet(1).key().items();
        List<Entry> copies = items.stream().filter(e -> !e.copyOf().isEmpty()).toList();
        assertThat(copies).hasSize(3).allSatisfy(copy -> {
            Entry first = items.stream()
                    .filter(e -> e.token().equals(copy.copyOf()))
                    .findFirst()
                    .orElseThrow();
            assertThat(items.indexOf(first)).isLessThan(items.indexOf(copy));
            assertThat(List.of(first.group(), first.left(), first.right()))
                    .isEqualTo(List.of(copy.group(), copy.left(), copy.right()));
        });
    }

    @Test
    void ordersDifferByRaterAndFollowFromTheSeed() {
        RatingPlan plan = Sheets.plan(1, 5);
        assertThat(plan.sheet(1)).isEqualTo(Sheets.plan(1, 5).sheet(1));
        assertThat(plan.sheet(1).key().items()).isNotEqualTo(plan.sheet(2).key().items());
        assertThat(plan.sheet(1).key().items())
                .isNotEqualTo(Sheets.plan(1, 6).sheet(1).key().items());
    }

    @Test
    void answersToAnotherSheetOfTheSameNameHaveOtherTokens() {
        RatingPlan plan = Sheets.plan(1, 5);
        RatingPlan.Shown first = plan.cases().get(0);
        RatingPlan otherPictures = new RatingPlan(
                plan.name(),
                plan.anchor(),
                plan.systems(),
                List.of(
                        new RatingPlan.Shown(first.group(), "Draw another kite.", first.references(), first.sides()),
                        plan.cases().get(1)),
                plan.repeats(),
                plan.seed());
        RatingPlan otherAnchor =
                new RatingPlan(plan.name(), "base-mixed", plan.systems(), plan.cases(), plan.repeats(), plan.seed());
        for (RatingPlan other : List.of(otherPictures, otherAnchor)) {
            assertThat(other.sheet(1).key().byToken().keySet())
                    .doesNotContainAnyElementsOf(plan.sheet(1).key().byToken().keySet());
        }
    }

    @Test
    void sidesOfPairsAreDrawn() {
        // 6 pairs for each of 20 raters: all on one side would have a chance of 2^-119.
        RatingPlan plan = Sheets.plan(1, 5);
        Set<String> left = new HashSet<>();
        for (int rater = 1; rater <= 20; rater++) {
            plan.sheet(rater).key().items().stream().filter(Entry::pair).forEach(e -> left.add(e.left()));
        }
        assertThat(left).containsExactlyInAnyOrderElementsOf(Sheets.SYSTEMS);
    }

    @Test
    void sheetsDoNotNameSystems() {
        assertThat(Sheets.plan(1, 5).sheet(1).sheet().toString()).doesNotContain(Sheets.SYSTEMS);
    }

    @Test
    void anAnchorAndARepeatAreDemanded() {
        assertThatThrownBy(() -> new RatingPlan(
                        "t", "other", Sheets.SYSTEMS, Sheets.plan(1, 1).cases(), 1, 0))
                .isInstanceOf(AssayException.class);
        assertThatThrownBy(() -> Sheets.plan(0, 0)).isInstanceOf(AssayException.class);
        assertThatThrownBy(() -> Sheets.plan(7, 0)).isInstanceOf(AssayException.class);
    }
}
