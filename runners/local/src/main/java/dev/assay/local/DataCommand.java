package dev.assay.local;

import dev.assay.datasets.emoji.EmbeddedSet;
import dev.assay.datasets.emoji.Emoji;
import dev.assay.datasets.emoji.Entry;
import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay data}: the embedded data sets. */
@Command(
        name = "data",
        description = "Lists and verifies the embedded data sets.",
        mixinStandardHelpOptions = true,
        footer = {"", "Examples:", "  assay data list", "  assay data verify emoji-32"})
final class DataCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: list or verify");
    }

    @Command(name = "list", description = "What there is.", mixinStandardHelpOptions = true)
    int list() {
        PrintWriter out = spec.commandLine().getOut();
        for (String name : Emoji.NAMES) {
            EmbeddedSet set = Emoji.load(name);
            Map<String, Long> parts = set.entries().stream()
                    .collect(Collectors.groupingBy(
                            (Entry e) -> e.vendor() + " " + e.split(), TreeMap::new, Collectors.counting()));
            out.printf(
                    "%s  %d images of %d x %d in %d classes: %s%n",
                    name,
                    set.entries().size(),
                    set.size(),
                    set.size(),
                    set.labels().size(),
                    parts);
        }
        return Main.OK;
    }

    @Command(
            name = "verify",
            description = "Checks the packed files against their checksums and the index.",
            mixinStandardHelpOptions = true)
    int verify(
            @Parameters(paramLabel = "NAME", arity = "0..1", defaultValue = "emoji-32", description = "Data set.")
                    String name) {
        Emoji.load(name).verify();
        spec.commandLine().getOut().println(name + " is complete and as packed");
        return Main.OK;
    }
}
