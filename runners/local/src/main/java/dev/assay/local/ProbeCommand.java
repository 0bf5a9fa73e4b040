package dev.assay.local;

import dev.assay.graph.Device;
import dev.assay.graph.SessionOptions;
import dev.assay.metrics.FeatureExtractor;
import dev.assay.reference.emoji.TextEncoder;
import dev.assay.reference.emoji.TrainedTowers;
import dev.assay.reports.TextTable;
import dev.assay.reports.TextTable.Align;
import dev.assay.spec.Json;
import dev.assay.spec.Presets;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code assay data probe}: what a feature extractor sees in the embedded emoji. */
@Command(
        name = "probe",
        description = {
            "How well a feature extractor tells emoji apart that it was not trained on: the split validation of emoji-32.",
            "Every row is the part of answers that are right, beside what guesses give."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  assay data probe --extractor assay-emoji-v1",
            "  assay data probe --extractor pixels-16"
        })
final class ProbeCommand implements Callable<Integer> {
    @Mixin
    private ExtractorOptions extractor = new ExtractorOptions();

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<ExtractorProbe.Row> rows = new ArrayList<>();
        try (FeatureExtractor network = Extractors.open(extractor, Presets.named("exact"), Device.CPU)) {
            ExtractorProbe probe = new ExtractorProbe(network);
            rows.addAll(probe.pictures());
            rows.addAll(probe.neighbours());
            if (network.name().equals(TrainedTowers.NAME)) {
                try (TextEncoder text = TrainedTowers.load().text(new SessionOptions(1, Device.CPU))) {
                    rows.addAll(probe.words(text));
                }
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? Json.write(rows) : table(rows));
        out.flush();
        return Main.OK;
    }

    private static String table(List<ExtractorProbe.Row> rows) {
        return new TextTable(
                        List.of(Align.LEFT, Align.RIGHT, Align.RIGHT),
                        List.of(List.of("", "right", "chance")),
                        rows.stream()
                                .map(r -> List.of(r.probe(), number(r.value()), number(r.chance())))
                                .toList())
                .print();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
