package dev.assay.local;

import dev.assay.metrics.people.Mean;
import dev.assay.metrics.people.RatingSummary;
import dev.assay.metrics.people.RatingSummary.Choice;
import dev.assay.metrics.people.RatingSummary.Rating;
import dev.assay.reports.TextTable;
import dev.assay.reports.TextTable.Align;
import dev.assay.reports.rating.RatingAnswers;
import dev.assay.reports.rating.RatingKey;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay ratings read}: what raters said. */
@Command(
        name = "read",
        description = {
            "Sums up saved answers: means with intervals of 95 %% over cases, differences to the anchor, how far raters",
            "agree (Krippendorff's alpha, ordinal), how well they repeat themselves, and a ranking by pairs (Bradley-Terry)."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "Examples:", "  assay ratings read --key ratings/key.json answers/*.ratings.json --json"})
final class RatingsReadCommand implements Callable<Integer> {
    @Option(names = "--key", paramLabel = "FILE", required = true, description = "The key of the sheets.")
    private Path key;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Saved answers, one file a rater.")
    private List<Path> files;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        RatingKey known = RatingKey.read(key);
        List<Rating> ratings = new ArrayList<>();
        List<Choice> choices = new ArrayList<>();
        Set<String> sheets = new HashSet<>();
        for (Path file : files) {
            RatingAnswers answers = RatingAnswers.read(file, known);
            if (!sheets.add(answers.sheet())) {
                throw new AssayException(
                        file.toString(),
                        "sheet '" + answers.sheet() + "' was answered in an earlier file too",
                        "each rater counts once",
                        "leave one of the files out");
            }
            add(known, answers, ratings, choices);
        }
        RatingSummary summary = RatingSummary.of(known.systems(), known.anchor(), ratings, choices);
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? Json.write(summary) : text(known, summary));
        out.flush();
        return Main.OK;
    }

    private static void add(RatingKey key, RatingAnswers answers, List<Rating> ratings, List<Choice> choices) {
        Map<String, RatingKey.Entry> items = key.sheets().stream()
                .filter(s -> s.sheet().equals(answers.sheet()))
                .findFirst()
                .orElseThrow()
                .byToken();
        for (RatingAnswers.Answer answer : answers.answers()) {
            RatingKey.Entry item = items.get(answer.token());
            if (item.pair()) {
                double share =
                        switch (answer.choice()) {
                            case "left" -> 1;
                            case "right" -> 0;
                            default -> 0.5;
                        };
                choices.add(new Choice(answers.rater(), item.group(), item.left(), item.right(), share));
            } else {
                boolean repeat = !item.copyOf().isEmpty();
                answer.scores()
                        .forEach((criterion, value) -> ratings.add(
                                new Rating(answers.rater(), item.group(), item.left(), criterion, value, repeat)));
            }
        }
    }

    private static String text(RatingKey key, RatingSummary summary) {
        List<List<String>> rows = new ArrayList<>();
        summary.means()
                .forEach((criterion, means) -> means.forEach((system, mean) -> rows.add(List.of(
                        criterion,
                        system,
                        number(mean.value()),
                        interval(mean),
                        summary.overAnchor().get(criterion).containsKey(system)
                                ? difference(summary.overAnchor().get(criterion).get(system))
                                : "anchor",
                        number(summary.alpha().get(criterion))))));
        StringBuilder text = new StringBuilder(new TextTable(
                        List.of(Align.LEFT, Align.LEFT, Align.RIGHT, Align.LEFT, Align.LEFT, Align.RIGHT),
                        List.of(List.of("", "system", "mean", "95 %", "less " + key.anchor(), "alpha")),
                        rows)
                .print());
        text.append(String.format(
                Locale.ROOT,
                "%n%d raters; a second rating differs by %s on average%n%n",
                summary.raters(),
                number(summary.repeatability())));
        List<List<String>> ranks = summary.ranking().stream()
                .map(r -> List.of(
                        r.system(),
                        number(r.logStrength()),
                        "%s to %s".formatted(number(r.low()), number(r.high())),
                        Integer.toString(r.comparisons())))
                .toList();
        return text.append(new TextTable(
                                List.of(Align.LEFT, Align.RIGHT, Align.LEFT, Align.RIGHT),
                                List.of(List.of("by pairs", "log strength", "95 %", "comparisons")),
                                ranks)
                        .print())
                .toString();
    }

    private static String interval(Mean mean) {
        return Double.isNaN(mean.low()) ? "-" : number(mean.low()) + " to " + number(mean.high());
    }

    private static String difference(Mean mean) {
        return number(mean.value()) + " (" + interval(mean) + ")";
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
    }
}
