package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.datasets.Image;
import dev.assay.local.judge.StubEndpoint;
import dev.assay.local.judge.StubEndpoint.Reply;
import dev.assay.spec.groups.GroupBenchmarks;
import dev.assay.spec.groups.GroupCase;
import dev.assay.spec.groups.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GroupCommandTest {
    @TempDir
    private Path folder;

    /** Some cases of the real benchmark. */
    private Path system(String name) {
        Path system = folder.resolve(name);
        for (String of : new String[] {"t2i-01", "colorization-01", "picture_book-02"}) {
            GroupCase found = GroupBenchmarks.named("group-benchmark").caseNamed(of);
            for (Member member : found.targets()) {
                Image image = TinyGroups.noise(member.id().hashCode());
                TinyGroups.write(system, of, member.id(), image);
            }
        }
        return system;
    }

    @Test
    void theWholeBenchmarkIsScoredAndWhatIsMissingIsListed() throws IOException {
        Path out = folder.resolve("out");
        // Answers of earlier builds are kept; another model has none.
        String model = "eye-" + System.nanoTime();
        Assay.Ran ran;
        try (StubEndpoint stub = new StubEndpoint(Reply.yes())) {
            ran = Assay.run(
                    "run",
                    "group-benchmark",
                    "--system",
                    "group=" + system("a"),
                    "--out",
                    out,
                    "--json",
                    "--judge",
                    stub.url(),
                    "--judge-model",
                    model);
            assertThat(stub.asked()).hasSizeGreaterThan(20);
        }
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.json().at("/judges").get(model).get("runs").asText()).isEqualTo("3");
        JsonNode system = ran.json().at("/systems/0");
        assertThat(system.get("cases")).hasSize(210);
        assertThat(system.at("/generated/planned").asInt())
                .isEqualTo(GroupBenchmarks.named("group-benchmark").cases(dev.assay.spec.groups.Split.CORE).stream()
                        .mapToInt(c -> c.targets().size())
                        .sum());
        assertThat(system.at("/generated/skipped").findValuesAsText("id")).contains("t2i-02/" + firstTarget("t2i-02"));
        assertThat(ran.json().at("/omitted").fieldNames())
                .toIterable()
                .containsExactly("adherence, separation, assignment, order_text");
        Path results =
                out.resolve("group-benchmark@" + ran.json().get("version").asInt());
        assertThat(results.resolve("report.html")).isNotEmptyFile();
        assertThat(results.resolve("samples")).isDirectoryContaining("glob:**colorization-01.png");
        byte[] page = Files.readAllBytes(results.resolve("report.html"));
        Files.delete(results.resolve("report.html"));
        assertThat(Assay.run("report", results).code()).isZero();
        assertThat(results.resolve("report.html")).hasBinaryContent(page);
    }

    private static String firstTarget(String of) {
        return GroupBenchmarks.named("group-benchmark")
                .caseNamed(of)
                .targets()
                .get(0)
                .id();
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() throws IOException {
        Files.createDirectories(folder.resolve("empty/unknown"));
        Assay.Ran ran = Assay.run(
                "run",
                "group-benchmark",
                "--system",
                folder.resolve("nowhere"),
                "--system",
                folder.resolve("empty"),
                "--judge",
                "https://host/v1",
                "--references",
                folder.resolve("gone"),
                "--extractor",
                "pixel-16");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err().lines()).hasSize(1);
        assertThat(ran.err())
                .contains("nowhere: cannot be listed: no such file or folder")
                .contains("empty: no folder of a case in it")
                .contains("1 addresses and 0 models")
                .contains("gone: no such folder")
                .contains("did you mean pixels-16?");
    }

    @Test
    void theKeyOfAJudgeComesFromTheEnvironmentAlone() {
        Assay.Ran ran = Assay.run(
                "run",
                "group-benchmark",
                "--system",
                system("a"),
                "--judge",
                "https://host/v1",
                "--judge-model",
                "m",
                "--judge-key",
                "ASSAY_TEST_NO_SUCH_VARIABLE");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("--judge-key: the environment has no variable of that name");
    }

    @Test
    void suitesAndGroupBenchmarksAreChosenByName() {
        assertThat(Assay.run("run", "group-benchmrk").err()).contains("did you mean group-benchmark?");
        assertThat(Assay.run("run", "group-benchmark").err()).contains("--system: none was named");
        assertThat(Assay.run("run", "metric-sanity", "--system", folder).err()).contains("brings its own systems");
    }

    @Test
    void twoSystemsNeedTwoNames() {
        assertThat(Assay.run("run", "group-benchmark", "--system", system("a"), "--system", system("a"))
                        .err())
                .contains("a second system a");
    }
}
