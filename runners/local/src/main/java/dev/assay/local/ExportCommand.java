package dev.assay.local;

import dev.assay.graph.DataType;
import dev.assay.graph.Description;
import dev.assay.graph.FileHash;
import dev.assay.graph.Network;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.ShapeBackend;
import dev.assay.reference.Extractor;
import dev.assay.reference.model.Model;
import dev.assay.reference.model.Models;
import dev.assay.reference.model.Part;
import dev.assay.reference.model.Parts;
import dev.assay.reports.TextTable;
import dev.assay.reports.TextTable.Align;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay models export}: a network with its weights as an ONNX file. */
@Command(
        name = "export",
        description = {
            "Writes a model, or a part of it, with its weights as ONNX. Weights of more than 192 MiB go into a second",
            "file beside it, of any size."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  assay models export dimr-xl-2r-256 --weights imagenet256_guided.pth --out dimr.onnx",
            "  assay models export dit-b-4-256 --weights random:0 --out dit.onnx --precision fp16",
            "  assay models export my-model.yaml --weights hash --out net.onnx --form portable --json",
            "  assay models export sd-vae --part decoder --weights autoencoder_kl.pth --out decoder.onnx",
            "  assay models export clip-l-vision --part extractor --weights model.safetensors --out clip-l.onnx",
            "  assay models export dimr-tiny --part generator --weights weights.safetensors --out emoji.onnx"
        })
final class ExportCommand implements Callable<Integer> {
    /** Kinds of number in the file. */
    enum Precision {
        FP32(DataType.FLOAT32),
        FP16(DataType.FLOAT16);

        private final DataType number;

        Precision(DataType number) {
            this.number = number;
        }

        DataType number() {
            return number;
        }
    }

    @Parameters(paramLabel = "NAME|FILE.yaml", description = ModelsCommand.MODEL)
    private String model;

    @Mixin
    private WeightOptions weights;

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "FILE.onnx",
            description = "Where the network goes.")
    private Path out;

    @Option(
            names = "--part",
            paramLabel = "P",
            defaultValue = "network",
            description = {
                "network: the whole, with inputs as in the original's forward function; denoiser: as samplers see it,",
                "time from 0 to 1; encoder or decoder: halves of the autoencoder; extractor: an image tower and beside it",
                "the descriptor for 'evaluate'; generator: all steps, from noise to uint8 images",
                "(default: ${DEFAULT-VALUE})."
            })
    private String part;

    @Option(
            names = "--precision",
            paramLabel = "P",
            defaultValue = "fp32",
            description =
                    "fp32, or fp16 for half the size; inputs and outputs stay float32 (default: ${DEFAULT-VALUE}).")
    private Precision precision;

    @Option(
            names = "--form",
            paramLabel = "F",
            defaultValue = "cpu",
            description =
                    "What it is to run fastest on: cpu, cuda, or portable for operators of the ONNX standard alone"
                            + " (default: ${DEFAULT-VALUE}).")
    private OnnxFile.Form form;

    @Mixin
    private SamplingOptions sampling;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** A written file. */
    private record Written(String path, long bytes, String sha256) {
        static Written of(Path file) {
            try {
                return new Written(file.toString(), Files.size(file), FileHash.sha256(List.of(file)));
            } catch (IOException e) {
                throw new AssayException(
                        file.toString(), AssayException.reason(e), "it was just written", "check the disk", e);
            }
        }
    }

    /** What {@code --json} prints. */
    private record Exported(
            String model,
            String part,
            String precision,
            String form,
            List<Written> files,
            List<ModelSummary.End> inputs,
            List<ModelSummary.End> outputs,
            Cost cost) {}

    @Override
    public Integer call() {
        Model chosen = Models.find(model);
        Part chosenPart = Part.named(part);
        Output.check(out, weights.files());
        Network network = chosenPart == Part.GENERATOR
                ? Parts.generator(chosen, sampling.of(chosen))
                : Parts.of(chosen, chosenPart);
        if (chosenPart == Part.EXTRACTOR) {
            Output.check(out.resolveSibling(extractor(chosen).name() + ".yaml"), weights.files());
        }
        Description description = ShapeBackend.describe(network);
        Cost.Start start = Cost.start();
        OnnxFile file;
        try (ModelWeights opened = weights.open(chosen, chosenPart)) {
            opened.notes().forEach(spec.commandLine().getErr()::println);
            file = Exporting.write(
                    network,
                    opened.weights(),
                    out,
                    new OnnxFile.Options(OnnxFile.Storage.AUTO, form, precision.number()));
        }
        List<Path> paths = new ArrayList<>(List.of(file.path()));
        paths.addAll(file.data());
        if (chosenPart == Part.EXTRACTOR) {
            paths.add(extractor(chosen).describe(file));
        }
        Cost cost = start.spent();
        Exported exported = new Exported(
                chosen.name(),
                chosenPart.id(),
                word(precision),
                word(form),
                paths.stream().map(Written::of).toList(),
                description.inputs().stream().map(ModelSummary.End::of).toList(),
                description.outputs().stream().map(ModelSummary.End::of).toList(),
                cost);
        PrintWriter stdout = spec.commandLine().getOut();
        stdout.print(json ? Json.write(exported) : text(exported));
        stdout.flush();
        return Main.OK;
    }

    /** The extractor that the file becomes, which is called like it. */
    private Extractor extractor(Model chosen) {
        String name = out.getFileName().toString().replaceFirst("\\.onnx$", "");
        return Parts.extractor(chosen, name, "%s, weights %s".formatted(chosen.name(), weights.identity()));
    }

    private static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    private static String text(Exported e) {
        List<List<String>> rows = new ArrayList<>();
        e.files()
                .forEach(f -> rows.add(List.of(
                        "wrote",
                        f.path(),
                        String.format(Locale.ROOT, "%,d bytes", f.bytes()),
                        "sha256 " + f.sha256())));
        e.inputs().forEach(i -> rows.add(List.of("input", i.text(), "", "")));
        e.outputs().forEach(o -> rows.add(List.of("output", o.text(), "", "")));
        return new TextTable(
                        List.of(Align.LEFT, Align.LEFT, Align.RIGHT, Align.LEFT),
                        List.of(List.of(
                                e.model(),
                                "%s, %s for %s".formatted(e.part(), e.precision(), e.form()),
                                "%.1f s".formatted(e.cost().seconds()),
                                "")),
                        rows)
                .print();
    }
}
