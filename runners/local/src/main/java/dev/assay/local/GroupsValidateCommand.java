package dev.assay.local;

import dev.assay.datasets.drawn.GroupPictures;
import dev.assay.spec.Json;
import dev.assay.spec.groups.GroupBenchmark;
import dev.assay.spec.groups.GroupBenchmarks;
import dev.assay.spec.groups.GroupLock;
import dev.assay.spec.groups.GroupValidation;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code assay groups validate}: whether every case is as it must be and as it was. */
@Command(
        name = "validate",
        description = {
            "Checks every case: ids, counts, lengths of prompts, checklists, drawn pictures, and that content and",
            "pictures are those locked for this version. Exit code 1 where something is wrong.",
            "Lengths in tokens are estimated from above, since no tokenizer of a big encoder comes along:",
            "CLIP counts a word of up to 7 letters as one token and each begun 4 letters more as another, T5 from",
            "5 letters; digits and punctuation count one each. Limits: 60 words and 77 CLIP tokens for short",
            "prompts, 120 T5 tokens for prompts."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Examples:", "  assay groups validate", "  assay groups validate --json"})
final class GroupsValidateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** What {@code --json} prints. */
    private record Validated(String benchmark, int version, GroupLock found, boolean locked, List<String> problems) {}

    @Override
    public Integer call() {
        GroupBenchmark benchmark = GroupBenchmarks.named(GroupBenchmarks.NAMES.get(0));
        List<String> problems = new ArrayList<>(GroupValidation.problems(benchmark));
        GroupPictures.Checked pictures = GroupPictures.check(benchmark);
        problems.addAll(pictures.problems());
        GroupLock found = GroupLock.now(benchmark, pictures.hash());
        Optional<GroupLock> locked = GroupLock.of(benchmark.id(), benchmark.version());
        if (locked.isPresent() && !locked.get().equals(found)) {
            problems.add("version %d is locked as %s but is now %s; raise the version"
                    .formatted(benchmark.version(), Json.compact(locked.get()), Json.compact(found)));
        } else if (locked.isEmpty()) {
            problems.add("version %d is not in groups/lock.json; add %s"
                    .formatted(benchmark.version(), Json.compact(found)));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.print(Json.write(new Validated(
                    benchmark.id(), benchmark.version(), found, locked.equals(Optional.of(found)), problems)));
        } else {
            problems.forEach(out::println);
            out.printf(
                    "%s@%d: %d tasks, %d core cases, %d stress cases, content %s, pictures %s%n%s%n",
                    benchmark.id(),
                    benchmark.version(),
                    found.tasks(),
                    found.core(),
                    found.stress(),
                    found.content(),
                    found.pictures(),
                    problems.isEmpty() ? "valid, as locked" : problems.size() + " problems");
        }
        out.flush();
        return problems.isEmpty() ? Main.OK : Main.CHECK_FAILED;
    }
}
