package dev.assay.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.reports.SuiteScores.Cell;
import dev.assay.reports.SuiteScores.Series;
import dev.assay.spec.AssayException;
import dev.assay.spec.RunResult;
import dev.assay.spec.Suite.GradedSystem;
import dev.assay.spec.SuiteResult;
import dev.assay.spec.SuiteResult.Check;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuiteScoresTest {
    @Test
    void headingsLoseTheExtractorOnlyWhereAllShareIt() {
        assertThat(SuiteScores.sharedSuffix(List.of("fd[pixels-16]", "recall[pixels-16]")))
                .isEqualTo("[pixels-16]");
        assertThat(SuiteScores.sharedSuffix(List.of("fd[pixels-16]", "fd[dinov2]")))
                .isEmpty();
        assertThat(SuiteScores.sharedSuffix(List.of("fid", "recall[pixels-16]")))
                .isEmpty();
        assertThat(SuiteScores.sharedSuffix(List.of())).isEmpty();
    }

    @Test
    void aSeriesThatStartsAboveGradeZeroIsDrawnFromTheFloor() {
        SuiteScores scores = SuiteScores.of(MadeUp.suite());
        assertThat(scores.path(series(scores, "blur")))
                .extracting(GradedSystem::system)
                .containsExactly("validation", "blur-1", "blur-2", "blur-3", "blur-4");
        assertThat(scores.path(series(scores, "floor")))
                .extracting(GradedSystem::system)
                .containsExactly("validation");
    }

    @Test
    void onlyTheStepsAgainstTheOrderAreBreaches() {
        assertThat(SuiteScores.of(MadeUp.suite()).breaches()).isEmpty();
        SuiteScores broken = SuiteScores.of(MadeUp.brokenSuite());
        assertThat(broken.breaches())
                .containsOnlyKeys(new Cell("blur-3", "density[pixels-16]"), new Cell("jpeg-2", "kd[pixels-16]"));
        assertThat(broken.breaches().get(new Cell("jpeg-2", "kd[pixels-16]")))
                .isEqualTo("0.00050 does not rise above 0.00560, the kd[pixels-16] of jpeg-1");
    }

    @Test
    void aCheckOfOtherValuesIsAttributedToNoSystem() {
        SuiteResult broken = MadeUp.brokenSuite();
        List<Check> checks = broken.checks().stream()
                .map(c -> new Check(
                        c.name(), c.series(), c.score(), c.order(), List.of(1.0, 1.0), c.passed(), c.message()))
                .toList();
        SuiteScores scores = SuiteScores.of(new SuiteResult(broken.suite(), broken.results(), checks));
        assertThat(scores.breaches()).isEmpty();
        assertThat(scores.failed()).isEqualTo(2);
    }

    @Test
    void systemsWithoutAResultAreAbsent() {
        SuiteResult whole = MadeUp.suite();
        SuiteScores scores =
                SuiteScores.of(new SuiteResult(whole.suite(), whole.results().subList(0, 3), List.of()));
        assertThat(scores.value("blur-1", "fd[pixels-16]")).isPresent();
        assertThat(scores.value("noise-1", "fd[pixels-16]")).isEmpty();
    }

    @Test
    void resultsOfOtherSystemsOrTwoOfOneAreRefused() {
        SuiteResult whole = MadeUp.suite();
        List<RunResult> twice = new ArrayList<>(whole.results());
        twice.add(whole.results().get(0));
        assertThatThrownBy(() -> SuiteScores.of(new SuiteResult(whole.suite(), twice, List.of())))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("two results of system 'validation'");
        List<RunResult> stranger = List.of(MadeUp.run("stranger"));
        assertThatThrownBy(() -> SuiteScores.of(new SuiteResult(whole.suite(), stranger, List.of())))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("a result of system 'stranger'");
    }

    @Test
    void theTintIsTheShareOfTheFarthestValueAndPositiveWhereWorse() {
        SuiteScores scores = SuiteScores.of(MadeUp.suite());
        for (SuiteScores.Column column : scores.columns()) {
            double floor = scores.value("validation", column.id()).orElseThrow();
            double worst = scores.value("noise-4", column.id()).orElseThrow();
            assertThat(ScoreTable.fromFloor(scores, column, floor)).isZero();
            assertThat(ScoreTable.fromFloor(scores, column, worst))
                    .as(column.id())
                    .isPositive()
                    .isLessThanOrEqualTo(1);
        }
    }

    private static Series series(SuiteScores scores, String name) {
        return scores.series().stream()
                .filter(s -> s.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
