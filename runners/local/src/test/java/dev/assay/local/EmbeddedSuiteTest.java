package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.spec.Json;
import dev.assay.spec.RunResult;
import dev.assay.spec.SuiteResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The benchmark run of {@code mvn verify}: the embedded suite on real images, into {@code target/results} and, beside
 * the tests' own, into the Allure results.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EmbeddedSuiteTest {
    private static final Path TARGET = Path.of("target");
    private static final Path RESULTS = TARGET.resolve("results").resolve("metric-sanity@1");

    @Test
    @Order(1)
    void everyScoreMovesAsItsDefinitionSays() {
        Path allure = Path.of(System.getProperty(
                "allure.results.directory", TARGET.resolve("allure-results").toString()));
        String errors = run(Main.OK, "run", "--out", "target/results", "--allure", allure.toString());
        assertThat(errors).contains("report.html");
        SuiteResult result = Json.read(RESULTS.resolve("suite.json"), SuiteResult.class);
        assertThat(result.checks())
                .hasSize(result.suite().expectations().size())
                .allMatch(SuiteResult.Check::passed);
        assertThat(result.results()).hasSize(result.suite().systems().size());
        assertThat(RESULTS.resolve("report.html")).isNotEmptyFile();
        assertThat(allure.resolve("environment.properties")).isNotEmptyFile();
    }

    @Test
    @Order(2)
    void threadsAndBatchChangeNoResult() throws IOException {
        run(Main.OK, "run", "--out", "target/results-again", "--threads", "1", "--batch", "7");
        Path again = TARGET.resolve("results-again").resolve("metric-sanity@1");
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(RESULTS.resolve("systems"))) {
            all.forEach(files::add);
        }
        assertThat(files).hasSizeGreaterThan(20).allSatisfy(file -> assertThat(
                        withoutTimings(again.resolve("systems").resolve(file.getFileName())))
                .isEqualTo(withoutTimings(file)));
    }

    @Test
    @Order(3)
    void reportIsMadeAgainFromResultsAlone() throws IOException {
        byte[] first = Files.readAllBytes(RESULTS.resolve("report.html"));
        Files.delete(RESULTS.resolve("report.html"));
        run(Main.OK, "report", RESULTS.toString());
        assertThat(RESULTS.resolve("report.html")).hasBinaryContent(first);
    }

    private static String withoutTimings(Path file) {
        return Json.write(Json.read(file, RunResult.class).withoutTimings());
    }

    /** Runs a command line, expects its exit code and gives what it wrote to the error stream. */
    private static String run(int code, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        assertThat(Main.run(args, new PrintWriter(out), new PrintWriter(err)))
                .as("%s%s", out, err)
                .isEqualTo(code);
        return err.toString();
    }
}
