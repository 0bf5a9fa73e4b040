package dev.assay.reports;

import dev.assay.reports.SuiteScores.Cell;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import dev.assay.spec.RunResult;
import dev.assay.spec.Score;
import dev.assay.spec.Suite.GradedSystem;
import dev.assay.spec.Suite.Order;
import dev.assay.spec.SuiteResult;
import dev.assay.spec.SuiteResult.Check;
import io.qameta.allure.model.Attachment;
import io.qameta.allure.model.Label;
import io.qameta.allure.model.Parameter;
import io.qameta.allure.model.Stage;
import io.qameta.allure.model.Status;
import io.qameta.allure.model.StatusDetails;
import io.qameta.allure.model.StepResult;
import io.qameta.allure.model.TestResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Results as Allure shows them: one Allure result for each system and score, one for each check of a suite. The
 * protocol is the epic, the system (or series) the feature, the score the story. The same score of the same system
 * keeps its history id from run to run, and writing it again replaces it.
 *
 * <p>A score fails where its value breaks the order of its series or cannot be by the metric's definition; it is
 * broken where fewer images were used than planned.
 */
public final class AllureReport {
    /** Starts the message of everything computed from less than was planned. */
    static final String MISSING = "missing data: ";

    private static final String DISORDER = "does not order its grades: ";

    private final AllureFolder folder;
    private final Map<String, Path> grids;

    private AllureReport(Path allureResults, Map<String, Path> grids) {
        this.folder = new AllureFolder(allureResults);
        this.grids = Map.copyOf(grids);
    }

    /**
     * Writes results of single runs.
     *
     * @param results one for each system
     * @param allureResults the results folder, made if it is not there; results of other tests in it are kept
     * @param grids contact sheet (PNG) by system, and under {@code reference} that of the reference set; may be empty
     */
    public static void write(List<RunResult> results, Path allureResults, Map<String, Path> grids) {
        AllureReport report = new AllureReport(allureResults, grids);
        report.folder.environment(Environment.of(results));
        report.folder.categories(categories());
        results.forEach(run -> report.scores(run, "", Map.of()));
    }

    /**
     * Writes a suite: its scores and its checks.
     *
     * @param result the suite as run; a system without a result is written as missing data
     * @param allureResults the results folder, made if it is not there; results of other tests in it are kept
     * @param grids contact sheet (PNG) by system, and under {@code reference} that of the reference set; may be empty
     */
    public static void write(SuiteResult result, Path allureResults, Map<String, Path> grids) {
        AllureReport report = new AllureReport(allureResults, grids);
        SuiteScores scores = SuiteScores.of(result);
        report.folder.environment(Environment.of(result.results()));
        report.folder.categories(categories());
        for (GradedSystem system : result.suite().systems()) {
            RunResult run = scores.runs().get(system.system());
            if (run == null) {
                report.absent(result, system);
            } else {
                report.scores(run, system.about(), scores.breaches());
            }
        }
        result.checks().forEach(check -> report.check(scores, check));
    }

    private void scores(RunResult run, String about, Map<Cell, String> breaches) {
        List<Attachment> shared = new ArrayList<>();
        shared.add(folder.attachJson("result of " + run.system(), run));
        shared.addAll(pictures(List.of(run.system())));
        for (Score score : run.scores()) {
            String key = String.join(
                    "\n", run.protocol(), run.preset(), run.system(), score.metric(), score.id(), score.tap());
            TestResult result = result(key, run.protocol(), run.system(), score.id())
                    .setName("%s: %s = %s".formatted(run.system(), score.id(), Digits.six(score.value())))
                    .setDescriptionHtml(description(about, score));
            result.setParameters(parameters(run, score));
            result.getLabels().add(label("tag", score.extractor()));
            result.getAttachments().add(folder.attachJson(score.id(), score));
            result.getAttachments().addAll(shared);
            judge(result, run, score, breaches);
            finished(run.system(), run.timings())
                    .ifPresent(time -> result.setStart(time).setStop(time));
            folder.write(result);
        }
    }

