package dev.assay.local;

import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import dev.assay.spec.RunResult;
import dev.assay.spec.Suite;
import dev.assay.spec.SuiteResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Where a suite leaves its results: {@code <suite>@<version>/} with {@code suite.json}, a JSON file per system under
 * {@code systems/}, contact sheets under {@code samples/}, the page {@code report.html}.
 *
 * @param path the folder
 */
record ResultFolder(Path path) {
    private static final String SUITE = "suite.json";

    /** The folder of a suite under {@code results}; made now, so that an unwritable place fails before the work. */
    static ResultFolder create(Path results, Suite suite) {
        Path path = results.resolve(suite.suite() + "@" + suite.version());
        Output.folderFor(path);
        return new ResultFolder(path);
    }

    /** An existing one, by its folder or its {@code suite.json}. */
    static ResultFolder find(Path given) {
        Path path =
                given.getFileName() != null && given.getFileName().toString().equals(SUITE)
                        ? given.toAbsolutePath().getParent()
                        : given;
        if (Files.isRegularFile(path.resolve(SUITE))) {
            return new ResultFolder(path);
        }
        throw new AssayException(
                given.toString(),
                "no " + SUITE + " in it",
                "a folder that 'assay run' wrote is needed, such as results/metric-sanity@1",
                "run 'assay run' first or name that folder");
    }

    SuiteResult read() {
        return Json.read(path.resolve(SUITE), SuiteResult.class);
    }

    void write(SuiteResult result) {
        for (RunResult one : result.results()) {
            Output.write(path.resolve("systems").resolve(one.system() + ".json"), Json.write(one));
        }
        Output.write(path.resolve(SUITE), Json.write(result));
    }

    Path allure() {
        return path.resolve("allure-results");
    }

    Path page() {
        return path.resolve("report.html");
    }

    /** The contact sheet of a system. */
    Path samples(String system) {
        return path.resolve("samples").resolve(system + ".png");
    }

    /** The contact sheets there are, by system, and that of the reference. */
    Map<String, Path> samples(SuiteResult result) {
        Map<String, Path> found = new TreeMap<>();
        Stream.concat(Stream.of("reference"), result.results().stream().map(RunResult::system))
                .filter(name -> Files.isRegularFile(samples(name)))
                .forEach(name -> found.put(name, samples(name)));
        return found;
    }
}
