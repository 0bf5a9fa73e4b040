package dev.assay.local;

import static dev.assay.graph.Shape.BATCH;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.datasets.array.ElementType;
import dev.assay.datasets.array.NpyArray;
import dev.assay.datasets.array.NpyReader;
import dev.assay.datasets.array.NpyWriter;
import dev.assay.datasets.array.Npz;
import dev.assay.graph.DataType;
import dev.assay.graph.Network;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OnnxCommandTest {
    @TempDir
    private static Path shared;

    private static Path network;

    @TempDir
    private Path folder;

    /** Doubles x, counts y up, and gives the doubled x as every kind of number. */
    private record Doubling() implements Network {
        @Override
        public List<Port> inputs() {
            return List.of(
                    new Port("x", DataType.FLOAT32, Shape.of(BATCH, 2)),
                    new Port("y", DataType.INT64, Shape.of(BATCH)));
        }

        @Override
        public Map<String, Tensor> outputs(Scope scope, Map<String, Tensor> inputs) {
            Tensor twice = inputs.get("x").mul(2);
            Map<String, Tensor> outputs = new LinkedHashMap<>();
            outputs.put("twice", twice);
            outputs.put("next", inputs.get("y").add(1));
            for (DataType type : DataType.values()) {
                if (type != DataType.FLOAT16) {
                    outputs.put("as_" + type.word(), twice.cast(type));
                }
            }
            return outputs;
        }
    }

    @BeforeAll
    static void writeNetwork() {
        network = OnnxFile.write(
                        new Doubling(), (n, s) -> new float[0], shared.resolve("net.onnx"), OnnxFile.Storage.INSIDE)
                .path();
    }

    private Path in(NpyArray x, NpyArray y) {
        Path file = folder.resolve("in.npz");
        NpyWriter.writeNpz(file, Map.of("x", x, "y", y));
        return file;
    }

    private Assay.Ran run(Path in, Object... options) {
        Object[] all = new Object[options.length + 7];
        System.arraycopy(
                new Object[] {"onnx", "run", network, "--inputs", in, "--outputs", folder.resolve("out.npz")},
                0,
                all,
                0,
                7);
        System.arraycopy(options, 0, all, 7, options.length);
        return Assay.run(all);
    }

    private double[] values(String output) {
        try (NpyReader reader = Npz.open(folder.resolve("out.npz"), output)) {
            double[] values = new double[(int) reader.header().count()];
            reader.readDoubles(values, 0, values.length);
            return values;
        }
    }

    @Test
    void inputsAndOutputsAreListed() {
        Assay.Ran ran = Assay.run("onnx", "run", network, "--list");
        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .startsWith("input   x float32 [N,2]\ninput   y int64 [N]\noutput  twice float32 [N,2]\n")
                .contains("output  as_bool bool [N,2]\n");
        JsonNode json = Assay.run("onnx", "run", network, "--list", "--json").json();
        assertThat(json.get("inputs").get(1).get("name").asText()).isEqualTo("y");
        assertThat(json.get("outputs")).hasSize(2 + DataType.values().length - 1);
    }

    /** Our own files give no float16, so {@link #float16GoesInAndComesOut} makes one. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FLOAT16")
    void outputsOfEveryKindAreWritten(DataType type) {
        Path in = in(NpyArray.of(new float[] {0, 1.5f, 3, 60}, 2, 2), NpyArray.of(new long[] {7, -1}, 2));
        Assay.Ran ran = run(in, "--threads", 1, "--device", "cpu");
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(values("next")).containsExactly(8, 0);
        String wide = type == DataType.BFLOAT16 ? "float32" : type.word();
        assertThat(Npz.headers(folder.resolve("out.npz"))
                        .get("as_" + type.word())
                        .describe())
                .isEqualTo(wide + " [2, 2]");
        double[] expected = type == DataType.BOOL ? new double[] {0, 1, 1, 1} : new double[] {0, 3, 6, 120};
        assertThat(values("as_" + type.word())).containsExactly(expected);
    }

    @Test
    void float16GoesInAndComesOut() throws IOException {
        ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(network)).toBuilder();
        int half = TensorProto.DataType.FLOAT16.getNumber();
        ValueInfoProto.Builder in = model.getGraph().getInput(0).toBuilder();
        in.getTypeBuilder().getTensorTypeBuilder().setElemType(half);
        model.getGraphBuilder()
                .clearNode()
                .clearInitializer()
                .clearInput()
                .clearOutput()
                .addInput(in)
                .addOutput(in.clone().setName("same"))
                .addNode(NodeProto.newBuilder()
                        .setOpType("Identity")
                        .addInput("x")
                        .addOutput("same"));
        Path file = Files.write(folder.resolve("half.onnx"), model.build().toByteArray());
        byte[] bits = {0, 0x3C, 1, 0, 0, (byte) 0xC0, (byte) 0xFF, 0x7B}; // 1, 2^-24, -2, 65504
        Path arrays = folder.resolve("in.npz");
        NpyWriter.writeNpz(arrays, Map.of("x", NpyArray.of(bits, ElementType.FLOAT16, 2, 2)));
        Assay.Ran ran = Assay.run("onnx", "run", file, "-i", arrays, "-o", folder.resolve("out.npz"));
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(Npz.headers(folder.resolve("out.npz")).get("same").describe())
                .isEqualTo("float16 [2, 2]");
        assertThat(values("same")).containsExactly(1, 0x1p-24, -2, 65504);
    }

    @Test
    void whatWasWrittenIsTold() {
        Path in = in(NpyArray.of(new float[2], 1, 2), NpyArray.of(new long[1], 1));
        assertThat(run(in).out())
                .contains("output  twice float32 [1,2]\n")
                .containsPattern("opened in [0-9.]+ s, ran in [0-9.]+ s on cpu\n");
        JsonNode json = run(in, "--json").json();
        assertThat(json.get("provider").asText()).isEqualTo("cpu");
        assertThat(json.get("run").get("seconds").asDouble()).isPositive();
        assertThat(json.get("outputs").get(0).get("shape").toString()).isEqualTo("[1,2]");
    }

    @Test
    void float64IsRoundedAndInt32WidenedWithANote() {
        byte[] five = {5, 0, 0, 0, -2, -1, -1, -1};
        Path in = in(NpyArray.of(new double[] {1, 1e-9, -3, 0.1}, 2, 2), NpyArray.of(five, ElementType.INT32, 2));
        Assay.Ran ran = run(in);
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.err()).contains("x: float64 rounded to float32").contains("y: int32 widened to int64");
        assertThat(values("twice")).containsExactly(2, 2 * (float) 1e-9, -6, 2 * (float) 0.1);
        assertThat(values("next")).containsExactly(6, -1);
    }

    @Test
    void whatDoesNotFitIsOneLineThatSaysWhatDoes() throws IOException {
        NpyArray x = NpyArray.of(new float[2], 1, 2);
        NpyArray y = NpyArray.of(new long[1], 1);
        String takes = "it takes x float32 [N,2], y int64 [N]";
        refused(in(x, NpyArray.of(new float[1], 1)))
                .contains("'y' given is float32 [1]")
                .contains(takes);
        refused(in(NpyArray.of(new long[2], 1, 2), y))
                .contains("'x' given is int64 [1,2]")
                .contains(takes);
        refused(in(NpyArray.of(new float[3], 1, 3), y))
                .contains("'x' given is float32 [1,3]")
                .contains(takes);
        refused(in(NpyArray.of(new float[4], 2, 2), y)).contains("size N is 2 in 'x' and 1 in 'y'");
        refused(in(NpyArray.of(new double[] {1, 1e300}, 1, 2), y)).contains("holds 1.0E300");
        refused(in(NpyArray.of(new byte[4], ElementType.UINT16, 1, 2), y)).contains("holds uint16");
        Path only = folder.resolve("only.npz");
        NpyWriter.writeNpz(only, Map.of("x", x, "z", y));
        refused(only).contains("inputs given are x, z").contains(takes);
        refused(Files.writeString(folder.resolve("text.npz"), "words")).contains("text.npz");
        refused(folder.resolve("absent.npz")).contains("there is no such file");
        assertThat(folder.resolve("out.npz")).doesNotExist();
    }

    @Test
    void theCommandLineIsCheckedFirst() throws IOException {
        oneLine(Assay.run("onnx", "run", network)).contains("--inputs and --outputs are needed");
        oneLine(Assay.run("onnx", "run", folder.resolve("absent.onnx"), "--list"))
                .contains("not a readable file");
        oneLine(Assay.run("onnx", "run", Files.writeString(folder.resolve("text.onnx"), "words"), "--list"))
                .contains("text.onnx");
        Path in = in(NpyArray.of(new float[2], 1, 2), NpyArray.of(new long[1], 1));
        oneLine(Assay.run("onnx", "run", network, "-i", in, "-o", in)).contains("it is one of the inputs");
        oneLine(Assay.run("onnx", "run", network, "-i", in, "-o", in.resolve("out.npz")))
                .contains("cannot be written");
        oneLine(run(in, "--threads", 0)).contains("--threads");
        oneLine(Assay.run("onnx")).contains("say what to do: run");
    }

    private AbstractStringAssert<?> refused(Path in) {
        return oneLine(run(in));
    }

    private static AbstractStringAssert<?> oneLine(Assay.Ran ran) {
        assertThat(ran.code()).isEqualTo(Main.BAD_INPUT);
        assertThat(ran.err().lines().filter(line -> line.startsWith("assay: "))).hasSize(1);
        assertThat(ran.err()).doesNotContain("\tat ");
        assertThat(ran.out()).isEmpty();
        return assertThat(ran.err());
    }
}
