package dev.assay.spec.groups;

import dev.assay.spec.Json;
import dev.assay.spec.Names;
import dev.assay.spec.Resources;
import java.util.List;

/** The group benchmarks shipped in {@code benchmark-spec/groups}, a YAML file and a folder of tasks each. */
public final class GroupBenchmarks {
    /** The first is the default. */
    public static final List<String> NAMES = List.of("group-benchmark");

    private GroupBenchmarks() {}

    /** A benchmark as its YAML lists it: tasks are files in the folder of its name. */
    private record Listing(String benchmark, int version, String about, List<String> tasks) {}

    /** The benchmark of that name, expanded; an unknown name is answered with near ones. */
    public static GroupBenchmark named(String name) {
        if (!NAMES.contains(name)) {
            throw Names.unknown("group benchmark", name, NAMES);
        }
        String file = "groups/" + name + ".yaml";
        Listing listing = Json.readYaml(file, Resources.text("/" + file), Listing.class);
        List<GroupTask> tasks = listing.tasks().stream()
                .map(task -> task("groups/" + name + "/" + task + ".yaml"))
                .toList();
        return new GroupBenchmark(listing.benchmark(), listing.version(), listing.about(), tasks);
    }

    private static GroupTask task(String file) {
        return Expansion.expand(file, Json.readYaml(file, Resources.text("/" + file), TaskFile.class));
    }
}
