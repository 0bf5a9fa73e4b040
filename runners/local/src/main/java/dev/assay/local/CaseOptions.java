package dev.assay.local;

import dev.assay.datasets.Image;
import dev.assay.spec.AssayException;
import dev.assay.spec.groups.GroupCase;
import dev.assay.spec.groups.GroupTask;
import dev.assay.spec.groups.Member;
import dev.assay.spec.groups.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** Which cases of a group benchmark are made. */
final class CaseOptions {
    private static final int MOST = 1_000_000;

    @Option(
            names = "--benchmark",
            paramLabel = "NAME|FILE",
            defaultValue = "",
            description = {
                "group-benchmark, emoji-groups, or a file of cases (default: emoji-groups for models of words,",
                "otherwise group-benchmark)."
            })
    private String benchmark;

    @Option(
            names = "--split",
            paramLabel = "PART",
            defaultValue = "core",
            description = "core, or stress: groups of 8 (default: ${DEFAULT-VALUE}).")
    private Split split;

    @Option(names = "--task", paramLabel = "TASK", description = "Only these tasks. Repeatable.")
    private List<String> tasks = List.of();

    @Option(
            names = "--first",
            paramLabel = "N",
            defaultValue = "1000",
            description = "At most so many cases of each task (default: ${DEFAULT-VALUE}).")
    private int first;

    @Option(names = "--short", description = "Takes the short forms of prompts, for text encoders of 77 tokens.")
    private boolean brief;

    /**
     * Chosen cases.
     *
     * @param source where they are from
     * @param cases in the order of the benchmark
     * @param prompts of all members of all of them, one after the other
     */
    record Chosen(CaseSource source, List<Numbered> cases, List<String> prompts) {
        /** The references of a case, by their numbers in the group. */
        Map<Integer, Image> given(GroupCase of) {
            Map<Integer, Image> given = new TreeMap<>();
            for (int m = 0; m < of.n(); m++) {
                Member member = of.members().get(m);
                if (member.given()) {
                    given.put(
                            m,
                            source.known()
                                    .picture(of, member)
                                    .orElseThrow(() -> new AssayException(
                                            of.id() + "/" + member.id(),
                                            "there is no picture of this reference",
                                            "references that are drawn, or of the embedded emoji, can be given",
                                            "choose other tasks")));
                }
            }
            return given;
        }
    }

    /**
     * A case.
     *
     * @param number in its benchmark, which its noise follows from
     * @param text the number of its first prompt
     */
    record Numbered(long number, int text, GroupCase of) {}

    /** The cases; {@code usual} is the benchmark where none is named. */
    Chosen chosen(String usual) {
        MachineOptions.checked("--first", first, 1, MOST);
        CaseSource source = CaseSource.named(benchmark.isEmpty() ? usual : benchmark);
        for (String task : tasks) {
            source.benchmark().task(task);
        }
        List<GroupCase> all = source.inOrder();
        List<Numbered> cases = new ArrayList<>();
        List<String> prompts = new ArrayList<>();
        Map<String, Integer> taken = new TreeMap<>();
        for (int i = 0; i < all.size(); i++) {
            GroupCase one = all.get(i);
            boolean wanted = one.split() == split && (tasks.isEmpty() || tasks.contains(one.task()));
            if (wanted && taken.merge(one.task(), 1, Integer::sum) <= first) {
                cases.add(new Numbered(i, prompts.size(), one));
                one.members().forEach(m -> prompts.add(line(brief ? m.shortPrompt() : m.prompt())));
            }
        }
        if (cases.isEmpty()) {
            throw new AssayException(
                    source.benchmark().id(),
                    "no case is of the chosen tasks and split",
                    "there are tasks "
                            + source.benchmark().tasks().stream()
                                    .map(GroupTask::id)
                                    .toList(),
                    "choose others");
        }
        return new Chosen(source, cases, prompts);
    }

    private static String line(String prompt) {
        return prompt.replaceAll("\\R", " ");
    }
}
