package dev.assay.reports;

import dev.assay.spec.Better;
import dev.assay.spec.SetUsed;
import dev.assay.spec.groups.result.CaseScores;
import dev.assay.spec.groups.result.CaseScores.Answer;
import dev.assay.spec.groups.result.Delta;
import dev.assay.spec.groups.result.GroupResult;
import dev.assay.spec.groups.result.Level;
import dev.assay.spec.groups.result.Mean;
import dev.assay.spec.groups.result.ScoreKind;
import dev.assay.spec.groups.result.SystemScores;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A group benchmark as one HTML file that needs nothing else: overall scores with intervals, differences, tasks, missing
 * pictures, and every case with its pictures, scores and answers.
 */
public final class GroupPage {
    private GroupPage() {}

    /**
     * Writes the page.
     *
     * @param result what was measured
     * @param html the file, replaced if it exists
     * @param sheets contact sheet (PNG, at most 32 MiB) by case: known pictures in the first row, then a row for each
     *     system; may be empty
     */
    public static void write(GroupResult result, Path html, Map<String, Path> sheets) {
        ReportFile.write(html, page(result, sheets).getBytes(StandardCharsets.UTF_8));
    }

    private static String page(GroupResult result, Map<String, Path> sheets) {
        StringBuilder html = new StringBuilder();
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n")
                .append("<meta name=\"color-scheme\" content=\"light dark\"/>\n")
                .append("<title>%s</title>\n<style>\n%s</style>\n</head>\n<body>\n<main>\n"
                        .formatted(Html.text(result.benchmark()), SuitePage.style()));
        html.append(header(result));
        html.append(SuitePage.section(
                "Overall",
                "Cases have the same weight in their task, tasks in their category, categories in the whole. Missing "
                        + "pictures count 0. Brackets: 95 % bootstrap intervals over cases.",
                overall(result)));
        if (!result.deltas().isEmpty()) {
            html.append(SuitePage.section(
                    "Differences",
                    "Means of the differences of each case. <b>Clear</b>: the interval leaves 0 out.",
                    deltas(result)));
        }
        html.append(SuitePage.section("Categories and tasks", "", parts(result)));
        html.append(SuitePage.section("What the scores are", "", kinds(result)));
        html.append(SuitePage.section("Pictures that are missing or cannot be read", "", missing(result)));
        html.append(SuitePage.section(
                "Cases",
                "First row: references and, where they are known, true pictures. Then a row for each system, in the "
                        + "order of the tables; a red cross stands for a missing picture.",
                cases(result, sheets)));
        html.append(SuitePage.section("What the numbers depend on", "", facts(result)));
        return html.append("</main>\n</body>\n</html>\n").toString();
    }

    private static String header(GroupResult result) {
        return """
                <header>
                <p class="kind">Assay group benchmark, version %d, %s split</p>
                <h1>%s</h1>
                <dl class="tiles">
                <div><dd>%d</dd><dt>systems</dt></div>
                <div><dd>%d</dd><dt>cases each</dt></div>
                <div><dd class="word">%s</dd><dt>looked at by</dt></div>
                <div><dd class="word">%s</dd><dt>judged by</dt></div>
                </dl>
                </header>
                """.formatted(
                result.version(),
                result.split().name().toLowerCase(Locale.ROOT),
                Html.text(result.benchmark()),
                result.systems().size(),
                result.systems().stream().mapToInt(s -> s.cases().size()).max().orElse(0),
                Html.text(String.join(", ", result.extractors().keySet())),
                Html.text(
                        result.judges().isEmpty()
                                ? "code alone"
                                : "code and "
                                        + String.join(", ", result.judges().keySet())));
    }

    private static String overall(GroupResult result) {
        StringBuilder html = new StringBuilder(head("score", result));
        for (ScoreKind kind : GroupMeans.kinds(result)) {
            html.append("<tr>").append(name(kind));
            for (SystemScores system : result.systems()) {
                html.append(GroupMeans.find(system, kind.id(), Level.OVERALL, Mean.OVERALL)
                        .map(m -> number(kind.id(), m))
                        .orElse("<td class=\"missing\">–</td>"));
            }
            html.append("</tr>\n");
        }
        return html.append("</tbody></table></div>\n").toString();
    }

