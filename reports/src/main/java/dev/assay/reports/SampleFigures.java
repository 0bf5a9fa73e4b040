package dev.assay.reports;

import dev.assay.reports.SuiteScores.Series;
import dev.assay.spec.Suite.GradedSystem;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Sample grids as data in the page, the reference and ungraded systems first, then a row a series by rising grade. */
final class SampleFigures {
    /** Key of the reference set's grid. */
    static final String REFERENCE = "reference";

    private SampleFigures() {}

    static String html(SuiteScores scores, Map<String, Path> grids) {
        StringBuilder alone = new StringBuilder();
        if (grids.containsKey(REFERENCE)) {
            alone.append(figure(REFERENCE, "what all systems are measured against", grids.get(REFERENCE)));
        }
        StringBuilder graded = new StringBuilder();
        for (Series series : scores.series()) {
            List<GradedSystem> shown = series.systems().stream()
                    .filter(s -> grids.containsKey(s.system()))
                    .toList();
            StringBuilder figures = new StringBuilder();
            shown.forEach(s -> figures.append(figure(s.system(), s.about(), grids.get(s.system()))));
            if (series.systems().size() == 1) {
                alone.append(figures);
            } else if (!shown.isEmpty()) {
                graded.append("<h3>%s</h3>\n%s".formatted(Html.text(series.name()), row(figures)));
            }
        }
        return (alone.isEmpty() ? "" : row(alone)) + graded;
    }

    private static String row(StringBuilder figures) {
        return "<div class=\"figures\">\n" + figures + "</div>\n";
    }

    private static String figure(String name, String about, Path png) {
        String data = Base64.getEncoder().encodeToString(ReportFile.readPng(png));
        return "<figure><img loading=\"lazy\" alt=\"%s\" src=\"data:image/png;base64,%s\"/><figcaption><b>%s</b> %s</figcaption></figure>\n"
                .formatted(Html.text("sample images of " + name), data, Html.text(name), Html.text(about));
    }
}
