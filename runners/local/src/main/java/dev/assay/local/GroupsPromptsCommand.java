package dev.assay.local;

import dev.assay.spec.Json;
import dev.assay.spec.groups.GroupBenchmarks;
import dev.assay.spec.groups.Member;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code assay groups prompts}: the texts of cases, for text encoders. */
@Command(
        name = "prompts",
        description = {
            "Writes the prompts of all members of cases, one on each line, as 'models encode' reads them, and beside",
            "them FILE.index.json, which says what case and member each line is of. References have prompts too.",
            "'groups sample' takes the encoded texts of the same choice of cases."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  assay groups prompts --out prompts.txt",
            "  assay groups prompts --task picture_book --short --out short.txt"
        })
final class GroupsPromptsCommand implements Callable<Integer> {
    @Mixin
    private CaseOptions cases;

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "FILE.txt",
            description = "Where they go.")
    private Path out;

    @Spec
    private CommandSpec spec;

    /** What a line is of, counted from 1. */
    private record Line(int line, String of, String member) {}

    @Override
    public Integer call() {
        CaseOptions.Chosen chosen = cases.chosen(GroupBenchmarks.NAMES.get(0));
        List<Line> lines = new ArrayList<>();
        for (CaseOptions.Numbered one : chosen.cases()) {
            for (Member member : one.of().members()) {
                lines.add(new Line(lines.size() + 1, one.of().id(), member.id()));
            }
        }
        Output.write(out, String.join("\n", chosen.prompts()) + "\n");
        Output.write(out.resolveSibling(out.getFileName() + ".index.json"), Json.write(lines));
        spec.commandLine()
                .getOut()
                .printf(
                        "%d prompts of %d cases written to %s%n",
                        lines.size(), chosen.cases().size(), out);
        spec.commandLine().getOut().flush();
        return Main.OK;
    }
}
