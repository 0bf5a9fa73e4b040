package dev.assay.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.spec.AssayException;
import dev.assay.spec.Better;
import dev.assay.spec.Json;
import dev.assay.spec.RunResult;
import dev.assay.spec.Score;
import dev.assay.spec.SetUsed;
import dev.assay.spec.SuiteResult;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllureReportTest {
    private static final Score FD = MadeUp.score("fd[pixels-16]", "frechet_distance", Better.LOWER, 12.5);

    @TempDir
    Path folder;

    @Test
    void thereIsOneResultForEachScoreAndOneForEachCheck() {
        AllureReport.write(MadeUp.suite(), folder, Map.of());
        assertThat(results()).hasSize(25 * 8 + 56).allSatisfy(r -> assertThat(r.get("status"))
                .isEqualTo("passed"));
    }

    @Test
    void aScoreCarriesItsIdentity() {
        AllureReport.write(List.of(MadeUp.run("mine", FD)), folder, MadeUp.grids(folder));
        Map<String, Object> result = results().get(0);
        assertThat(pairs(result, "parameters"))
                .containsEntry("value", "12.5")
                .containsEntry("better", "lower")
                .containsEntry("n", "1479")
                .containsEntry("reference n", "1479")
                .containsEntry("extractor", "pixels-16")
                .containsEntry("identity", FD.identity())
                .containsEntry("preset", "exact");
        assertThat(pairs(result, "labels"))
                .containsEntry("epic", "metric-sanity")
                .containsEntry("feature", "mine")
                .containsEntry("story", "fd[pixels-16]");
        assertThat(result.get("start")).isEqualTo(1795248934000L);
        assertThat(attachments(result)).hasSize(3).allSatisfy((name, file) -> assertThat(folder.resolve(file))
                .isNotEmptyFile());
    }

    @Test
    void theSampleGridIsAttachedUnchanged() {
        Map<String, Path> grids = MadeUp.grids(folder.resolve("grids"));
        AllureReport.write(MadeUp.suite(), folder.resolve("allure"), grids);
        Map<String, Object> one = results(folder.resolve("allure")).stream()
                .filter(r -> r.get("fullName").equals("metric-sanity / blur-2 / fd[pixels-16]"))
                .findFirst()
                .orElseThrow();
        assertThat(folder.resolve("allure").resolve(attachments(one).get("samples of blur-2")))
                .hasSameBinaryContentAs(grids.get("blur-2"));
    }

    @Test
    void writingTwiceLeavesTheSameFolder() throws IOException {
        Map<String, Path> grids = MadeUp.grids(folder.resolve("grids"));
        AllureReport.write(MadeUp.brokenSuite(), folder.resolve("a"), grids);
        AllureReport.write(MadeUp.brokenSuite(), folder.resolve("b"), grids);
        AllureReport.write(MadeUp.brokenSuite(), folder.resolve("b"), grids);
        List<Path> first = files(folder.resolve("a"));
        assertThat(files(folder.resolve("b")))
                .extracting(p -> p.getFileName().toString())
                .containsExactlyElementsOf(
                        first.stream().map(p -> p.getFileName().toString()).toList());
        for (Path file : first) {
            assertThat(folder.resolve("b").resolve(file.getFileName())).hasSameBinaryContentAs(file);
        }
    }

    @Test
    void anotherValueReplacesTheResultAndKeepsItsHistory() {
        AllureReport.write(List.of(MadeUp.run("mine", FD)), folder, Map.of());
        Map<String, Object> before = results().get(0);
        AllureReport.write(List.of(MadeUp.run("mine", MadeUp.withValue(FD, 9))), folder, Map.of());
        assertThat(results()).hasSize(1);
        assertThat(results().get(0).get("historyId")).isEqualTo(before.get("historyId"));
        assertThat(pairs(results().get(0), "parameters")).containsEntry("value", "9.0");
    }

    @Test
    void scoresAndChecksOutOfOrderFailAndFallInTheirCategory() {
        AllureReport.write(MadeUp.brokenSuite(), folder, Map.of());
        List<Map<String, Object>> failed = results().stream()
                .filter(r -> !r.get("status").equals("passed"))
                .toList();
        assertThat(failed)
                .extracting(r -> r.get("fullName"))
                .containsExactlyInAnyOrder(
                        "metric-sanity / blur-3 / density[pixels-16]",
                        "metric-sanity / jpeg-2 / kd[pixels-16]",
                        "metric-sanity / series blur / density[pixels-16]",
                        "metric-sanity / series jpeg / kd[pixels-16]");
        assertThat(failed)
                .allSatisfy(r -> assertThat(categories(r)).containsExactly("Metric does not order its grades"));
    }

    @Test
    void aFailedCheckShowsEachGradeAndThePlot() {
        AllureReport.write(MadeUp.brokenSuite(), folder, Map.of());
        Map<String, Object> check = results().stream()
                .filter(r -> r.get("name").equals("blur: density[pixels-16] falls"))
                .findFirst()
                .orElseThrow();
        assertThat(maps(check, "steps"))
                .extracting(s -> String.valueOf(s.get("status")))
                .containsExactly("passed", "passed", "passed", "failed", "passed");
        String plot = attachments(check).get("plot of blur: density[pixels-16] falls");
        assertThat(Markup.withClass(Markup.parse(read(folder.resolve(plot))), "breach"))
                .hasSize(1);
    }

    @Test
    void fewerImagesThanPlannedNeverPass() {
        SetUsed part = new SetUsed("images", 1000, 990, List.of(new SetUsed.Skipped("a.png", "truncated")), "00");
        AllureReport.write(List.of(MadeUp.withGenerated(MadeUp.run("mine", FD), part)), folder, Map.of());
        Map<String, Object> result = results().get(0);
        assertThat(result.get("status")).isEqualTo("broken");
        assertThat(message(result)).startsWith("missing data: generated 990 of 1000 images");
        assertThat(categories(result)).containsExactly("Missing data");
    }

    @Test
    void aSystemWithoutAResultIsBroken() {
        SuiteResult whole = MadeUp.suite();
        AllureReport.write(new SuiteResult(whole.suite(), whole.results().subList(0, 24), List.of()), folder, Map.of());
        assertThat(results())
                .filteredOn(r -> r.get("status").equals("broken"))
                .singleElement()
                .satisfies(r -> assertThat(message(r)).contains("no result of system copies-of-train-3"));
    }

    @Test
    void valuesThatCannotBeAreCaught() {
        List<Score> impossible = List.of(
                MadeUp.withValue(FD, -0.5),
                MadeUp.score("is[pixels-16]", "inception_score", Better.HIGHER, 0.9),
                MadeUp.score("recall[pixels-16]", "precision_recall", Better.HIGHER, 1.01));
        List<Score> possible = List.of(
                MadeUp.withValue(FD, 0),
                MadeUp.score("kd[pixels-16]", "kernel_distance", Better.LOWER, -0.01),
                MadeUp.score("density[pixels-16]", "precision_recall", Better.HIGHER, 1.4),
                MadeUp.score("coverage[pixels-16]", "precision_recall", Better.HIGHER, 1),
                // 5000 equal rows of 1008 logits, rounded to float32
                MadeUp.score("is[pixels-16]", "inception_score", Better.HIGHER, 0.9999999999636798));
        assertThat(possible)
                .allSatisfy(s -> assertThat(NumericGuard.complaint(s)).isEmpty());
        AllureReport.write(List.of(MadeUp.run("mine", impossible.toArray(Score[]::new))), folder, Map.of());
        assertThat(results()).hasSize(3).allSatisfy(r -> {
            assertThat(r.get("status")).isEqualTo("failed");
            assertThat(categories(r)).containsExactly("Numeric guard");
        });
    }

    @Test
    void theEnvironmentListsWhatDiffers() throws IOException {
        RunResult first = MadeUp.run("a", FD);
        RunResult second = new RunResult(
                first.schema(),
                first.assay(),
                first.protocol(),
                first.protocolVersion(),
                "adm",
                first.protocolSha256(),
                "b",
                first.generated(),
                first.reference(),
                first.extractors(),
                Map.of("java", "25 = \u00fc:\n"),
                first.scores(),
                Map.of(),
                Map.of());
        AllureReport.write(List.of(first, second), folder, Map.of());
        Properties properties = new Properties();
        try (Reader in =
                Files.newBufferedReader(folder.resolve("environment.properties"), StandardCharsets.ISO_8859_1)) {
            properties.load(in);
        }
        assertThat(properties)
                .containsEntry("preset", "adm, exact")
                .containsEntry("engine.java", "17.0.15, 25 = \u00fc:\n")
                .containsEntry("extractor.pixels-16.features", "768");
        assertThat(results()).hasSize(2);
    }

    @Test
    void notesCannotBecomeMarkup() {
        AllureReport.write(List.of(MadeUp.run("mine", MadeUp.withNotes(FD, "<b>clamped</b>"))), folder, Map.of());
        assertThat(results().get(0).get("descriptionHtml")).isEqualTo("<p>Note: &lt;b&gt;clamped&lt;/b&gt;</p>");
    }

    @Test
    void anUnwritableFolderIsOneClearError() throws IOException {
        Path file = Files.writeString(folder.resolve("taken"), "x");
        assertThatThrownBy(() -> AllureReport.write(List.of(MadeUp.run("mine", FD)), file, Map.of()))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("cannot be written");
    }

    private List<Map<String, Object>> results() {
        return results(folder);
    }

    @SuppressWarnings("unchecked") // JSON objects have string keys
    private static List<Map<String, Object>> results(Path folder) {
        return files(folder).stream()
                .filter(p -> p.toString().endsWith("-result.json"))
                .map(p -> (Map<String, Object>) Json.read(p, Map.class))
                .toList();
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Names of the categories that Allure puts the result in. */
    private List<String> categories(Map<String, Object> result) {
        List<String> found = new ArrayList<>();
        for (Object one : Json.read(folder.resolve("categories.json"), List.class)) {
            Map<?, ?> category = (Map<?, ?>) one;
            boolean status = ((List<?>) category.get("matchedStatuses")).contains(result.get("status"));
            if (status && message(result).matches(String.valueOf(category.get("messageRegex")))) {
                found.add(String.valueOf(category.get("name")));
            }
        }
        return found;
    }

    private static String message(Map<String, Object> result) {
        return String.valueOf(((Map<?, ?>) result.get("statusDetails")).get("message"));
    }

    private static Map<String, String> pairs(Map<String, Object> result, String field) {
        Map<String, String> pairs = new TreeMap<>();
        maps(result, field).forEach(p -> pairs.put(String.valueOf(p.get("name")), String.valueOf(p.get("value"))));
        return pairs;
    }

    private static Map<String, String> attachments(Map<String, Object> result) {
        Map<String, String> files = new TreeMap<>();
        maps(result, "attachments")
                .forEach(a -> files.put(String.valueOf(a.get("name")), String.valueOf(a.get("source"))));
        return files;
    }

    private static List<Map<?, ?>> maps(Map<String, Object> result, String field) {
        List<Map<?, ?>> maps = new ArrayList<>();
        ((List<?>) result.get(field)).forEach(one -> maps.add((Map<?, ?>) one));
        return maps;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
