package dev.assay.local;

import dev.assay.datasets.EncodedImage;
import dev.assay.datasets.ImageSource;
import dev.assay.datasets.array.NpzImageWriter;
import dev.assay.datasets.emoji.EmbeddedSet;
import dev.assay.datasets.emoji.Emoji;
import dev.assay.datasets.emoji.Entry;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay data}: the embedded data sets. */
@Command(
        name = "data",
        description =
                "Lists, verifies and exports the embedded data sets; compares pictures in pairs; probes extractors.",
        mixinStandardHelpOptions = true,
        subcommands = {CompareCommand.class, ProbeCommand.class},
        footer = {
            "",
            "Examples:",
            "  assay data list",
            "  assay data verify emoji-32",
            "  assay data export emoji-32 --where split=validation --where vendor=google --out real.npz",
            "  assay data compare --reference real.npz relay/samples.npz upsampler/samples.npz",
            "  assay data probe --extractor assay-emoji-v1"
        })
final class DataCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: list, verify, export, compare or probe");
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

    @Command(
            name = "export",
            description = "Writes pictures with their classes as npz, as samples are.",
            mixinStandardHelpOptions = true)
    int export(
            @Parameters(paramLabel = "NAME", description = "Data set.") String name,
            @Option(
                            names = "--where",
                            paramLabel = "COLUMN=VALUE[,VALUE]",
                            description = "Only pictures with one of these values. Repeatable.")
                    Map<String, String> where,
            @Option(
                            names = {"-o", "--out"},
                            required = true,
                            paramLabel = "FILE.npz",
                            description = "Where they go.")
                    Path file) {
        EmbeddedSet set = Emoji.load(name);
        Map<String, List<String>> columns = new TreeMap<>();
        if (where != null) {
            where.forEach((column, values) -> columns.put(column, List.of(values.split(",", -1))));
        }
        long written = 0;
        try (NpzImageWriter writer = NpzImageWriter.create(file, set.size(), set.size());
                ImageSource.Reader reader = set.select(columns).open()) {
            while (reader.hasNext()) {
                EncodedImage picture = reader.next();
                writer.add(picture.decode().rgb(), picture.label());
                written++;
            }
            writer.finish();
        }
        spec.commandLine().getOut().printf("%d images in %s%n", written, file);
        return Main.OK;
    }
}
