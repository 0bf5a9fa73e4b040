package dev.assay.local;

import dev.assay.reference.relay.Cascade;
import dev.assay.reports.TextTable;
import dev.assay.reports.TextTable.Align;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code assay systems}: models that follow one another. */
@Command(
        name = "systems",
        description = "Lists and samples systems of several models, each of a higher resolution than the one before.",
        mixinStandardHelpOptions = true,
        subcommands = SystemSampleCommand.class,
        footer = {
            "",
            "A system is named, or a YAML file like those in models/reference/systems.",
            "",
            "Examples:",
            "  assay systems list",
            "  assay systems sample rdm-emoji-32 --weights stage1.safetensors --weights stage2.safetensors"
        })
final class SystemsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: list or sample");
    }

    @Command(name = "list", description = "Lists the systems that come along.", mixinStandardHelpOptions = true)
    int list() {
        List<List<String>> rows = Cascade.NAMES.stream()
                .map(Cascade::find)
                .map(c -> List.of(
                        c.config().system(),
                        c.stages().stream().map(s -> s.model().name()).collect(Collectors.joining(", ")),
                        c.config().about()))
                .toList();
        PrintWriter out = spec.commandLine().getOut();
        out.print(new TextTable(
                        List.of(Align.LEFT, Align.LEFT, Align.LEFT), List.of(List.of("system", "models", "")), rows)
                .print());
        out.flush();
        return Main.OK;
    }
}
