package dev.assay.local;

import dev.assay.graph.Array;
import dev.assay.graph.OnnxSession;
import dev.assay.graph.Port;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay onnx}: networks as ONNX files, whoever made them. */
@Command(
        name = "onnx",
        description = "Runs any ONNX file on arrays.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  assay onnx run net.onnx --list",
            "  assay onnx run net.onnx --inputs in.npz --outputs out.npz"
        })
final class OnnxCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: run");
    }

    /** What {@code onnx run --json} prints; without a run its cost is 0. */
    private record Ran(
            String provider, List<ModelSummary.End> inputs, List<ModelSummary.End> outputs, Cost open, Cost run) {}

    @Command(
            name = "run",
            description = {
                "Runs an ONNX file once on the arrays of an npz archive, named as its inputs.",
                "Kinds of number must be those it takes; float64 is rounded to float32 and int32 widened to int64."
            },
            mixinStandardHelpOptions = true,
            sortOptions = false,
            footer = {
                "",
                "Examples:",
                "  assay onnx run net.onnx --list",
                "  assay onnx run net.onnx --inputs in.npz --outputs out.npz --threads 1"
            })
    int runFile(
            @Parameters(paramLabel = "FILE.onnx", description = "The network; external data is found beside it.")
                    Path file,
            @Option(
                            names = {"-i", "--inputs"},
                            paramLabel = "IN.npz",
                            description = "An array for each input.")
                    Path in,
            @Option(
                            names = {"-o", "--outputs"},
                            paramLabel = "OUT.npz",
                            description = "Where an array for each output goes.")
                    Path out,
            @Option(names = "--list", description = "Only says what the network takes and gives.") boolean list,
            @Mixin DeviceOptions device,
            @Option(names = "--json", description = "Prints JSON.") boolean json) {
        if (!list && (in == null || out == null)) {
            throw new AssayException(
                    "onnx run", "no arrays are named", "--inputs and --outputs are needed", "give both, or --list");
        }
        if (!list) {
            Output.check(out, in, file);
        }
        Cost.Start start = Cost.start();
        try (OnnxSession session = OnnxSession.open(file, device.session())) {
            Cost open = start.spent();
            if (!session.note().isEmpty()) {
                spec.commandLine().getErr().println(file + ": " + session.note());
            }
            List<ModelSummary.End> inputs =
                    session.inputs().stream().map(ModelSummary.End::of).toList();
            Ran ran = list
                    ? new Ran(session.provider(), inputs, ends(session.outputs()), open, new Cost(0, 0, 0))
                    : compute(session, in, out, inputs, open);
            print(json ? Json.write(ran) : list ? listed(ran) : told(out, ran));
            return Main.OK;
        }
    }

    private Ran compute(OnnxSession session, Path in, Path out, List<ModelSummary.End> inputs, Cost open) {
        Map<String, Array> arrays = NpzTensors.read(
                in, session.inputs(), note -> spec.commandLine().getErr().println(in + ": " + note));
        Cost.Start start = Cost.start();
        Map<String, Array> results = session.run(arrays);
        Cost run = start.spent();
        NpzTensors.write(out, results);
        List<ModelSummary.End> outputs = new ArrayList<>();
        results.forEach((name, array) -> outputs.add(new ModelSummary.End(
                name,
                array.type().word(),
                Arrays.stream(array.shape()).<Object>mapToObj(size -> size).toList())));
        return new Ran(session.provider(), inputs, outputs, open, run);
    }

    private static List<ModelSummary.End> ends(List<Port> ports) {
        return ports.stream().map(ModelSummary.End::of).toList();
    }

    private static String listed(Ran ran) {
        StringBuilder text = new StringBuilder();
        ran.inputs().forEach(e -> text.append("input   ").append(e.text()).append('\n'));
        ran.outputs().forEach(e -> text.append("output  ").append(e.text()).append('\n'));
        return text.toString();
    }

    private static String told(Path out, Ran ran) {
        StringBuilder text = new StringBuilder("%s: %s\n"
                .formatted(
                        out,
                        String.format(
                                Locale.ROOT,
                                "opened in %.3f s, ran in %.3f s on %s",
                                ran.open().seconds(),
                                ran.run().seconds(),
                                ran.provider())));
        ran.outputs().forEach(e -> text.append("output  ").append(e.text()).append('\n'));
        return text.toString();
    }

    private void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }
}
