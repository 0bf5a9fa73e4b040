package dev.assay.graph;

import static dev.assay.graph.Shape.ANY;
import static dev.assay.graph.Shape.BATCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OrtProvider;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OnnxSessionTest {
    private static final SessionOptions ONE_THREAD = new SessionOptions(1, Device.CPU);

    @TempDir
    private Path folder;

    private Path doubling() {
        return OnnxFile.write(
                        Lambda.of(Shape.of(BATCH, 2, ANY), (s, x) -> x.mul(2)),
                        (name, shape) -> new float[0],
                        folder.resolve("double.onnx"),
                        OnnxFile.Storage.INSIDE)
                .path();
    }

    private static Map<String, Array> input(int batch) {
        float[] values = new float[batch * 6];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        return Map.of("x0", new Array.Floats(values, batch, 2, 3));
    }

    @Test
    void theVersionIsThePinnedOne() {
        assertThat(OnnxSession.version()).isEqualTo("1.28.0");
    }

    @Test
    void portsHaveNamesTypesAndShapes() {
        try (OnnxSession session = OnnxSession.open(doubling(), ONE_THREAD)) {
            assertThat(session.inputs()).containsExactly(new Port("x0", DataType.FLOAT32, Shape.of(BATCH, 2, ANY)));
            assertThat(session.outputs()).extracting(Port::name).containsExactly("y");
            assertThat(session.provider()).isEqualTo("cpu");
            assertThat(session.note()).isEmpty();
        }
    }

    @Test
    void outputsCarryTheirShape() {
        try (OnnxSession session = OnnxSession.open(doubling(), ONE_THREAD)) {
            Array y = session.run(input(4)).get("y");
            assertThat(y.shape()).containsExactly(4, 2, 3);
            assertThat(((Array.Floats) y).values()).startsWith(0, 2, 4).hasSize(24);
        }
    }

    @Test
    void severalThreadsMayRunAtOnce() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (OnnxSession session = OnnxSession.open(doubling(), ONE_THREAD)) {
            List<Future<float[]>> results = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                int batch = 1 + i % 5;
                results.add(threads.submit(() -> session.runFloats(input(batch)).get("y")));
            }
            for (int i = 0; i < 64; i++) {
                float[] y = results.get(i).get();
                assertThat(y).hasSize((1 + i % 5) * 6);
                assertThat(y[y.length - 1]).isEqualTo(2 * (y.length - 1));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void wrongNamesAndShapesAreOneClearError() {
        try (OnnxSession session = OnnxSession.open(doubling(), ONE_THREAD)) {
            assertThatThrownBy(() -> session.run(Map.of("image", new Array.Floats(new float[6], 1, 2, 3))))
                    .isInstanceOf(AssayException.class)
                    .hasMessageContaining("given are image")
                    .hasMessageContaining("it takes x0 float32 [N,2,");
            assertThatThrownBy(() -> session.run(input(1), "pool3"))
                    .isInstanceOf(AssayException.class)
                    .hasMessageContaining("no output 'pool3'")
                    .hasMessageContaining("there are y");
            assertThatThrownBy(() -> session.run(Map.of("x0", new Array.Floats(new float[9], 1, 3, 3))))
                    .isInstanceOf(AssayException.class)
                    .hasMessageContaining("double.onnx: 'x0' given is float32 [1,3,3]");
            assertThatThrownBy(() -> session.run(Map.of("x0", new Array.Longs(new long[6], 1, 2, 3))))
                    .isInstanceOf(AssayException.class)
                    .hasMessageContaining("'x0' given is int64 [1,2,3]");
            assertThatThrownBy(() -> session.run(Map.of("x0", new Array.Floats(new float[0], 0, 2, 3))))
                    .isInstanceOf(AssayException.class)
                    .hasMessageContaining("'x0' given is float32 [0,2,3]");
        }
    }

    @Test
    void sizesOfOneSymbolMustAgree() {
        Network sum = new Network() {
            @Override
            public List<Port> inputs() {
                return List.of(
                        new Port("a", DataType.FLOAT32, Shape.of(BATCH, 2)),
                        new Port("b", DataType.FLOAT32, Shape.of(BATCH, 2)));
            }

            @Override
            public Map<String, Tensor> outputs(Scope scope, Map<String, Tensor> inputs) {
                return Map.of("sum", inputs.get("a").add(inputs.get("b")));
            }
        };
        Path file = OnnxFile.write(sum, (n, s) -> new float[0], folder.resolve("s.onnx"), OnnxFile.Storage.INSIDE)
                .path();
        try (OnnxSession session = OnnxSession.open(file, ONE_THREAD)) {
            Array one = new Array.Floats(new float[2], 1, 2);
            Array three = new Array.Floats(new float[6], 3, 2);
            assertThatThrownBy(() -> session.run(Map.of("a", three, "b", one)))
                    .isInstanceOf(AssayException.class)
                    .hasMessageContaining("size N is 3 in 'a' and 1 in 'b'");
            assertThat(session.run(Map.of("a", three, "b", three))).containsKey("sum");
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyKindOfNumberGoesInAndComesOut(DataType type) throws IOException {
        byte[] bytes = new byte[6 * type.bytes()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (type == DataType.BOOL ? i % 2 : 3 * i % 64);
        }
        ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(doubling())).toBuilder();
        int code = OnnxTensors.code(type);
        model.getGraphBuilder()
                .clearInitializer()
                .clearNode()
                .addNode(NodeProto.newBuilder()
                        .setOpType("Identity")
                        .addInput("x0")
                        .addOutput("y"));
        model.getGraphBuilder()
                .getInputBuilder(0)
                .getTypeBuilder()
                .getTensorTypeBuilder()
                .setElemType(code);
        model.getGraphBuilder()
                .getOutputBuilder(0)
                .getTypeBuilder()
                .getTensorTypeBuilder()
                .setElemType(code);
        Path file = Files.write(folder.resolve("same.onnx"), model.build().toByteArray());
        try (OnnxSession session = OnnxSession.open(file, ONE_THREAD)) {
            assertThat(session.inputs().get(0).type()).isEqualTo(type);
            Array same = session.run(Map.of("x0", array(bytes, type))).get("y");
            assertThat(same).usingRecursiveComparison().isEqualTo(array(bytes, type));
        }
    }

    /** As {@link OnnxSession} gives them: the usual two kinds have a form of their own. */
    private static Array array(byte[] bytes, DataType type) {
        ByteBuffer memory = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return switch (type) {
            case FLOAT32 -> {
                float[] values = new float[6];
                memory.asFloatBuffer().get(values);
                yield new Array.Floats(values, 1, 2, 3);
            }
            case INT64 -> {
                long[] values = new long[6];
                memory.asLongBuffer().get(values);
                yield new Array.Longs(values, 1, 2, 3);
            }
            default -> new Array.Raw(bytes, type, 1, 2, 3);
        };
    }

    @Test
    void arraysMustFitTheirShape() {
        assertThatThrownBy(() -> new Array.Floats(new float[5], 2, 3)).hasMessageContaining("has 6 values, got 5");
        assertThatThrownBy(() -> new Array.Longs(new long[1], -1, -1)).hasMessageContaining("negative");
        assertThatThrownBy(() -> new Array.Raw(new byte[7], DataType.FLOAT16, 3))
                .hasMessageContaining("no whole");
        assertThatThrownBy(() -> new Array.Raw(new byte[8], DataType.FLOAT16, 3))
                .hasMessageContaining("got 4");
    }

    @Test
    void integersGoInAndComeOut() {
        Network network = new Network() {
            @Override
            public List<Port> inputs() {
                return List.of(new Port("y", DataType.INT64, Shape.of(BATCH)));
            }

            @Override
            public Map<String, Tensor> outputs(Scope scope, Map<String, Tensor> inputs) {
                return Map.of("next", inputs.get("y").add(1));
            }
        };
        Path file = OnnxFile.write(network, (n, s) -> new float[0], folder.resolve("i.onnx"), OnnxFile.Storage.INSIDE)
                .path();
        try (OnnxSession session = OnnxSession.open(file, ONE_THREAD)) {
            Array next = session.run(Map.of("y", new Array.Longs(new long[] {3, 999}, 2)))
                    .get("next");
            assertThat(((Array.Longs) next).values()).containsExactly(4, 1000);
        }
    }

    @Test
    void filesThatAreNotOnnxAreRefused() throws IOException {
        assertThatThrownBy(() -> OnnxSession.open(folder.resolve("absent.onnx"), ONE_THREAD))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("not a readable file");
        Path text = Files.writeString(folder.resolve("text.onnx"), "This is not a network.");
        assertThatThrownBy(() -> OnnxSession.open(text, ONE_THREAD))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("text.onnx: ONNX Runtime says:");
    }

    @Test
    void aNetworkOfNumbersThatCannotBeReadIsOneClearError() throws IOException {
        ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(doubling())).toBuilder();
        model.getGraphBuilder()
                .addNode(NodeProto.newBuilder()
                        .setOpType("Cast")
                        .addInput("y")
                        .addOutput("counts")
                        .addAttribute(OnnxNodes.attribute("to", TensorProto.DataType.STRING.getNumber())))
                .addOutput(ValueInfoProto.newBuilder()
                        .setName("counts")
                        .setType(TypeProto.newBuilder()
                                .setTensorType(TypeProto.Tensor.newBuilder()
                                        .setElemType(TensorProto.DataType.STRING.getNumber()))));
        Path file = Files.write(folder.resolve("counts.onnx"), model.build().toByteArray());
        assertThatThrownBy(() -> OnnxSession.open(file, ONE_THREAD))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("'counts' holds STRING");
    }

    @Test
    void cudaIsNotTriedWhereItCannotWork() {
        assertThat(Provider.obstacle(false, EnumSet.of(OrtProvider.CPU, OrtProvider.CUDA)))
                .contains("no NVIDIA device");
        assertThat(Provider.obstacle(true, EnumSet.of(OrtProvider.CPU))).contains("-Pgpu");
        assertThat(Provider.obstacle(true, EnumSet.of(OrtProvider.CPU, OrtProvider.CUDA)))
                .isEmpty();
    }

    @Test
    void theAutomaticDeviceRunsSomewhereAndSaysWhyNotOnCuda() {
        try (OnnxSession session = OnnxSession.open(doubling(), new SessionOptions(1, Device.AUTO))) {
            assertThat(session.run(input(1))).containsKey("y");
            assertThat(session.note().isEmpty())
                    .as(session.note())
                    .isEqualTo(session.provider().equals("cuda"));
        }
    }
}
