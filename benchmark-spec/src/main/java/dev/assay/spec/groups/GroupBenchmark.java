package dev.assay.spec.groups;

import dev.assay.spec.Json;
import dev.assay.spec.Names;
import java.util.List;

/**
 * Tasks with their cases, expanded.
 *
 * @param id such as {@code group-benchmark}
 * @param version raised whenever anything in it changes; {@code groups/lock.json} holds the hash of each version
 * @param about one sentence for people
 * @param tasks in the order they are listed to people
 */
public record GroupBenchmark(String id, int version, String about, List<GroupTask> tasks) {
    public GroupBenchmark {
        tasks = List.copyOf(tasks);
    }

    /** SHA-256 of the compact sorted JSON of all of it, lower-case hex. */
    public String hash() {
        return Json.sha256(this);
    }

    /** Every case, task by task. */
    public List<GroupCase> cases() {
        return tasks.stream().flatMap(t -> t.cases().stream()).toList();
    }

    public List<GroupCase> cases(Split split) {
        return tasks.stream().flatMap(t -> t.cases(split).stream()).toList();
    }

    /** The task of that id; an unknown one is answered with near ones. */
    public GroupTask task(String task) {
        return tasks.stream()
                .filter(t -> t.id().equals(task))
                .findFirst()
                .orElseThrow(() -> Names.unknown(
                        "task", task, tasks.stream().map(GroupTask::id).toList()));
    }

    /** The case of that id; an unknown one is answered with near ones. */
    public GroupCase caseNamed(String name) {
        return cases().stream()
                .filter(c -> c.id().equals(name))
                .findFirst()
                .orElseThrow(() -> Names.unknown(
                        "case", name, cases().stream().map(GroupCase::id).toList()));
    }
}
