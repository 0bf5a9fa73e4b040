package dev.assay.reports;

import dev.assay.spec.SuiteResult.Check;
import java.util.List;

/** The checks in words: those that fail open, those that hold folded away. */
final class CheckList {
    private CheckList() {}

    static String html(SuiteScores scores) {
        List<Check> failed =
                scores.result().checks().stream().filter(c -> !c.passed()).toList();
        List<Check> held =
                scores.result().checks().stream().filter(Check::passed).toList();
        StringBuilder html = new StringBuilder();
        if (!failed.isEmpty()) {
            html.append(list(scores, failed));
        }
        if (!held.isEmpty()) {
            html.append("<details><summary>%d %s</summary>\n"
                    .formatted(held.size(), held.size() == 1 ? "check holds" : "checks hold"));
            html.append(list(scores, held)).append("</details>\n");
        }
        return html.toString();
    }

    private static String list(SuiteScores scores, List<Check> checks) {
        StringBuilder html = new StringBuilder("<ul class=\"checks\">\n");
        for (Check check : checks) {
            html.append("<li class=\"%s\"><b><span class=\"sign\">%s</span> %s</b> <span class=\"values\">%s</span>"
                    .formatted(
                            check.passed() ? "holds" : "fails",
                            check.passed() ? "✓" : "✗",
                            Html.text(check.name()),
                            Html.text(scores.arrow(check)).replace("-&gt;", "→")));
            html.append("<p>%s%s</p></li>\n"
                    .formatted(
                            Html.text(check.message()),
                            scores.reason(check)
                                    .map(r -> " <span class=\"reason\">Why: " + Html.text(r) + "</span>")
                                    .orElse("")));
        }
        return html.append("</ul>\n").toString();
    }
}
