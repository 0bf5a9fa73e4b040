package dev.assay.reports;

import dev.assay.reports.SuiteScores.Column;
import dev.assay.spec.RunResult;
import dev.assay.spec.Score;
import dev.assay.spec.Suite;
import dev.assay.spec.Suite.GradedSystem;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that the numbers depend on: versions, hashes, parameters, image sets; and how long it took. */
final class IdentityBlock {
    private IdentityBlock() {}

    static String html(SuiteScores scores) {
        Suite suite = scores.result().suite();
        Map<String, String> facts = new TreeMap<>(Environment.of(scores.result().results()));
        facts.put("data set", suite.dataset());
        facts.put("reference.selection", pairs(suite.reference().where()));
        StringBuilder html = new StringBuilder("<dl class=\"facts\">\n");
        facts.forEach((name, value) ->
                html.append("<div><dt>%s</dt><dd>%s</dd></div>\n".formatted(Html.text(name), Html.text(value))));
        html.append("</dl>\n");
        html.append(folded("Parameters of each score", parameters(scores)));
        html.append(folded("Image sets", sets(scores)));
        html.append(folded("Timings", timings(scores)));
        return html.toString();
    }

    private static String folded(String title, String table) {
        return "<details><summary>%s</summary><div class=\"scroll\">%s</div></details>\n"
                .formatted(Html.text(title), table);
    }

    private static String parameters(SuiteScores scores) {
        StringBuilder rows = new StringBuilder();
        for (Column column : scores.columns()) {
            Optional<Score> first = scores.result().results().stream()
                    .flatMap(r -> r.scores().stream())
                    .filter(s -> s.id().equals(column.id()))
                    .findFirst();
            first.ifPresent(s -> rows.append(
                    cells(s.id(), s.metric(), s.extractor(), s.tap(), s.identity(), pairs(s.parameters()))));
        }
        return table(rows, "score", "metric", "extractor", "tap", "identity", "parameters");
    }

    private static String sets(SuiteScores scores) {
        StringBuilder rows = new StringBuilder();
        for (GradedSystem system : scores.result().suite().systems()) {
            RunResult run = scores.runs().get(system.system());
            rows.append(cells(
                    system.system(),
                    run == null ? "no result" : ResultTable.describe(run.generated()),
                    pairs(system.images().where()),
                    pairs(system.distortion()),
                    run == null ? "" : run.generated().sha256()));
        }
        return table(rows, "system", "used", "selection", "distortion", "SHA-256 of the pixels");
    }

    private static String timings(SuiteScores scores) {
        StringBuilder rows = new StringBuilder();
        scores.result().results().forEach(r -> rows.append(cells(r.system(), pairs(r.timings()))));
        return table(rows, "system", "timings");
    }

    private static String table(StringBuilder rows, String... headings) {
        String heading = Stream.of(headings).map(h -> "<th>" + h + "</th>").collect(Collectors.joining());
        return "<table class=\"plain\"><thead><tr>%s</tr></thead><tbody>%s</tbody></table>".formatted(heading, rows);
    }

    private static String cells(String... cells) {
        StringBuilder row = new StringBuilder("<tr>");
        for (String cell : cells) {
            row.append("<td>").append(Html.text(cell)).append("</td>");
        }
        return row.append("</tr>\n").toString();
    }

    private static String pairs(Map<String, ?> values) {
        return values.isEmpty()
                ? "–"
                : new TreeMap<>(values)
                        .entrySet().stream()
                                .map(e -> e.getKey() + " " + e.getValue())
                                .collect(Collectors.joining(", "));
    }
}