    private static void judge(TestResult result, RunResult run, Score score, Map<Cell, String> breaches) {
        Optional<String> guard = NumericGuard.complaint(score);
        String breach = breaches.get(new Cell(run.system(), score.id()));
        if (guard.isPresent()) {
            status(result, Status.FAILED, guard.get());
        } else if (run.generated().used() < run.generated().planned()) {
            status(result, Status.BROKEN, MISSING + "generated " + ResultTable.describe(run.generated()));
        } else if (run.reference().used() < run.reference().planned()) {
            status(result, Status.BROKEN, MISSING + "reference " + ResultTable.describe(run.reference()));
        } else if (breach != null) {
            status(result, Status.FAILED, DISORDER + breach);
        } else {
            result.setStatus(Status.PASSED);
        }
    }

    private void absent(SuiteResult result, GradedSystem system) {
        String protocol = result.suite().suite();
        TestResult absent = result(protocol + "\nabsent\n" + system.system(), protocol, system.system(), "result")
                .setName(system.system() + ": no result");
        status(absent, Status.BROKEN, MISSING + "the suite has no result of system " + system.system());
        folder.write(absent);
    }

    private void check(SuiteScores scores, Check check) {
        String protocol = scores.result().suite().suite();
        TestResult result = result(
                        protocol + "\ncheck\n" + check.name(), protocol, "series " + check.series(), check.score())
                .setName(check.name())
                .setDescription(scores.reason(check).orElse(""));
        List<GradedSystem> systems = scores.systems(check);
        result.setParameters(new ArrayList<>(List.of(
                parameter("expected", check.order() == Order.RISES ? "rises" : "falls"),
                parameter("values", scores.arrow(check)),
                parameter("steps", Integer.toString(Math.max(0, check.values().size() - 1))))));
        result.getLabels().add(label("tag", "check"));
        Optional<Long> time = scores.runs().values().stream()
                .flatMap(run -> finished(run.system(), run.timings()).stream())
                .max(Long::compare);
        time.ifPresent(end -> result.setStart(end).setStop(end));
        result.setSteps(steps(scores, check, systems));
        time.ifPresent(end -> result.getSteps().forEach(s -> s.setStart(end).setStop(end)));
        result.getAttachments().add(folder.attachJson(check.name(), check));
        if (!systems.isEmpty()) {
            result.getAttachments().add(plot(scores, check));
        }
        result.getAttachments()
                .addAll(pictures(systems.stream().map(GradedSystem::system).toList()));
        boolean complete = !systems.isEmpty() && check.values().size() > 1;
        if (check.passed()) {
            result.setStatus(Status.PASSED).setStatusDetails(new StatusDetails().setMessage(check.message()));
        } else {
            status(result, Status.FAILED, (complete ? DISORDER : MISSING) + check.message());
        }
        folder.write(result);
    }

    private static List<StepResult> steps(SuiteScores scores, Check check, List<GradedSystem> systems) {
        List<StepResult> steps = new ArrayList<>();
        for (int i = 0; i < systems.size(); i++) {
            GradedSystem system = systems.get(i);
            String breach = scores.breaches().get(new Cell(system.system(), check.score()));
            StepResult step = new StepResult()
                    .setName("%s, grade %d: %s"
                            .formatted(
                                    system.system(),
                                    system.grade(),
                                    Digits.six(check.values().get(i))))
                    .setStage(Stage.FINISHED)
                    .setStatus(breach == null ? Status.PASSED : Status.FAILED);
            if (breach != null) {
                step.setStatusDetails(new StatusDetails().setMessage(breach));
            }
            steps.add(step);
        }
        return steps;
    }

