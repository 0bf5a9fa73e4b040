package dev.assay.spec.groups;

import dev.assay.spec.Json;
import dev.assay.spec.Resources;
import java.util.Map;
import java.util.Optional;

/**
 * What a version of a benchmark is, kept in {@code groups/lock.json}: once a version is there its content can't change
 * unnoticed.
 *
 * @param content {@link GroupBenchmark#hash()}
 * @param pictures SHA-256 of every drawn picture, see {@code dev.assay.datasets.drawn.GroupPictures}
 * @param tasks number of tasks
 * @param core number of core cases
 * @param stress number of stress cases
 */
public record GroupLock(String content, String pictures, int tasks, int core, int stress) {
    private record LockFile(Map<String, Map<String, GroupLock>> versions) {}

    /** What is locked for a version; empty for a version that is not locked. */
    public static Optional<GroupLock> of(String benchmark, int version) {
        LockFile file = Json.read("groups/lock.json", Resources.text("/groups/lock.json"), LockFile.class);
        return Optional.ofNullable(
                file.versions().getOrDefault(benchmark, Map.of()).get(String.valueOf(version)));
    }

    /** What a benchmark is now. */
    public static GroupLock now(GroupBenchmark benchmark, String pictures) {
        return new GroupLock(
                benchmark.hash(),
                pictures,
                benchmark.tasks().size(),
                benchmark.cases(Split.CORE).size(),
                benchmark.cases(Split.STRESS).size());
    }
}
