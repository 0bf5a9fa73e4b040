package dev.assay.local;

import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.Device;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.OnnxSession;
import dev.assay.graph.SessionOptions;
import dev.assay.reference.model.Model;
import dev.assay.reference.model.Models;
import dev.assay.reference.model.Part;
import dev.assay.reference.text.TokenRule;
import dev.assay.reference.text.TokenRule.Tokens;
import dev.assay.spec.Json;
import dev.assay.text.Tokenizer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay models encode}: texts as the arrays that a text encoder makes of them. */
@Command(
        name = "encode",
        description = {
            "Encodes texts by T5 or a text tower of CLIP. The archive has an array [texts,...] for each output of the",
            "network, and the tokens as input_ids and attention_mask."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  assay models encode clip-l-text --weights text_encoder/ --tokenizer tokenizer/ --rule clip-l \\",
            "    --texts prompts.txt --out clip-l.npz",
            "  assay models encode t5-v1_1-xxl-encoder-masked --weights text_encoder/ --tokenizer tokenizer.json \\",
            "    --rule t5-pixart --texts prompts.json --out t5.npz"
        })
final class EncodeCommand implements Callable<Integer> {
    private static final int MOST_AT_ONCE = 1024;

    @Parameters(paramLabel = "NAME|FILE.yaml", description = ModelsCommand.MODEL)
    private String model;

    @Mixin
    private WeightOptions weights;

    @Option(
            names = "--tokenizer",
            required = true,
            paramLabel = "FILE|FOLDER",
            description = "A tokenizer.json, or a folder with one.")
    private Path tokenizer;

    @Option(
            names = "--rule",
            required = true,
            paramLabel = "NAME|LENGTH:PADDING",
            description = {
                "How texts are cut and filled up: clip-l, clip-g, t5-pixart, t5-sd3, t5-sd3-reference, or a number of",
                "tokens and the token after the end, such as 77:0."
            })
    private String rule;

    @Option(
            names = "--texts",
            required = true,
            paramLabel = "FILE",
            description = "One text on each line (an empty line is the empty text), or a .json list of texts.")
    private Path texts;

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "FILE.npz",
            description = "Where the arrays go.")
    private Path out;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description =
                    "Texts at once, which never changes a result by more than rounding (default: ${DEFAULT-VALUE}).")
    private int batch = 8;

    @Mixin
    private DeviceOptions device;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** What {@code --json} prints. */
    private record Encoded(
            String model,
            Map<String, String> weights,
            String tokenizerSha256,
            int texts,
            int tokens,
            long cut,
            Map<String, List<Long>> arrays,
            Cost cost) {}

    @Override
    public Integer call() {
        MachineOptions.checked("--batch", batch, 1, MOST_AT_ONCE);
        Model named = Models.find(model);
        List<String> prompts = Prompts.read(texts);
        Output.check(out, texts);
        Output.check(out, weights.files());
        Cost.Start start = Cost.start();
        try (Tokenizer opened = Tokenizer.open(tokenizer)) {
            TokenRule cutting = TokenRule.of(rule);
            List<long[]> whole = prompts.stream().map(opened::ids).toList();
            List<Tokens> tokens = whole.stream().map(cutting::apply).toList();
            TextEncoding encoding = TextEncoding.of(named, tokens);
            long cut = whole.stream().filter(ids -> ids.length > cutting.most()).count();
            if (cut > 0) {
                tell("%d of %d texts are cut to %d tokens".formatted(cut, prompts.size(), cutting.most()));
            }
            Map<String, Array> arrays = encode(encoding);
            NpzTensors.write(out, arrays);
            print(new Encoded(
                    named.name(),
                    weights.identity(),
                    opened.sha256(),
                    prompts.size(),
                    encoding.length(),
                    cut,
                    shapes(arrays),
                    start.spent()));
        }
        return Main.OK;
    }

    private Map<String, Array> encode(TextEncoding encoding) {
        try (Scratch scratch = Scratch.open("assay-encode");
                ModelWeights opened = weights.open(encoding.model(), Part.NETWORK)) {
            opened.notes().forEach(this::tell);
            Path file = scratch.folder().resolve("encoder.onnx");
            SessionOptions options = device.session();
            OnnxFile.Form form = options.device() == Device.CPU ? OnnxFile.Form.CPU : OnnxFile.Form.CUDA;
            Exporting.write(
                    encoding.model().network(),
                    opened.weights(),
                    file,
                    new OnnxFile.Options(OnnxFile.Storage.AUTO, form, DataType.FLOAT32));
            try (OnnxSession session = OnnxSession.open(file, options)) {
                if (!session.note().isEmpty()) {
                    tell(encoding.model().name() + ": " + session.note());
                }
                return encoding.run(session, batch);
            }
        }
    }

    private void tell(String line) {
        spec.commandLine().getErr().println(line);
    }

    private static Map<String, List<Long>> shapes(Map<String, Array> arrays) {
        Map<String, List<Long>> shapes = new TreeMap<>();
        arrays.forEach((name, array) ->
                shapes.put(name, Arrays.stream(array.shape()).boxed().toList()));
        return shapes;
    }

    private void print(Encoded encoded) {
        StringBuilder text = new StringBuilder("wrote %s%n".formatted(out));
        encoded.arrays().forEach((name, shape) -> text.append("  %s %s%n".formatted(name, shape)));
        PrintWriter stdout = spec.commandLine().getOut();
        stdout.print(json ? Json.write(encoded) : text);
        stdout.flush();
    }
}
