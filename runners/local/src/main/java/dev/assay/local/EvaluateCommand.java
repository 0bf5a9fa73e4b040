package dev.assay.local;

import dev.assay.datasets.EvaluationInput;
import dev.assay.metrics.FeatureExtractor;
import dev.assay.metrics.Metrics;
import dev.assay.metrics.algebra.Compute;
import dev.assay.reports.ResultTable;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import dev.assay.spec.MetricSpec;
import dev.assay.spec.Preset;
import dev.assay.spec.Presets;
import dev.assay.spec.RunResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code assay evaluate}: scores any images, features or statistics against a reference. */
@Command(
        name = "evaluate",
        description = "Scores images, features or statistics against a reference set.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "A PATH may be a folder (read recursively), .zip, .tar, .tar.gz, .npz or .npy",
            "of uint8 images [N,H,W,3], IDX (.gz), a .npz of statistics (mu, sigma), or a",
            ".npy/.npz matrix of features [N,D].",
            "",
            "Examples:",
            "  assay evaluate --generated samples/ --reference real.zip",
            "  assay evaluate --generated samples.npz --preset adm \\",
            "      --reference VIRTUAL_imagenet256_labeled.npz \\",
            "      --weights pt_inception-2015-12-05-6726825d.pth",
            "  assay evaluate --generated a.npy --reference b.npy \\",
            "      --preset torch-fidelity --set kid.subset_size=500 --json",
            "  assay evaluate --generated logits.npy --reference logits.npy --metrics is"
        })
final class EvaluateCommand implements Callable<Integer> {
    private static final Pattern PARAMETER = Pattern.compile("(?<metric>[^.=]+)\\.(?<parameter>[^.=]+)=(?<value>.+)");

    @Option(
            names = {"-g", "--generated"},
            required = true,
            paramLabel = "PATH",
            description = "What is measured.")
    private Path generated;

    @Option(
            names = {"-r", "--reference"},
            required = true,
            paramLabel = "PATH",
            description = "What it is measured against.")
    private Path reference;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            defaultValue = "exact",
            description = "Whose way of measuring: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
            completionCandidates = PresetNames.class)
    private String preset;

    @Option(
            names = "--metrics",
            split = ",",
            paramLabel = "NAME",
            description = "Only these of the preset: fid sfid is kid precision recall density coverage.")
    private List<String> metrics = List.of();

    @Option(
            names = "--set",
            paramLabel = "METRIC.PARAMETER=VALUE",
            description =
                    "Changes one parameter of the preset, such as kid.subset_size=500 or precision.k=5. Repeatable.")
    private List<String> parameters = List.of();

    @Mixin
    private ExtractorOptions extractor;

    @Mixin
    private ReadOptions read;

    @Mixin
    private MachineOptions machine;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Writes the result as JSON to this file, too.")
    private Path out;

    @Option(names = "--json", description = "Prints the result as JSON instead of a table.")
    private boolean json;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "generated",
            description = "Name of the system in the result.")
    private String name;

    @Spec
    private CommandSpec spec;

    /** What {@code --preset} completes to. */
    static final class PresetNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Presets.NAMES.iterator();
        }
    }

    @Override
    public Integer call() {
        if (out != null) {
            Output.check(out, generated, reference);
        }
        Preset chosen = Presets.named(preset);
        Set<ScoreName> names = ScoreName.choose(metrics, chosen);
        List<MetricSpec> specs = ScoreName.specs(chosen, names, overrides());
        specs.forEach(Metrics::of);
        EvaluationInput generatedInput = EvaluationInput.open(generated, read.decode());
        EvaluationInput referenceInput = EvaluationInput.open(reference, read.decode());
        generatedInput.notes().forEach(note -> tell(generated, note));
        referenceInput.notes().forEach(note -> tell(reference, note));
        if (names.equals(Set.of(ScoreName.IS))) {
            generatedInput = new LogitsInput(generatedInput);
        }
        Evaluation evaluation = new Evaluation(
                "evaluate",
                chosen.version(),
                chosen,
                specs,
                names,
                !metrics.isEmpty(),
                Extractors.label(extractor).orElse(Makers.UNSAID),
                new Extraction(machine.threads, machine.batch, read.skipBad),
                Compute.on(machine.threads));
        RunResult result = run(evaluation, chosen, generatedInput, referenceInput);
        PrintWriter stdout = spec.commandLine().getOut();
        stdout.print(json ? Json.write(result) : ResultTable.print(result));
        stdout.flush();
        if (out != null) {
            Output.write(out, Json.write(result));
        }
        return Main.OK;
    }

    private RunResult run(
            Evaluation evaluation, Preset chosen, EvaluationInput generatedInput, EvaluationInput referenceInput) {
        Map<String, Object> timings = Map.of("generated", generated.toString(), "reference", reference.toString());
        if (generatedInput.images().isEmpty() && referenceInput.images().isEmpty()) {
            Evaluation.Reference measured =
                    evaluation.reference(generatedInput, referenceInput, Optional.empty(), Map.of());
            return evaluation.score(name, generatedInput, measured, timings);
        }
        try (FeatureExtractor network = Extractors.open(extractor, chosen, machine.device)) {
            Extractors.tell(network, spec.commandLine().getErr());
            Evaluation.Reference measured =
                    evaluation.reference(generatedInput, referenceInput, Optional.of(network), read.identity());
            return evaluation.score(name, generatedInput, measured, timings);
        }
    }

    private void tell(Path path, String note) {
        spec.commandLine().getErr().println(path + ": " + note);
    }

    /** {@code kid.subset_size=500} as registry name to parameter to value. */
    private Map<String, Map<String, Object>> overrides() {
        Map<String, Map<String, Object>> byMetric = new TreeMap<>();
        for (String text : parameters) {
            Matcher matcher = PARAMETER.matcher(text);
            if (!matcher.matches()) {
                throw new AssayException(
                        "--set " + text,
                        "no metric, parameter and value",
                        "the form is METRIC.PARAMETER=VALUE",
                        "write for example --set kid.subset_size=500");
            }
            String metric = ScoreName.registryName(matcher.group("metric"));
            Object value = Json.readYaml("--set " + text, matcher.group("value"), Object.class);
            byMetric.computeIfAbsent(metric, m -> new TreeMap<>()).put(matcher.group("parameter"), value);
        }
        return byMetric;
    }
}
