package dev.assay.reports;

import dev.assay.reports.SuiteScores.Cell;
import dev.assay.reports.SuiteScores.Column;
import dev.assay.reports.SuiteScores.Series;
import dev.assay.reports.TextTable.Align;
import dev.assay.spec.Better;
import dev.assay.spec.RunResult;
import dev.assay.spec.Score;
import dev.assay.spec.SetUsed;
import dev.assay.spec.Suite.GradedSystem;
import dev.assay.spec.SuiteResult;
import dev.assay.spec.SuiteResult.Check;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Results as tables for the terminal: plain text, every line ended by a line feed. */
public final class ResultTable {
    private static final String DEVIATION = "std";

    private ResultTable() {}

    /** The scores of one system, what they were made of and what a reader should know about them. */
    public static String print(RunResult result) {
        List<List<String>> rows = new ArrayList<>();
        for (Score score : result.scores()) {
            rows.add(List.of(
                    score.id(),
                    Digits.six(score.value()),
                    word(score.better()),
                    count(score.generatedCount()),
                    count(score.referenceCount()),
                    deviation(score)));
        }
        boolean deviations = result.scores().stream().anyMatch(s -> s.details().containsKey(DEVIATION));
        TextTable table = new TextTable(
                List.of(Align.LEFT, Align.RIGHT, Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT),
                List.of(List.of("score", "value", "better", "generated", "reference", deviations ? "std" : "")),
                rows);
        StringBuilder text = new StringBuilder();
        text.append("%s@%d, preset %s: %s\n"
                .formatted(
                        result.protocol(),
                        result.protocolVersion(),
                        result.preset(),
                        TextTable.plain(result.system())));
        text.append("generated: ").append(describe(result.generated())).append('\n');
        text.append("reference: ").append(describe(result.reference())).append('\n');
        text.append("extractor: ").append(extractors(result)).append("\n\n");
        text.append(table.print());
        result.scores().forEach(s -> s.notes().forEach(note -> text.append(s.id())
                .append(": ")
                .append(TextTable.plain(note))
                .append('\n')));
        new TreeMap<>(result.omitted()).forEach((score, reason) -> text.append("not computed: ")
                .append(score)
                .append(", ")
                .append(TextTable.plain(reason))
                .append('\n'));
        return text.toString();
    }

    /** Systems down, scores across, series apart; then the checks that fail. */
    public static String print(SuiteResult result) {
        SuiteScores scores = SuiteScores.of(result);
        StringBuilder text = new StringBuilder(headline(scores));
        text.append('\n').append(table(scores).print());
        if (!scores.breaches().isEmpty()) {
            text.append("! breaks the order of its series\n");
        }
        text.append('\n')
                .append(result.passed() ? "passed: " : "FAILED: ")
                .append(scores.verdict())
                .append('\n');
        for (Check check : result.checks()) {
            if (!check.passed()) {
                text.append("  %s: %s\n".formatted(TextTable.plain(check.name()), TextTable.plain(check.message())));
                text.append("    %s\n".formatted(scores.arrow(check)));
            }
        }
        return text.toString();
    }

    static String word(Better better) {
        return better == Better.LOWER ? "lower" : "higher";
    }

    /** Such as {@code 990 of 1000 images, 10 skipped (first a.png: truncated)}. */
    static String describe(SetUsed set) {
        String count = set.used() == set.planned() ? "" + set.used() : set.used() + " of " + set.planned();
        String text = set.kind().equals("statistics") && set.used() == 0
                ? "statistics without a count"
                : set.kind().equals("statistics") ? "statistics of " + count + " images" : count + " " + set.kind();
        if (set.skipped().isEmpty()) {
            return text;
        }
        SetUsed.Skipped first = set.skipped().get(0);
        return text
                + ", %d skipped (first %s: %s)"
                        .formatted(set.skipped().size(), TextTable.plain(first.id()), TextTable.plain(first.reason()));
    }

    static String extractors(RunResult result) {
        return result.extractors().isEmpty()
                ? "none, features were given"
                : String.join(", ", new TreeMap<>(result.extractors()).keySet());
    }

    /** A metric that uses no image of that side, or statistics without a count, has none. */
    private static String count(long images) {
        return images == 0 ? "-" : Long.toString(images);
    }

    /** Over the splits or subsets of a metric that has them; the other details are in the JSON. */
    private static String deviation(Score score) {
        Double deviation = score.details().get(DEVIATION);
        return deviation == null ? "" : Digits.six(deviation);
    }

    private static String headline(SuiteScores scores) {
        SuiteResult result = scores.result();
        String text = "%s@%d: %d systems x %d scores\n"
                .formatted(
                        result.suite().suite(),
                        result.suite().version(),
                        result.suite().systems().size(),
                        scores.columns().size());
        if (result.results().isEmpty()) {
            return text;
        }
        RunResult first = result.results().get(0);
        return text
                + "reference: %s; extractor: %s; preset: %s\n"
                        .formatted(describe(first.reference()), extractors(first), first.preset());
    }

    private static TextTable table(SuiteScores scores) {
        List<Align> aligns = new ArrayList<>(List.of(Align.LEFT, Align.RIGHT));
        List<String> names = new ArrayList<>(List.of("system", "images"));
        List<String> directions = new ArrayList<>(List.of("", ""));
        for (Column column : scores.columns()) {
            boolean marked = marked(scores, column);
            aligns.add(Align.RIGHT);
            names.add(column.heading() + (marked ? " " : ""));
            directions.add(word(column.better()) + (marked ? " " : ""));
        }
        List<List<String>> rows = new ArrayList<>();
        for (Series series : scores.series()) {
            if (!rows.isEmpty()) {
                rows.add(List.of());
            }
            series.systems().forEach(system -> rows.add(row(scores, system)));
        }
        return new TextTable(aligns, List.of(names, directions), rows);
    }

    private static List<String> row(SuiteScores scores, GradedSystem system) {
        List<String> row = new ArrayList<>();
        row.add(system.system() + (scores.isFloor(system) ? " (floor)" : ""));
        Map<String, RunResult> runs = scores.runs();
        RunResult run = runs.get(system.system());
        row.add(run == null ? "-" : Long.toString(run.generated().used()));
        for (Column column : scores.columns()) {
            String mark = !marked(scores, column)
                    ? ""
                    : scores.breaches().containsKey(new Cell(system.system(), column.id())) ? "!" : " ";
            row.add(scores.value(system.system(), column.id())
                            .map(column.digits()::print)
                            .orElse("-")
                    + mark);
        }
        return Collections.unmodifiableList(row);
    }

    private static boolean marked(SuiteScores scores, Column column) {
        return scores.breaches().keySet().stream().anyMatch(c -> c.score().equals(column.id()));
    }
}
