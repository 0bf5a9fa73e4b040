package dev.assay.local;

import dev.assay.reference.model.Models;
import dev.assay.reports.TextTable;
import dev.assay.reports.TextTable.Align;
import dev.assay.spec.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay models}: networks that make images. */
@Command(
        name = "models",
        description = "Lists, describes, exports and samples the networks that make images.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ExportCommand.class,
            EncodeCommand.class,
            SampleCommand.class,
            TrainCommand.class,
            SoupCommand.class
        },
        footer = {
            "",
            "A model is the name of a preset or a YAML file like those in models/reference/presets.",
            "",
            "Examples:",
            "  assay models list",
            "  assay models describe dimr-xl-2r-256",
            "  assay models describe my-model.yaml --json",
            "  assay models export dimr-xl-2r-256 --weights imagenet256_guided.pth --out dimr.onnx",
            "  assay models sample dimr-tiny --weights weights.safetensors --count 64"
        })
final class ModelsCommand implements Runnable {
    /** What every command on one model says of its argument. */
    static final String MODEL = "A preset, or a YAML file that describes a model.";

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "say what to do: list, describe, export, encode, sample, soup or train");
    }

    /** A line of {@code models list}. */
    private record Line(String name, String family, long parameters, long macs, boolean estimated, String about) {
        static Line of(String name) {
            ModelSummary s = ModelSummary.of(Models.named(name));
            return new Line(s.name(), s.family(), s.parameters(), s.macs(), s.estimated(), s.about());
        }
    }

    @Command(
            name = "list",
            description = "Lists the presets with their parameters and multiply-accumulates for one image.",
            mixinStandardHelpOptions = true,
            footer = {"", "Examples:", "  assay models list", "  assay models list --json"})
    int list(@Option(names = "--json", description = "Prints JSON.") boolean json) {
        List<Line> lines = Models.names().stream().map(Line::of).toList();
        print(json ? Json.write(lines) : table(lines));
        return Main.OK;
    }

    @Command(
            name = "describe",
            description = {
                "Says what a model takes, gives, stores and costs.",
                "Its counts are those of the configuration's section 'published', or the command fails."
            },
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Examples:",
                "  assay models describe dimr-xl-2r-256",
                "  assay models describe dimr-xl-2r-256 --json"
            })
    int describe(
            @Parameters(paramLabel = "NAME|FILE.yaml", description = MODEL) String model,
            @Option(names = "--json", description = "Prints JSON.") boolean json) {
        ModelSummary summary = ModelSummary.of(Models.find(model));
        print(json ? Json.write(summary) : text(summary));
        return Main.OK;
    }

    private void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }

    private static String table(List<Line> lines) {
        List<List<String>> rows = lines.stream()
                .map(l -> List.of(
                        l.name(),
                        l.family(),
                        number("%,d", l.parameters()),
                        number("%.2f", l.macs() / 1e9),
                        l.about() + (l.estimated() ? " (sizes estimated)" : "")))
                .toList();
        return new TextTable(
                        List.of(Align.LEFT, Align.LEFT, Align.RIGHT, Align.RIGHT, Align.LEFT),
                        List.of(List.of("model", "family", "parameters", "GMACs", "")),
                        rows)
                .print();
    }

    private static String text(ModelSummary s) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("family", s.family()));
        if (!s.source().isEmpty()) {
            rows.add(List.of("source", s.source()));
        }
        rows.add(List.of("parameters", number("%,d", s.parameters())));
        rows.add(List.of("GMACs", number("%.2f for one image", s.macs() / 1e9)));
        s.inputs().forEach(e -> rows.add(List.of("input", e.text())));
        s.outputs().forEach(e -> rows.add(List.of("output", e.text())));
        String sheet = new TextTable(
                        List.of(Align.LEFT, Align.LEFT),
                        List.of(List.of(s.name(), s.about() + (s.estimated() ? " (sizes estimated)" : ""))),
                        rows)
                .print();
        List<List<String>> tensors = s.tensors().stream()
                .map(t -> List.of(t.name(), ModelSummary.sizes(t.shape()), t.buffer() ? "buffer" : ""))
                .toList();
        String stored = new TextTable(
                        List.of(Align.LEFT, Align.LEFT, Align.LEFT),
                        List.of(List.of(s.tensors().size() + " tensors", "shape", "")),
                        tensors)
                .print();
        return sheet + "\n" + stored;
    }

    private static String number(String format, Object value) {
        return String.format(Locale.ROOT, format, value);
    }
}
