package dev.assay.local;

import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import dev.assay.spec.groups.GroupBenchmark;
import dev.assay.spec.groups.Split;
import dev.assay.spec.groups.result.CaseScores;
import dev.assay.spec.groups.result.GroupResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a group benchmark leaves its results: {@code <benchmark>@<version>/} with {@code groups.json}, a contact sheet for
 * each case under {@code samples/}, the page {@code report.html}.
 *
 * @param path the folder
 */
record GroupFolder(Path path) {
    private static final String RESULT = "groups.json";

    /** The folder of a benchmark under {@code results}; made now, so that an unwritable place fails before the work. */
    static GroupFolder create(Path results, GroupBenchmark benchmark, Split split) {
        String part = split == Split.CORE ? "" : "-stress";
        Path path = results.resolve(benchmark.id() + "@" + benchmark.version() + part);
        Output.folderFor(path.resolve("samples"));
        return new GroupFolder(path);
    }

    /** Whether a folder, or a file in it, is of this kind. */
    static boolean holds(Path given) {
        return Files.isRegularFile(given.resolve(RESULT)) || given.endsWith(RESULT);
    }

    /** An existing one, by its folder or its {@code groups.json}. */
    static GroupFolder find(Path given) {
        return new GroupFolder(given.endsWith(RESULT) ? given.toAbsolutePath().getParent() : given);
    }

    GroupResult read() {
        GroupResult result = Json.read(path.resolve(RESULT), GroupResult.class);
        if (result.schema() != GroupResult.SCHEMA) {
            throw new AssayException(
                    path.resolve(RESULT).toString(),
                    "its schema is " + result.schema(),
                    "this version reads " + GroupResult.SCHEMA,
                    "run the benchmark again");
        }
        return result;
    }

    void write(GroupResult result) {
        Output.write(path.resolve(RESULT), Json.write(result));
    }

    Path allure() {
        return path.resolve("allure-results");
    }

    Path page() {
        return path.resolve("report.html");
    }

    /** The contact sheet of a case. */
    Path sheet(String of) {
        return path.resolve("samples").resolve(of + ".png");
    }

    /** The contact sheets there are, by case. */
    Map<String, Path> sheets(GroupResult result) {
        Map<String, Path> found = new TreeMap<>();
        result.systems().stream()
                .flatMap(s -> s.cases().stream())
                .map(CaseScores::id)
                .filter(id -> Files.isRegularFile(sheet(id)))
                .forEach(id -> found.put(id, sheet(id)));
        return found;
    }
}
