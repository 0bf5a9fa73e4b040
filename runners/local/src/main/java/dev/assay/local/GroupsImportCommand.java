package dev.assay.local;

import dev.assay.spec.Json;
import dev.assay.spec.Names;
import dev.assay.spec.groups.GroupBenchmark;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay groups import}: other benchmarks from a folder that the user has. */
@Command(
        name = "import",
        description = {
            "Reads the cases of another benchmark from your copy of its data and writes them as a file of cases.",
            "Nothing of that data comes with Assay, and its pictures stay where they are."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "idea-bench: folders <task>_<number>/ with instruction.txt, 0001.jpg.., meta.json, eval.json.",
            "",
            "Examples:",
            "  assay groups import idea-bench dataset/IDEA-Bench --out idea-bench.yaml",
            "  assay run idea-bench.yaml --references dataset/IDEA-Bench --system outputs/model_results \\",
            "      --judge https://host/v1 --judge-model NAME"
        })
final class GroupsImportCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "BENCHMARK", description = "idea-bench.")
    private String benchmark;

    @Parameters(index = "1", paramLabel = "DIR", description = "Where its cases are.")
    private Path folder;

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "FILE.yaml",
            description = "The file of cases; it is written as JSON, which is YAML, too.")
    private Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (!benchmark.equals(IdeaBench.ID)) {
            throw Names.unknown("benchmark to import", benchmark, List.of(IdeaBench.ID));
        }
        Output.check(out);
        GroupBenchmark read = IdeaBench.read(folder);
        Output.write(out, Json.write(read));
        spec.commandLine()
                .getOut()
                .printf(
                        "%d tasks and %d cases in %s%n",
                        read.tasks().size(), read.cases().size(), out);
        spec.commandLine().getOut().flush();
        return Main.OK;
    }
}
