package dev.assay.reports;

import dev.assay.reports.SuiteScores.Cell;
import dev.assay.reports.SuiteScores.Column;
import dev.assay.reports.SuiteScores.Series;
import dev.assay.spec.Better;
import dev.assay.spec.RunResult;
import dev.assay.spec.Score;
import dev.assay.spec.Suite.GradedSystem;
import java.util.List;
import java.util.Optional;

/** Every system and score, tinted by how far the score is from the floor's. */
final class ScoreTable {
    private ScoreTable() {}

    static String html(SuiteScores scores) {
        StringBuilder html = new StringBuilder();
        html.append("<div class=\"scroll\"><table class=\"scores\"><thead><tr><th scope=\"col\">system</th>");
        html.append("<th scope=\"col\" class=\"number\">images</th>");
        scores.columns().forEach(c -> html.append(heading(c)));
        html.append("</tr></thead>\n");
        for (Series series : scores.series()) {
            html.append("<tbody>\n");
            series.systems().forEach(system -> html.append(row(scores, system)));
            html.append("</tbody>\n");
        }
        return html.append("</table></div>\n").toString();
    }

    /** A score's name with an arrow to its better side. */
    static String heading(Column column) {
        boolean lower = column.better() == Better.LOWER;
        return "<th scope=\"col\" class=\"number\" title=\"%s\">%s&#160;<span class=\"arrow\">%s</span></th>"
                .formatted(
                        Html.text(column.id() + ", " + ResultTable.word(column.better()) + " is better"),
                        Html.text(column.heading()),
                        lower ? "↓" : "↑");
    }

    private static String row(SuiteScores scores, GradedSystem system) {
        boolean floor = scores.isFloor(system);
        RunResult run = scores.runs().get(system.system());
        StringBuilder html = new StringBuilder();
        html.append("<tr%s><th scope=\"row\" title=\"%s\">%s%s</th>"
                .formatted(
                        floor ? " class=\"floor\"" : "",
                        Html.text(system.about()),
                        Html.text(system.system()),
                        floor ? " <span class=\"tag\">floor</span>" : ""));
        html.append(images(run));
        for (Column column : scores.columns()) {
            html.append(scores.score(system.system(), column.id())
                    .map(s -> cell(scores, system, column, s))
                    .orElse("<td class=\"number missing\">–</td>"));
        }
        return html.append("</tr>\n").toString();
    }

    private static String images(RunResult run) {
        if (run == null) {
            return "<td class=\"number missing\" title=\"no result\">–</td>";
        }
        boolean whole = run.generated().used() == run.generated().planned();
        return "<td class=\"number%s\" title=\"%s\">%d%s</td>"
                .formatted(
                        whole ? "" : " breach",
                        Html.text(ResultTable.describe(run.generated())),
                        run.generated().used(),
                        whole ? "" : "<b class=\"mark\">!</b>");
    }

    private static String cell(SuiteScores scores, GradedSystem system, Column column, Score score) {
        String breach = scores.breaches().getOrDefault(new Cell(system.system(), column.id()), "");
        String title = system.system() + ": " + column.id() + " " + score.value()
                + (score.notes().isEmpty() ? "" : "\n" + String.join("\n", score.notes()))
                + (breach.isEmpty() ? "" : "\n" + breach);
        return "<td class=\"number%s\"%s title=\"%s\">%s%s%s</td>"
                .formatted(
                        breach.isEmpty() ? "" : " breach",
                        tint(scores, column, score.value()),
                        Html.text(title),
                        column.digits().print(score.value()),
                        score.notes().isEmpty() ? "" : "<b class=\"mark\">*</b>",
                        breach.isEmpty() ? "" : "<b class=\"mark\">!</b>");
    }

    /** Strength of the tint, -1 to 1: the distance from the floor as a share of the column's largest; worse is positive. */
    static double fromFloor(SuiteScores scores, Column column, double value) {
        List<Double> values = scores.series().stream()
                .flatMap(s -> scores.values(s.systems(), column.id()).stream())
                .toList();
        Optional<Double> floor = scores.floor().flatMap(f -> scores.value(f.system(), column.id()));
        if (floor.isEmpty()) {
            return 0;
        }
        Scale scale = Scale.over(values);
        double origin = scale.place(floor.get());
        double farthest = values.stream()
                .mapToDouble(v -> Math.abs(scale.place(v) - origin))
                .max()
                .orElse(0);
        double share = farthest == 0 ? 0 : (scale.place(value) - origin) / farthest;
        return column.better() == Better.LOWER ? share : -share;
    }

    private static String tint(SuiteScores scores, Column column, double value) {
        double share = fromFloor(scores, column, value);
        if (Math.abs(share) < 0.005) {
            return "";
        }
        return " style=\"background:rgb(var(--%s)/%s)\""
                .formatted(share > 0 ? "worse" : "nearer", Html.share(Math.abs(share) * 0.42));
    }
}
