package dev.assay.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.spec.Better;
import dev.assay.spec.RunResult;
import dev.assay.spec.Score;
import dev.assay.spec.SetUsed;
import dev.assay.spec.SuiteResult;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultTableTest {
    private static final Score FD = MadeUp.score("fd[pixels-16]", "frechet_distance", Better.LOWER, 82.0078310363485);

    @Test
    void oneRunIsAShortTable() {
        RunResult run =
                MadeUp.run("mine.zip", FD, MadeUp.score("recall[pixels-16]", "precision_recall", Better.HIGHER, 0.25));
        assertThat(ResultTable.print(run)).isEqualTo("""
                        metric-sanity@1, preset exact: mine.zip
                        generated: 1479 images
                        reference: 1479 images
                        extractor: pixels-16

                        score                 value  better  generated  reference
                        -----------------------------------------------------------
                        fd[pixels-16]       82.0078  lower        1479       1479
                        recall[pixels-16]  0.250000  higher       1479       1479
                        """);
    }

    @Test
    void deviationsAndNotesAreShown() {
        String text = ResultTable.print(MadeUp.run("a", MadeUp.withNotes(FD, "clamped at 0")));
        assertThat(text)
                .containsPattern("reference +std\n")
                .contains(" 0.0123456\n")
                .endsWith("fd[pixels-16]: clamped at 0\n");
    }

    @Test
    void fewerImagesThanPlannedAreSaid() {
        SetUsed set = new SetUsed("images", 1000, 990, List.of(new SetUsed.Skipped("a.png", "truncated")), "00");
        assertThat(ResultTable.print(MadeUp.withGenerated(MadeUp.run("a", FD), set)))
                .contains("generated: 990 of 1000 images, 1 skipped (first a.png: truncated)\n");
    }

    @Test
    void aSuiteIsOneRowASystem() {
        String text = ResultTable.print(MadeUp.suite());
        assertThat(text)
                .startsWith("metric-sanity@1: 25 systems x 8 scores\n")
                .containsPattern("validation \\(floor\\) +1479 +1\\.213 ")
                .containsPattern("\nblur-4 +1479 +32\\.063 ")
                .endsWith("\npassed: all 56 checks hold\n")
                .doesNotContain("!");
        assertThat(text.lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(120).isEqualTo(line.stripTrailing()));
    }

    @Test
    void valuesThatBreakTheOrderAreMarkedAndTheirChecksListed() {
        assertThat(ResultTable.print(MadeUp.brokenSuite()))
                .containsPattern("\nblur-3 .* 0\\.9123! ")
                .contains("! breaks the order of its series\n")
                .contains("\nFAILED: 2 of 56 checks fail\n")
                .contains("  jpeg: kd[pixels-16] rises: it does not at every step\n")
                .contains("    0.00087 -> 0.00560 -> 0.00050 -> 0.02290\n");
    }

    @Test
    void aSuiteWithoutResultsStillPrints() {
        SuiteResult none = new SuiteResult(MadeUp.suite().suite(), List.of(), List.of());
        assertThat(ResultTable.print(none)).contains("25 systems x 0 scores").containsPattern("blur-1 +-");
    }
}