    private static String head(String first, GroupResult result) {
        return "<div class=\"scroll\"><table class=\"scores\"><thead><tr><th>%s</th>%s</tr></thead><tbody>\n"
                .formatted(
                        first,
                        result.systems().stream()
                                .map(s -> "<th class=\"number\">" + Html.text(s.system()) + "</th>")
                                .collect(Collectors.joining()));
    }

    private static String name(ScoreKind kind) {
        return "<th title=\"%s\">%s <span class=\"arrow\">%s</span></th>"
                .formatted(Html.text(kind.about()), Html.text(kind.id()), kind.better() == Better.HIGHER ? "↑" : "↓");
    }

    private static String number(String score, Mean mean) {
        return "<td class=\"number\" title=\"%d cases\"><b>%s</b> <span class=\"arrow\">%s</span></td>"
                .formatted(mean.cases(), GroupMeans.number(score, mean.value()), GroupMeans.interval(score, mean));
    }

    private static String deltas(GroupResult result) {
        StringBuilder html = new StringBuilder(
                "<div class=\"scroll\"><table class=\"scores\"><thead><tr><th>difference</th><th>score</th>"
                        + "<th class=\"number\">value</th><th class=\"number\">cases</th><th></th></tr></thead><tbody>\n");
        for (Delta delta : GroupMeans.deltas(result, Level.OVERALL)) {
            Mean mean = delta.difference();
            html.append(
                    "<tr><th>%s − %s</th><td>%s</td><td class=\"number\"><b>%s</b> <span class=\"arrow\">%s</span></td><td class=\"number\">%d</td><td>%s</td></tr>\n"
                            .formatted(
                                    Html.text(delta.system()),
                                    Html.text(delta.baseline()),
                                    Html.text(mean.score()),
                                    GroupMeans.signed(mean.score(), mean.value()),
                                    GroupMeans.interval(mean.score(), mean),
                                    mean.cases(),
                                    delta.clear() ? "clear" : ""));
        }
        return html.append("</tbody></table></div>\n").toString();
    }

    private static String parts(GroupResult result) {
        StringBuilder html = new StringBuilder();
        List<ScoreKind> kinds = GroupMeans.kinds(result);
        for (SystemScores system : result.systems()) {
            html.append("<h3>%s</h3>\n".formatted(Html.text(system.system())));
            html.append("<div class=\"scroll\"><table class=\"scores\"><thead><tr><th></th>");
            kinds.forEach(k -> html.append("<th class=\"number\" title=\"%s\">%s</th>"
                    .formatted(Html.text(k.id()), Html.text(GroupMeans.brief(k.id())))));
            html.append("</tr></thead><tbody>\n");
            for (Level level : List.of(Level.CATEGORY, Level.TASK)) {
                for (String name : GroupMeans.names(system, level)) {
                    html.append("<tr%s><th>%s</th>"
                            .formatted(level == Level.CATEGORY ? " class=\"floor\"" : "", Html.text(name)));
                    kinds.forEach(k -> html.append(GroupMeans.find(system, k.id(), level, name)
                            .map(m -> "<td class=\"number\" title=\"%s, %d cases\">%s</td>"
                                    .formatted(
                                            GroupMeans.interval(k.id(), m),
                                            m.cases(),
                                            GroupMeans.number(k.id(), m.value())))
                            .orElse("<td class=\"number missing\">–</td>")));
                    html.append("</tr>\n");
                }
            }
            html.append("</tbody></table></div>\n").append(distances(system));
        }
        return html.toString();
    }

    private static String distances(SystemScores system) {
        if (system.distances().isEmpty()) {
            return "";
        }
        StringBuilder html =
                new StringBuilder("<details><summary>Distances from true pictures</summary><table class=\"plain\">");
        system.distances()
                .forEach((task, scores) -> scores.forEach(s -> html.append(
                        "<tr><th>%s</th><td>%s</td><td class=\"number\">%s</td><td>%d made, %d true</td></tr>\n"
                                .formatted(
                                        Html.text(task),
                                        Html.text(s.id()),
                                        Digits.six(s.value()),
                                        s.generatedCount(),
                                        s.referenceCount()))));
        return html.append("</table></details>\n").toString();
    }

    private static String kinds(GroupResult result) {
        StringBuilder html = new StringBuilder("<dl class=\"facts\">\n");
        result.scores().forEach(k -> html.append(fact(k.id(), k.about())));
        result.omitted().forEach((score, reason) -> html.append(fact(score, "not computed: " + reason)));
        return html.append("</dl>\n").toString();
    }