    private Attachment plot(SuiteScores scores, Check check) {
        String svg = scores.columns().stream()
                .filter(c -> c.id().equals(check.score()))
                .findFirst()
                .map(c -> new Plot(scores, c, 420, 268)
                        .standalone(scores.series().stream()
                                .filter(s -> s.name().equals(check.series()))
                                .toList()))
                .orElseThrow();
        return folder.attach("plot of " + check.name(), "image/svg+xml", "svg", svg.getBytes(StandardCharsets.UTF_8));
    }

    /** The contact sheets of these systems and of the reference set, those that there are. */
    private List<Attachment> pictures(List<String> systems) {
        List<String> names = new ArrayList<>(systems);
        names.add(SampleFigures.REFERENCE);
        return names.stream()
                .filter(grids::containsKey)
                .map(name ->
                        folder.attach("samples of " + name, "image/png", "png", ReportFile.readPng(grids.get(name))))
                .toList();
    }

    static TestResult result(String key, String protocol, String feature, String story) {
        String id = Json.sha256(key.getBytes(StandardCharsets.UTF_8)).substring(0, 32);
        TestResult result = new TestResult()
                .setUuid(UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8))
                        .toString())
                .setHistoryId(id)
                .setTestCaseId(id)
                .setFullName("%s / %s / %s".formatted(protocol, feature, story))
                .setStage(Stage.FINISHED);
        result.setLabels(new ArrayList<>(List.of(
                label("epic", protocol),
                label("feature", feature),
                label("story", story),
                label("parentSuite", "assay " + protocol),
                label("suite", feature),
                label("package", "assay." + protocol.replace('.', '_')),
                label("framework", "assay"))));
        return result;
    }

    private static List<Parameter> parameters(RunResult run, Score score) {
        return new ArrayList<>(List.of(
                parameter("value", Double.toString(score.value())),
                parameter("better", ResultTable.word(score.better())),
                parameter("n", Long.toString(score.generatedCount())),
                parameter("reference n", Long.toString(score.referenceCount())),
                parameter("extractor", score.extractor()),
                parameter("tap", score.tap()),
                parameter("identity", score.identity()),
                parameter("preset", run.preset()),
                parameter("protocol", run.protocol() + "@" + run.protocolVersion())));
    }

    private static String description(String about, Score score) {
        StringBuilder html = new StringBuilder();
        if (!about.isEmpty()) {
            html.append("<p>").append(Html.text(about)).append("</p>");
        }
        score.notes()
                .forEach(
                        note -> html.append("<p>Note: ").append(Html.text(note)).append("</p>"));
        return html.toString();
    }

    /** When the run ended, in milliseconds: {@code timings.started} (ISO 8601) and {@code timings.seconds} after. */
    static Optional<Long> finished(String system, Map<String, Object> timings) {
        if (!(timings.get("started") instanceof String started)) {
            return Optional.empty();
        }
        try {
            long seconds = timings.get("seconds") instanceof Number length ? Math.round(length.doubleValue()) : 0;
            return Optional.of(Instant.parse(started).plusSeconds(seconds).toEpochMilli());
        } catch (DateTimeParseException e) {
            throw new AssayException(
                    "result of " + system,
                    "timings.started is '" + started + "'",
                    "it must be a time such as 2026-11-21T08:15:30Z",
                    "correct the file",
                    e);
        }
    }

    static List<Map<String, Object>> categories() {
        return List.of(
                category("Metric does not order its grades", DISORDER, "failed"),
                category("Quality regression", "quality regression: ", "failed"),
                category("Missing data", MISSING, "failed", "broken"),
                category("Numeric guard", "numeric guard: ", "failed", "broken"));
    }

    private static Map<String, Object> category(String name, String message, String... statuses) {
        return Map.of("name", name, "messageRegex", "(?s).*" + message + ".*", "matchedStatuses", List.of(statuses));
    }

    static void status(TestResult result, Status status, String message) {
        result.setStatus(status).setStatusDetails(new StatusDetails().setMessage(message));
    }

    static Label label(String name, String value) {
        return new Label().setName(name).setValue(value);
    }

    static Parameter parameter(String name, String value) {
        return new Parameter().setName(name).setValue(value);
    }
}
