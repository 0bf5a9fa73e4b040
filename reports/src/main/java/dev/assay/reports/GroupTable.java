package dev.assay.reports;

import dev.assay.reports.TextTable.Align;
import dev.assay.spec.Score;
import dev.assay.spec.groups.result.Delta;
import dev.assay.spec.groups.result.GroupResult;
import dev.assay.spec.groups.result.Level;
import dev.assay.spec.groups.result.Mean;
import dev.assay.spec.groups.result.ScoreKind;
import dev.assay.spec.groups.result.SystemScores;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A group benchmark as tables for the terminal: overall and differences, categories, then tasks. */
public final class GroupTable {
    private GroupTable() {}

    /** All of it, ended by a line feed. */
    public static String print(GroupResult result) {
        StringBuilder text = new StringBuilder();
        text.append("%s@%d, %s split\n"
                .formatted(
                        result.benchmark(),
                        result.version(),
                        result.split().name().toLowerCase(Locale.ROOT)));
        for (SystemScores system : result.systems()) {
            text.append(
                    "%s: %s\n".formatted(TextTable.plain(system.system()), ResultTable.describe(system.generated())));
        }
        text.append('\n').append(overall(result));
        if (!result.deltas().isEmpty()) {
            text.append('\n').append(deltas(result));
        }
        text.append('\n').append(categories(result));
        for (SystemScores system : result.systems()) {
            text.append("\ntasks, system ")
                    .append(TextTable.plain(system.system()))
                    .append('\n')
                    .append(tasks(result, system));
            text.append(distances(system));
        }
        text.append(notes(result));
        return text.toString();
    }

    private static String overall(GroupResult result) {
        List<Align> columns = new ArrayList<>(List.of(Align.LEFT, Align.LEFT, Align.RIGHT));
        List<String> heading = new ArrayList<>(List.of("overall", "better", "cases"));
        for (SystemScores system : result.systems()) {
            columns.addAll(List.of(Align.RIGHT, Align.LEFT));
            heading.addAll(List.of(system.system(), "95 %"));
        }
        List<List<String>> rows = new ArrayList<>();
        for (ScoreKind kind : GroupMeans.kinds(result)) {
            List<String> row =
                    new ArrayList<>(List.of(kind.id(), ResultTable.word(kind.better()), cases(result, kind)));
            for (SystemScores system : result.systems()) {
                row.addAll(GroupMeans.find(system, kind.id(), Level.OVERALL, Mean.OVERALL)
                        .map(m -> List.of(GroupMeans.number(kind.id(), m.value()), GroupMeans.interval(kind.id(), m)))
                        .orElse(List.of("-", "")));
            }
            rows.add(row);
        }
        return new TextTable(columns, List.of(heading), rows).print();
    }

    private static String cases(GroupResult result, ScoreKind kind) {
        return result.systems().stream()
                .flatMap(s -> GroupMeans.find(s, kind.id(), Level.OVERALL, Mean.OVERALL).stream())
                .map(m -> Integer.toString(m.cases()))
                .findFirst()
                .orElse("0");
    }

    private static String deltas(GroupResult result) {
        List<List<String>> rows = new ArrayList<>();
        for (Delta delta : GroupMeans.deltas(result, Level.OVERALL)) {
            Mean mean = delta.difference();
            rows.add(List.of(
                    delta.system() + " - " + delta.baseline(),
                    mean.score(),
                    GroupMeans.signed(mean.score(), mean.value()),
                    GroupMeans.interval(mean.score(), mean),
                    Integer.toString(mean.cases()),
                    delta.clear() ? "clear" : "open"));
        }
        return new TextTable(
                        List.of(Align.LEFT, Align.LEFT, Align.RIGHT, Align.LEFT, Align.RIGHT, Align.LEFT),
                        List.of(List.of("difference, paired by case", "score", "value", "95 %", "cases", "from 0")),
                        rows)
                .print();
    }

    private static String categories(GroupResult result) {
        List<ScoreKind> kinds = GroupMeans.kinds(result);
        List<List<String>> rows = new ArrayList<>();
        for (SystemScores system : result.systems()) {
            for (String category : GroupMeans.names(system, Level.CATEGORY)) {
                rows.add(row(system.system() + ", " + category, system, kinds, Level.CATEGORY, category));
            }
        }
        return table("category", kinds, rows);
    }

    private static String tasks(GroupResult result, SystemScores system) {
        List<ScoreKind> kinds = GroupMeans.kinds(result);
        List<List<String>> rows = new ArrayList<>();
        for (String task : GroupMeans.names(system, Level.TASK)) {
            rows.add(row(task, system, kinds, Level.TASK, task));
        }
        return table("task", kinds, rows);
    }

    private static List<String> row(
            String first, SystemScores system, List<ScoreKind> kinds, Level level, String name) {
        List<String> row = new ArrayList<>(List.of(first));
        for (ScoreKind kind : kinds) {
            row.add(GroupMeans.find(system, kind.id(), level, name)
                    .map(m -> GroupMeans.number(kind.id(), m.value()))
                    .orElse("-"));
        }
        return row;
    }

    private static String table(String first, List<ScoreKind> kinds, List<List<String>> rows) {
        List<Align> columns = new ArrayList<>(List.of(Align.LEFT));
        columns.addAll(Collections.nCopies(kinds.size(), Align.RIGHT));
        List<String> heading = new ArrayList<>(List.of(first));
        kinds.forEach(kind -> heading.add(GroupMeans.brief(kind.id())));
        return new TextTable(columns, List.of(heading), rows).print();
    }

    private static String distances(SystemScores system) {
        if (system.distances().isEmpty()) {
            return "";
        }
        List<List<String>> rows = new ArrayList<>();
        system.distances().forEach((task, scores) -> {
            for (Score score : scores) {
                rows.add(List.of(
                        task,
                        score.id(),
                        Digits.six(score.value()),
                        Long.toString(score.generatedCount()),
                        Long.toString(score.referenceCount())));
            }
        });
        return "\n"
                + new TextTable(
                                List.of(Align.LEFT, Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT),
                                List.of(List.of("task", "distance, lower is better", "value", "made", "true")),
                                rows)
                        .print();
    }

    private static String notes(GroupResult result) {
        StringBuilder text = new StringBuilder();
        for (SystemScores system : result.systems()) {
            system.agreement()
                    .forEach((judge, share) -> text.append("%s: judge %s agrees with itself in %.1f %% of pairs\n"
                            .formatted(TextTable.plain(system.system()), TextTable.plain(judge), 100 * share)));
            system.invalid()
                    .forEach((judge, all) -> text.append("%s: %d answers of judge %s could not be used, the first: %s\n"
                            .formatted(
                                    TextTable.plain(system.system()),
                                    all.size(),
                                    TextTable.plain(judge),
                                    TextTable.plain(all.get(0)))));
        }
        result.omitted().forEach((score, reason) -> text.append("not computed: ")
                .append(TextTable.plain(score))
                .append(", ")
                .append(TextTable.plain(reason))
                .append('\n'));
        return text.isEmpty() ? "" : "\n" + text;
    }
}
