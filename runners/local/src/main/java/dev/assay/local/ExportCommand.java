package dev.assay.local;

import dev.assay.graph.DataType;
import dev.assay.graph.Description;
import dev.assay.graph.FileHash;
import dev.assay.graph.Network;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.Parameter;
import dev.assay.graph.ShapeBackend;
import dev.assay.graph.Weights;
import dev.assay.reference.model.Model;
import dev.assay.reference.model.Models;
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
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay models export}: a network with its weights as an ONNX file. */
@Command(
        name = "export",
        description = {
            "Writes a model with its weights as ONNX. Weights of more than 192 MiB go into a second file beside it.",
            "The whole network keeps the inputs of the original's forward function."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  assay models export dimr-xl-2r-256 --weights imagenet256_guided.pth --out dimr.onnx",
            "  assay models export dit-b-4-256 --weights random:0 --out dit.onnx --precision fp16",
            "  assay models export my-model.yaml --weights hash --out net.onnx --form portable --json"
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
    }

    @Parameters(paramLabel = "NAME|FILE.yaml", description = ModelsCommand.MODEL)
    private String model;

    @Option(
            names = {"-w", "--weights"},
            required = true,
            paramLabel = "FILE|random:SEED|hash",
            description = ModelWeights.HELP)
    private String weights;

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "FILE.onnx",
            description = "Where the network goes.")
    private Path out;

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

    @Option(names = "--dictionary", paramLabel = "NAME", description = ModelWeights.DICTIONARY)
    private String dictionary;

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
            String precision,
            String form,
            List<Written> files,
            List<ModelSummary.End> inputs,
            List<ModelSummary.End> outputs,
            double seconds) {}

    @Override
    public Integer call() {
        Model chosen = Models.find(model);
        Path[] inputs = ModelWeights.path(weights).map(p -> new Path[] {p}).orElse(new Path[0]);
        Output.check(out, inputs);
        Network network = chosen.network();
        Description description = ShapeBackend.describe(network);
        long start = System.nanoTime();
        OnnxFile file;
        try (ModelWeights opened =
                ModelWeights.open(weights, Optional.ofNullable(dictionary), description.parameters())) {
            opened.notes().forEach(note -> spec.commandLine().getErr().println(weights + ": " + note));
            file = write(network, description, opened.weights());
        }
        double seconds = (System.nanoTime() - start) * 1e-9;
        List<Path> paths = new ArrayList<>(List.of(file.path()));
        paths.addAll(file.data());
        Exported exported = new Exported(
                chosen.name(),
                word(precision),
                word(form),
                paths.stream().map(Written::of).toList(),
                description.inputs().stream().map(ModelSummary.End::of).toList(),
                description.outputs().stream().map(ModelSummary.End::of).toList(),
                seconds);
        PrintWriter stdout = spec.commandLine().getOut();
        stdout.print(json ? Json.write(exported) : text(exported));
        stdout.flush();
        return Main.OK;
    }

    private OnnxFile write(Network network, Description description, Weights values) {
        long numbers = description.parameters().stream()
                .filter(p -> p.role() != Parameter.Role.UNREAD)
                .mapToLong(p -> p.shape().elements())
                .sum();
        try (Progress progress = new Progress("export", "numbers", OptionalLong.of(numbers))) {
            Weights watched = (name, shape) -> {
                float[] tensor = values.tensor(name, shape);
                progress.advance(tensor.length);
                return tensor;
            };
            return OnnxFile.write(
                    network, watched, out, new OnnxFile.Options(OnnxFile.Storage.AUTO, form, precision.number));
        }
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
                                "%s for %s".formatted(e.precision(), e.form()),
                                "%.1f s".formatted(e.seconds()),
                                "")),
                        rows)
                .print();
    }
}
