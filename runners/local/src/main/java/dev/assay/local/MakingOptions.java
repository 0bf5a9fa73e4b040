package dev.assay.local;

import dev.assay.datasets.EvaluationInput;
import dev.assay.metrics.FeatureExtractor;
import dev.assay.metrics.algebra.Compute;
import dev.assay.spec.Preset;
import dev.assay.spec.Presets;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How statistics are made: the extractor, how the preset feeds it, how images are read, and on what. */
final class MakingOptions {
    @Option(
            names = "--preset",
            paramLabel = "NAME",
            defaultValue = "exact",
            description = "Whose way of feeding the extractor: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
            completionCandidates = EvaluateCommand.PresetNames.class)
    private String preset;

    @Mixin
    private ExtractorOptions extractor;

    @Mixin
    private ReadOptions read;

    @Mixin
    private MachineOptions machine;

    /** Reads all images of a path, or all features where it has no images; statistics in it are left alone. */
    Making.Made make(Path path, boolean keepRows, PrintWriter messages) {
        Preset chosen = Presets.named(preset);
        EvaluationInput input = EvaluationInput.open(path, read.decode());
        input.notes().forEach(note -> messages.println(path + ": " + note));
        Making making = new Making(
                new Extraction(machine.threads, machine.batch, read.skipBad), Compute.on(machine.threads), keepRows);
        if (input.images().isEmpty()) {
            return making.ofFeatures(
                    path.toString(), input, Extractors.label(extractor).orElse(Makers.UNSAID));
        }
        try (FeatureExtractor network = Extractors.open(extractor, chosen, machine.device)) {
            Extractors.tell(network, messages);
            return making.ofImages(path.toString(), input, network, read.identity());
        }
    }
}
