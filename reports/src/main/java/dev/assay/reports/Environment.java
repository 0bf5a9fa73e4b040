package dev.assay.reports;

import dev.assay.spec.RunResult;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What results were made with, by sorted name; where results differ, every value, comma separated. */
final class Environment {
    private Environment() {}

    static SortedMap<String, String> of(List<RunResult> results) {
        SortedMap<String, SortedSet<String>> found = new TreeMap<>();
        for (RunResult run : results) {
            add(found, "assay", run.assay());
            add(found, "protocol", run.protocol() + "@" + run.protocolVersion());
            add(found, "protocol.sha256", run.protocolSha256());
            add(found, "preset", run.preset());
            add(found, "reference", ResultTable.describe(run.reference()));
            add(found, "reference.sha256", run.reference().sha256());
            run.engine().forEach((name, value) -> add(found, "engine." + name, value));
            run.extractors()
                    .forEach((extractor, facts) ->
                            facts.forEach((name, value) -> add(found, "extractor." + extractor + "." + name, value)));
        }
        SortedMap<String, String> joined = new TreeMap<>();
        found.forEach((name, values) -> joined.put(name, String.join(", ", values)));
        return joined;
    }

    private static void add(SortedMap<String, SortedSet<String>> found, String name, String value) {
        found.computeIfAbsent(name, n -> new TreeSet<>()).add(value);
    }
}