    private static String missing(GroupResult result) {
        StringBuilder html = new StringBuilder();
        for (SystemScores system : result.systems()) {
            SetUsed set = system.generated();
            html.append("<details><summary>%s: %d of %d</summary><p>%s</p></details>\n"
                    .formatted(
                            Html.text(system.system()),
                            set.skipped().size(),
                            set.planned(),
                            set.skipped().stream()
                                    .map(s -> Html.text(s.id() + " (" + s.reason() + ")"))
                                    .collect(Collectors.joining(", "))));
        }
        return html.toString();
    }

    private static String cases(GroupResult result, Map<String, Path> sheets) {
        StringBuilder html = new StringBuilder();
        int count =
                result.systems().isEmpty() ? 0 : result.systems().get(0).cases().size();
        for (int i = 0; i < count; i++) {
            CaseScores first = result.systems().get(0).cases().get(i);
            html.append("<details><summary>%s</summary>\n".formatted(Html.text(first.id())));
            if (sheets.containsKey(first.id())) {
                html.append("<img loading=\"lazy\" alt=\"%s\" src=\"data:image/png;base64,%s\"/>\n"
                        .formatted(
                                Html.text("pictures of " + first.id()),
                                Base64.getEncoder().encodeToString(ReportFile.readPng(sheets.get(first.id())))));
            }
            for (SystemScores system : result.systems()) {
                html.append(one(system.system(), system.cases().get(i)));
            }
            html.append("</details>\n");
        }
        return html.toString();
    }

    private static String one(String system, CaseScores of) {
        StringBuilder html = new StringBuilder("<h3>%s</h3>\n<p>%d of %d pictures. %s</p>\n"
                .formatted(
                        Html.text(system),
                        of.present(),
                        of.targets(),
                        of.scores().entrySet().stream()
                                .map(e -> Html.text(e.getKey()) + " <b>" + GroupMeans.number(e.getKey(), e.getValue())
                                        + "</b>")
                                .collect(Collectors.joining(", "))));
        of.answers().forEach((judge, answers) -> {
            html.append("<table class=\"plain\">\n");
            for (Answer answer : answers) {
                html.append("<tr><td>%d</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>\n"
                        .formatted(
                                answer.level(),
                                Html.text(judge),
                                Html.text(answer.question()),
                                word(answer),
                                Html.text(String.join("; ", answer.reasons()))));
            }
            html.append("</table>\n");
        });
        return html.toString();
    }

    private static String word(Answer answer) {
        String word = answer.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return switch (answer.state()) {
            case YES -> "<b class=\"good\">" + word + "</b>";
            case NO, INVALID -> "<b class=\"ill\">" + word + "</b>";
            case GATED, NOT_JUDGED -> word;
        };
    }

    private static String facts(GroupResult result) {
        StringBuilder html = new StringBuilder("<dl class=\"facts\">\n");
        html.append(fact("assay", result.assay()));
        html.append(fact("cases, SHA-256", result.benchmarkSha256()));
        result.parameters().forEach((name, value) -> html.append(fact(name, String.valueOf(value))));
        result.engine().forEach((name, value) -> html.append(fact(name, value)));
        result.extractors()
                .forEach((name, all) -> all.forEach((key, value) -> html.append(fact(name + ", " + key, value))));
        result.judges()
                .forEach((name, all) -> all.forEach((key, value) -> html.append(fact(name + ", " + key, value))));
        result.systems().forEach(s -> {
            html.append(
                    fact(s.system() + ", SHA-256 of its pictures", s.generated().sha256()));
            s.agreement()
                    .forEach((judge, share) -> html.append(fact(
                            s.system() + ", " + judge + " agrees with itself",
                            String.format(Locale.ROOT, "%.1f %% of pairs of askings", 100 * share))));
            s.invalid()
                    .forEach((judge, all) -> html.append(
                            fact(s.system() + ", " + judge + ", unusable answers", String.join("; ", all))));
        });
        return html.append("</dl>\n").toString();
    }

    private static String fact(String name, String value) {
        return "<div><dt>%s</dt><dd>%s</dd></div>\n".formatted(Html.text(name), Html.text(value));
    }
}
