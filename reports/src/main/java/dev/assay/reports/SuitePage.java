package dev.assay.reports;

import dev.assay.spec.Suite;
import dev.assay.spec.SuiteResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A suite as one HTML file that needs nothing else: no script, no other file, no network. Light or dark as the reader
 * prefers, and readable on a phone.
 */
public final class SuitePage {
    private SuitePage() {}

    /**
     * Writes the page.
     *
     * @param result what was measured
     * @param html the file, replaced if it exists
     * @param grids contact sheet (PNG, at most 32 MiB) by system name, and under {@code reference} that of the
     *     reference set; may be empty
     */
    public static void write(SuiteResult result, Path html, Map<String, Path> grids) {
        ReportFile.write(html, page(SuiteScores.of(result), grids).getBytes(StandardCharsets.UTF_8));
    }

    private static String page(SuiteScores scores, Map<String, Path> grids) {
        Suite suite = scores.result().suite();
        StringBuilder html = new StringBuilder();
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n")
                .append("<meta name=\"color-scheme\" content=\"light dark\"/>\n")
                .append("<title>%s: %s</title>\n<style>\n%s</style>\n</head>\n<body>\n<main>\n"
                        .formatted(Html.text(suite.suite()), scores.verdict(), style()));
        html.append(header(scores));
        html.append(section(
                "What each metric sees",
                "One line per score and series, over rising grades, each on a scale of its own. "
                        + "<b class=\"good\">✓</b> it moves at every step as the metric’s definition says; "
                        + "<b class=\"ill\">✗</b> it does not. Series without a grade 0 start from the floor.",
                SensitivityMatrix.html(scores)));
        html.append(section(
                "How strongly it moves",
                "One plot per score, all series on one scale. The dashed line is the floor: real images that are not "
                        + "in the reference. A ring marks a value that breaks the order of its series.",
                plots(scores)));
        html.append(section("All scores", tableLegend(), ScoreTable.html(scores)));
        if (!scores.result().checks().isEmpty()) {
            html.append(section("Checks", "", CheckList.html(scores)));
        }
        if (!grids.isEmpty()) {
            html.append(section("Sample images", "", SampleFigures.html(scores, grids)));
        }
        html.append(section(
                "What the numbers depend on",
                "Two numbers can be compared where all of this is equal but the images.",
                IdentityBlock.html(scores)));
        return html.append("</main>\n</body>\n</html>\n").toString();
    }

    private static String header(SuiteScores scores) {
        SuiteResult result = scores.result();
        Suite suite = result.suite();
        long missing = suite.systems().stream()
                .filter(s -> !scores.runs().containsKey(s.system()))
                .count();
        boolean good = result.passed() && missing == 0;
        String verdict = scores.verdict() + (missing == 0 ? "" : ", %d systems without a result".formatted(missing));
        String reference = result.results().isEmpty()
                ? "–"
                : count(result.results().get(0).reference().used());
        String extractors = result.results().stream()
                .flatMap(r -> r.extractors().keySet().stream())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return """
                <header>
                <p class="kind">Assay suite, version %d</p>
                <h1>%s</h1>
                <p class="about">%s</p>
                <p class="banner %s"><span class="sign">%s</span> %s</p>
                <dl class="tiles">
                <div><dd>%d</dd><dt>systems in %d series</dt></div>
                <div><dd>%d</dd><dt>scores each</dt></div>
                <div><dd>%s</dd><dt>images scored</dt></div>
                <div><dd>%s</dd><dt>reference images</dt></div>
                <div><dd class="word">%s</dd><dt>features, preset %s</dt></div>
                </dl>
                </header>
                """.formatted(
                        suite.version(),
                        Html.text(suite.suite()),
                        Html.text(suite.about()),
                        good ? "holds" : "fails",
                        good ? "✓" : "✗",
                        capital(verdict),
                        suite.systems().size(),
                        scores.series().size(),
                        scores.columns().size(),
                        count(result.results().stream()
                                .mapToLong(r -> r.generated().used())
                                .sum()),
                        reference,
                        Html.text(extractors.isEmpty() ? "given" : extractors),
                        Html.text(suite.preset()));
    }

    private static String plots(SuiteScores scores) {
        StringBuilder html = new StringBuilder("<div class=\"plots\">\n");
        for (SuiteScores.Column column : scores.columns()) {
            html.append("<figure><figcaption><b>%s</b> %s is better</figcaption>\n%s</figure>\n"
                    .formatted(
                            Html.text(column.id()),
                            ResultTable.word(column.better()),
                            new Plot(scores, column, 420, 268).svg(scores.series())));
        }
        return html.append("</div>\n").toString();
    }

    private static String tableLegend() {
        return "<span class=\"legend\">better than the floor <span class=\"ramp\"></span> worse than the floor</span> "
                + "Arrows point to the better side. <b class=\"ill\">!</b> breaks the order of its series or counts "
                + "fewer images than planned; <b>*</b> has a note. Point at a number for all its digits.";
    }

    static String section(String title, String lead, String body) {
        return "<section>\n<h2>%s</h2>\n%s%s</section>\n"
                .formatted(Html.text(title), lead.isEmpty() ? "" : "<p class=\"lead\">" + lead + "</p>\n", body);
    }

    private static String count(long images) {
        return String.format(Locale.ROOT, "%,d", images);
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    static String style() {
        try (InputStream in = SuitePage.class.getResourceAsStream("suite.css")) {
            if (in == null) {
                throw new IllegalStateException("resource suite.css is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
