package dev.assay.reports;

import dev.assay.reports.SuiteScores.Column;
import dev.assay.reports.SuiteScores.Series;
import dev.assay.spec.Suite.Order;
import dev.assay.spec.SuiteResult.Check;
import java.util.Optional;

/** Series down, scores across: in each cell the score's course over the grades and whether its check holds. */
final class SensitivityMatrix {
    private SensitivityMatrix() {}

    static String html(SuiteScores scores) {
        StringBuilder html = new StringBuilder();
        html.append("<div class=\"scroll\"><table class=\"matrix\"><thead><tr><th scope=\"col\">series</th>");
        scores.columns().forEach(c -> html.append(ScoreTable.heading(c)));
        html.append("</tr></thead><tbody>\n");
        for (Series series : scores.series()) {
            if (series.name().equals(SuiteScores.FLOOR)) {
                continue;
            }
            html.append("<tr><th scope=\"row\">")
                    .append(Html.text(series.name()))
                    .append("</th>");
            scores.columns().forEach(c -> html.append(cell(scores, series, c)));
            html.append("</tr>\n");
        }
        return html.append("</tbody></table></div>\n").toString();
    }

    private static String cell(SuiteScores scores, Series series, Column column) {
        String line = Sparkline.svg(scores, series, column);
        Optional<Check> check = scores.check(series.name(), column.id());
        if (check.isEmpty()) {
            return "<td class=\"free\" title=\"%s\"><div>%s</div></td>"
                    .formatted(Html.text(series.name() + ": " + column.id() + ", nothing expected"), line);
        }
        Check found = check.get();
        return "<td class=\"%s\" title=\"%s\"><div>%s<span class=\"verdict\">%s<span class=\"way\">%s</span></span></div></td>"
                .formatted(
                        found.passed() ? "holds" : "fails",
                        Html.text(found.name() + "\n" + scores.arrow(found) + "\n" + found.message()),
                        line,
                        found.passed() ? "✓" : "✗",
                        found.order() == Order.RISES ? "rises" : "falls");
    }
}
