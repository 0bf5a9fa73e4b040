package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.graph.Device;
import dev.assay.graph.SessionOptions;
import dev.assay.local.judge.ChatJudge;
import dev.assay.local.judge.Endpoint;
import dev.assay.local.judge.Panel;
import dev.assay.local.judge.StubEndpoint;
import dev.assay.local.judge.StubEndpoint.Reply;
import dev.assay.metrics.FeatureExtractor;
import dev.assay.metrics.group.Duplicates;
import dev.assay.reports.GroupTable;
import dev.assay.spec.Json;
import dev.assay.spec.SetUsed;
import dev.assay.spec.groups.Split;
import dev.assay.spec.groups.result.CaseScores;
import dev.assay.spec.groups.result.CaseScores.Answer;
import dev.assay.spec.groups.result.CaseScores.State;
import dev.assay.spec.groups.result.Delta;
import dev.assay.spec.groups.result.GroupResult;
import dev.assay.spec.groups.result.Level;
import dev.assay.spec.groups.result.Mean;
import dev.assay.spec.groups.result.SystemScores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GroupRunTest {
    /** Features are float32. */
    private static final double FLOAT = 1e-6;

    @TempDir
    private Path folder;

    private Path networks;

    @BeforeEach
    void makeNetworks() throws IOException {
        networks = Files.createDirectories(folder.resolve("networks"));
    }

    private GroupResult run(Map<String, Path> systems, List<Panel> panels, int threads) {
        MachineOptions machine = new MachineOptions();
        machine.threads = threads;
        Map<String, CaseFolder> folders = new LinkedHashMap<>();
        systems.forEach((name, path) -> folders.put(name, new CaseFolder(path)));
        SessionOptions session = new SessionOptions(1, Device.CPU);
        try (GroupEyes eyes = new GroupEyes(
                FeatureExtractor.open(TinyPair.images(networks), session),
                "features",
                Optional.of(DescribedTower.open(TinyPair.texts(networks), session)))) {
            GroupRun run = new GroupRun(
                    TinyGroups.benchmark(),
                    Split.CORE,
                    folders,
                    TinyGroups.known(),
                    eyes,
                    new GroupScorer(eyes.looks(), eyes.texts(), new Duplicates(0.97, 35)),
                    panels,
                    machine);
            return run.run(GroupFolder.create(folder.resolve("out"), run.benchmark(), Split.CORE));
        }
    }

    private GroupResult three() {
        Map<String, Path> systems = new LinkedHashMap<>();
        systems.put("independent", TinyGroups.perfect(folder.resolve("independent")));
        systems.put("group", TinyGroups.perfect(folder.resolve("group")));
        systems.put("shuffled", TinyGroups.shuffled(folder.resolve("shuffled")));
        return run(systems, List.of(), 2);
    }

    private static double mean(SystemScores system, String score, Level level, String name) {
        return system.means().stream()
                .filter(m -> m.score().equals(score)
                        && m.level() == level
                        && m.name().equals(name))
                .mapToDouble(Mean::value)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + score + " of " + name));
    }

    private static double task(SystemScores system, String score, String task) {
        return mean(system, score, Level.TASK, task);
    }

    @Test
    void aSystemThatShowsEveryTextAdheresWholly() {
        SystemScores group = three().systems().get(1);
        assertThat(task(group, "adherence[tiny-colour]", "colours")).isCloseTo(1, within(FLOAT));
        assertThat(task(group, "separation[tiny-colour]", "colours")).isCloseTo(1, within(FLOAT));
        assertThat(task(group, "assignment[tiny-colour]", "colours")).isEqualTo(1);
        assertThat(task(group, "order_text[tiny-colour]", "colours")).isEqualTo(1);
        assertThat(task(group, "self[tiny-colour]", "colours")).isCloseTo(0, within(FLOAT));
        assertThat(task(group, "checks", "edit")).isEqualTo(1);
        assertThat(task(group, "psnr", "edit")).isEqualTo(60);
        assertThat(task(group, "ssim", "edit")).isCloseTo(1, within(1e-12));
        assertThat(task(group, "preservation", "edit")).isEqualTo(1);
        assertThat(task(group, "truth[tiny-colour]", "edit")).isCloseTo(1, within(FLOAT));
        // Half blue, half red against red.
        assertThat(task(group, "cross[tiny-colour]", "edit")).isCloseTo(Math.sqrt(0.5), within(FLOAT));
    }

    @Test
    void shuffledTextsLowerAdherenceAndTheDifferenceIsClear() {
        GroupResult result = three();
        SystemScores shuffled = result.systems().get(2);
        assertThat(task(shuffled, "adherence[tiny-colour]", "colours")).isCloseTo(0, within(FLOAT));
        assertThat(task(shuffled, "separation[tiny-colour]", "colours")).isCloseTo(-0.5, within(FLOAT));
        assertThat(task(shuffled, "preservation", "edit")).isCloseTo(1 - 2 / 3.0, within(1e-12));
        Delta delta = result.deltas().stream()
                .filter(d -> d.system().equals("group")
                        && d.baseline().equals("shuffled")
                        && d.difference().score().equals("separation[tiny-colour]")
                        && d.difference().level() == Level.OVERALL)
                .findFirst()
                .orElseThrow();
        assertThat(delta.difference().value()).isCloseTo(1.5, within(FLOAT));
        assertThat(delta.clear()).isTrue();
        assertThat(result.deltas())
                .filteredOn(d -> d.system().equals("group") && d.baseline().equals("independent"))
                .isNotEmpty()
                .allSatisfy(d -> assertThat(d.difference().value()).isZero())
                .noneMatch(Delta::clear);
    }

    @Test
    void whatIsMissingOrBrokenCountsZeroAndIsListed() throws IOException {
        Path some = TinyGroups.perfect(folder.resolve("some"));
        Files.delete(some.resolve("colours-01/green.png"));
        Files.writeString(some.resolve("edit-02/after.png"), "no picture");
        SystemScores system = run(Map.of("some", some), List.of(), 1).systems().get(0);
        assertThat(system.generated().planned()).isEqualTo(12);
        assertThat(system.generated().used()).isEqualTo(10);
        assertThat(system.generated().skipped())
                .extracting(SetUsed.Skipped::id)
                .containsExactly("colours-01/green", "edit-02/after");
        assertThat(system.generated().skipped().get(1).reason()).contains("no picture that we know");
        assertThat(task(system, "adherence[tiny-colour]", "colours")).isCloseTo((2 / 3.0 + 2) / 3, within(FLOAT));
        assertThat(task(system, "psnr", "edit")).isEqualTo(40);
        assertThat(task(system, "preservation", "edit")).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(mean(system, "adherence[tiny-colour]", Level.OVERALL, "overall"))
                .isCloseTo(
                        (task(system, "adherence[tiny-colour]", "colours")
                                        + task(system, "adherence[tiny-colour]", "edit"))
                                / 2,
                        within(1e-12));
        assertThat(system.cases().get(0).scores()).containsEntry("checks", 0.0);
        CaseScores broken = system.cases().get(4);
        assertThat(broken.present()).isZero();
        assertThat(broken.scores()).containsEntry("checks", 0.0).doesNotContainKey("copies[tiny-colour]");
    }

    @Test
    void equalRunsGiveEqualBytesWhateverTheThreads() {
        Map<String, Path> systems = Map.of("one", TinyGroups.shuffled(folder.resolve("one")));
        assertThat(bytes(run(systems, List.of(), 1))).isEqualTo(bytes(run(systems, List.of(), 3)));
    }

    private static String bytes(GroupResult r) {
        String all = Json.write(r);
        return all.substring(0, all.indexOf("\"timings\""));
    }

    @Test
    void distancesOfTasksWithTrueImagesCarryTheirCounts() {
        SystemScores group = three().systems().get(1);
        assertThat(group.distances()).containsOnlyKeys("edit");
        assertThat(group.distances().get("edit"))
                .extracting("id")
                .containsExactly("fd[tiny-colour]", "kd[tiny-colour]");
        assertThat(group.distances().get("edit")).allSatisfy(score -> {
            assertThat(score.generatedCount()).isEqualTo(3);
            assertThat(score.referenceCount()).isEqualTo(3);
            assertThat(score.value()).isCloseTo(0, within(1e-9));
        });
    }

    private Panel panel(StubEndpoint stub) {
        return new Panel(
                new ChatJudge(
                        new Endpoint(stub.url(), "eye-1", "", 0, Duration.ofSeconds(20), 0, Duration.ofMillis(1))),
                3);
    }

    @Test
    void aJudgeThatSaysYesPassesEverythingButWhatCodeFails() throws IOException {
        Path system = TinyGroups.perfect(folder.resolve("good"));
        TinyGroups.write(system, "colours-02", "blue", TinyGroups.flat(TinyGroups.GREEN));
        try (StubEndpoint stub = new StubEndpoint(Reply.yes())) {
            SystemScores scores = run(Map.of("good", system), List.of(panel(stub)), 2)
                    .systems()
                    .get(0);
            assertThat(task(scores, "checklist[eye-1]", "edit")).isEqualTo(1);
            // One case has a copy: its third question fails, which closes the last level.
            assertThat(task(scores, "checklist[eye-1]", "colours")).isCloseTo((1 + 3 / 6.0 + 1) / 3, within(1e-12));
            assertThat(scores.agreement()).containsEntry("eye-1", 1.0);
            assertThat(scores.invalid()).isEmpty();
            List<Answer> answers = scores.cases().get(1).answers().get("eye-1");
            assertThat(answers)
                    .extracting(Answer::state)
                    .containsExactly(State.YES, State.YES, State.NO, State.YES, State.GATED, State.GATED);
            assertThat(answers).extracting(Answer::by).startsWith("code", "eye-1", "code");
            // Four questions of six cases, less two behind a gate, three times each.
            assertThat(stub.asked()).hasSize((6 * 4 - 2) * 3);
        }
    }

    @Test
    void anEndpointOfGarbageIsCountedAndListedAndStopsNothing() throws IOException {
        Path system = TinyGroups.perfect(folder.resolve("good"));
        try (StubEndpoint stub = new StubEndpoint(Reply.content("I think it is fine"))) {
            GroupResult result = run(Map.of("good", system), List.of(panel(stub)), 2);
            SystemScores scores = result.systems().get(0);
            assertThat(scores.means()).extracting(Mean::score).doesNotContain("checklist[eye-1]");
            assertThat(result.omitted()).containsKey("checklist[eye-1]");
            assertThat(scores.invalid().get("eye-1")).hasSize(6 * 3).allMatch(line -> line.contains("-0"));
            assertThat(GroupTable.print(result)).contains("18 answers of judge eye-1 could not be used");
        }
    }

    @Test
    void withoutOutputsNoJudgeIsAsked() throws IOException {
        Path system = folder.resolve("nothing");
        TinyGroups.write(system, "edit-01", "after", TinyGroups.flat(TinyGroups.RED));
        try (StubEndpoint stub = new StubEndpoint(Reply.no())) {
            SystemScores scores = run(Map.of("nothing", system), List.of(panel(stub)), 1)
                    .systems()
                    .get(0);
            assertThat(stub.asked()).hasSize(3);
            assertThat(task(scores, "checklist[eye-1]", "colours")).isZero();
        }
    }

    @Test
    void reportsAreMadeOfTheResult() throws IOException {
        GroupResult result = three();
        GroupFolder out = new GroupFolder(folder.resolve("out/tiny@1"));
        out.write(result);
        assertThat(Json.write(out.read())).isEqualTo(Json.write(result));
        ReportFiles files = ReportFiles.write(result, out, out.allure());
        assertThat(Files.readString(files.page()))
                .contains("separation[tiny-colour]", "group − shuffled", "colours-01", "data:image/png;base64,")
                .doesNotContain("null");
        assertThat(files.allure()).isDirectoryContaining("glob:**-result.json");
        assertThat(out.sheets(result)).hasSize(6);
        assertThat(GroupTable.print(result))
                .contains("group - shuffled")
                .contains("not computed: checklist, no judge that sees");
    }
}
