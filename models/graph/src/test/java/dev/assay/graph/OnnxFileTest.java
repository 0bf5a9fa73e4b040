package dev.assay.graph;

import static dev.assay.graph.Shape.BATCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxFileTest {
    private static final Shape LARGE = Shape.of(300, 100);
    private static final Network TWO_LAYERS =
            Lambda.of(Shape.of(BATCH, 100), (s, x) -> x.linear(s.at("first").parameter("weight", LARGE))
                    .relu()
                    .linear(
                            s.at("second").parameter("weight", Shape.of(2, 300)),
                            s.at("second").parameter("bias", Shape.of(2)))
                    .add(s.at("third").parameter("offset", LARGE).slice(0, 0, 1).slice(1, 0, 2)));

    @TempDir
    private Path folder;

    private static float[] fill(String name, Shape shape) {
        float[] values = new float[(int) shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(name.length() + 0.37 * i);
        }
        return values;
    }

    private static float[] run(OnnxFile file) {
        float[] x = new float[300];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) Math.cos(i);
        }
        try (OnnxSession session = OnnxSession.open(file.path(), new SessionOptions(1, Device.CPU))) {
            return session.runFloats(Map.of("x0", new Array.Floats(x, 3, 100))).get("y");
        }
    }

    @Test
    void weightsBesideTheFileGiveTheSameAsInside() throws IOException {
        OnnxFile inside =
                OnnxFile.write(TWO_LAYERS, OnnxFileTest::fill, folder.resolve("a.onnx"), OnnxFile.Storage.AUTO);
        OnnxFile beside =
                OnnxFile.write(TWO_LAYERS, OnnxFileTest::fill, folder.resolve("b.onnx"), OnnxFile.Storage.BESIDE);
        assertThat(inside.data()).isEmpty();
        assertThat(beside.data()).containsExactly(folder.resolve("b.onnx.data"));
        assertThat(Files.size(beside.path())).isLessThan(10_000);
        assertThat(run(beside)).containsExactly(run(inside));
    }

    @Test
    void outsideTensorsStartOnPages() throws IOException {
        OnnxFile file =
                OnnxFile.write(TWO_LAYERS, OnnxFileTest::fill, folder.resolve("b.onnx"), OnnxFile.Storage.BESIDE);
        ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file.path()));
        List<Long> offsets = new ArrayList<>();
        for (TensorProto t : model.getGraph().getInitializerList()) {
            t.getExternalDataList().stream()
                    .filter(e -> e.getKey().equals("offset"))
                    .forEach(e -> offsets.add(Long.parseLong(e.getValue())));
        }
        // 120,000 bytes each: the second starts at the next multiple of 4096.
        assertThat(offsets).containsExactly(0L, 122_880L);
        assertThat(Files.size(file.data().get(0))).isEqualTo(122_880 + 120_000);
    }

    @Test
    void equalNetworksAndWeightsGiveEqualBytes() {
        String first = OnnxFile.write(TWO_LAYERS, OnnxFileTest::fill, folder.resolve("a.onnx"), OnnxFile.Storage.INSIDE)
                .sha256();
        String second = OnnxFile.write(
                        TWO_LAYERS, OnnxFileTest::fill, folder.resolve("b.onnx"), OnnxFile.Storage.INSIDE)
                .sha256();
        assertThat(second).isEqualTo(first).hasSize(64);
    }

    @Test
    void theHashCoversTheWeightsBeside() {
        Path path = folder.resolve("c.onnx");
        String first = OnnxFile.write(TWO_LAYERS, OnnxFileTest::fill, path, OnnxFile.Storage.BESIDE)
                .sha256();
        String second = OnnxFile.write(TWO_LAYERS, (n, s) -> fill(n + "other", s), path, OnnxFile.Storage.BESIDE)
                .sha256();
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void dataOfAnEarlierFileDoesNotStayBeside() {
        Path path = folder.resolve("c.onnx");
        OnnxFile.write(TWO_LAYERS, OnnxFileTest::fill, path, OnnxFile.Storage.BESIDE);
        OnnxFile.write(TWO_LAYERS, OnnxFileTest::fill, path, OnnxFile.Storage.INSIDE);
        assertThat(folder.resolve("c.onnx.data")).doesNotExist();
    }

    @Test
    void severalMayWriteTheSameFileAtOnce() throws InterruptedException, ExecutionException {
        Path path = folder.resolve("c.onnx");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<String>> hashes = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                hashes.add(threads.submit(
                        () -> OnnxFile.write(TWO_LAYERS, OnnxFileTest::fill, path, OnnxFile.Storage.INSIDE)
                                .sha256()));
            }
            Set<String> different = new HashSet<>();
            for (Future<String> hash : hashes) {
                different.add(hash.get());
            }
            assertThat(different).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void onlyWhatTheOutputsNeedIsAskedForAndWritten() throws IOException {
        Network network = Lambda.of(Shape.of(BATCH, 4), (s, x) -> {
            x.linear(s.at("unused").parameter("weight", Shape.of(9, 4)));
            return x.mul(s.at("used").parameter("weight", Shape.of(4)));
        });
        List<String> asked = new ArrayList<>();
        OnnxFile file = OnnxFile.write(
                network,
                (name, shape) -> {
                    asked.add(name);
                    return fill(name, shape);
                },
                folder.resolve("n.onnx"),
                OnnxFile.Storage.INSIDE);
        assertThat(asked).containsExactly("used.weight");
        ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file.path()));
        assertThat(model.getGraph().getNodeList())
                .extracting(n -> n.getOpType())
                .containsExactly("Mul", "Identity");
    }

    @Test
    void afterAFailureNoFileIsLeft() throws IOException {
        Weights broken = (name, shape) -> {
            if (name.startsWith("third")) {
                throw new AssayException(name, "missing", "it must be there", "fetch it");
            }
            return fill(name, shape);
        };
        assertThatThrownBy(() -> OnnxFile.write(TWO_LAYERS, broken, folder.resolve("d.onnx"), OnnxFile.Storage.BESIDE))
                .isInstanceOf(AssayException.class);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    /** As a full disk answers in the middle of the data. */
    @Test
    void aFullDiskIsOneClearErrorAndNoFileIsLeft() throws IOException {
        Weights full = (name, shape) -> {
            if (name.startsWith("third")) {
                throw new UncheckedIOException(new IOException("No space left on device"));
            }
            return fill(name, shape);
        };
        for (OnnxFile.Storage storage : OnnxFile.Storage.values()) {
            assertThatThrownBy(() -> OnnxFile.write(TWO_LAYERS, full, folder.resolve("d.onnx"), storage))
                    .isInstanceOf(AssayException.class)
                    .hasMessageContaining("d.onnx: cannot be written (No space left on device)");
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void valuesOfTheWrongLengthAreRefused() {
        assertThatThrownBy(() -> OnnxFile.write(
                        TWO_LAYERS, (n, s) -> new float[1], folder.resolve("e.onnx"), OnnxFile.Storage.INSIDE))
                .hasMessageContaining("first.weight needs 30000 values");
    }

    @Test
    void anUnwritableFolderIsOneClearError() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() ->
                        OnnxFile.write(TWO_LAYERS, OnnxFileTest::fill, file.resolve("n.onnx"), OnnxFile.Storage.INSIDE))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("cannot be written");
    }

    @Test
    void outputsKeepTheirOrder() {
        Network network = new Network() {
            @Override
            public List<Port> inputs() {
                return List.of(new Port("x", DataType.FLOAT32, Shape.of(BATCH, 2)));
            }

            @Override
            public Map<String, Tensor> outputs(Scope scope, Map<String, Tensor> inputs) {
                Map<String, Tensor> out = new LinkedHashMap<>();
                out.put("z", inputs.get("x").relu());
                out.put("a", inputs.get("x").mul(2));
                return out;
            }
        };
        OnnxFile file = OnnxFile.write(network, OnnxFileTest::fill, folder.resolve("o.onnx"), OnnxFile.Storage.INSIDE);
        try (OnnxSession session = OnnxSession.open(file.path(), new SessionOptions(1, Device.CPU))) {
            Map<String, Array> in = Map.of("x", new Array.Floats(new float[] {-1, 3}, 1, 2));
            assertThat(session.runFloats(in).keySet()).containsExactly("z", "a");
            assertThat(session.runFloats(in, "a").get("a")).containsExactly(-2, 6);
        }
    }

    @Test
    void whatIsSaidTwiceIsWrittenOnce() throws IOException {
        Network network = Lambda.of(
                Shape.of(BATCH, 4), (s, x) -> x.mul(2).sin().add(x.mul(2).sin()).add(x.mul(3)));
        assertThat(nodes(network)).containsExactlyInAnyOrder("Mul", "Sin", "Add", "Mul", "Add", "Identity");
    }

    private List<String> nodes(Network network) throws IOException {
        OnnxFile file =
                OnnxFile.write(network, OnnxFileTest::fill, folder.resolve("nodes.onnx"), OnnxFile.Options.USUAL);
        return ModelProto.parseFrom(Files.readAllBytes(file.path())).getGraph().getNodeList().stream()
                .map(NodeProto::getOpType)
                .toList();
    }

    /** So that ONNX Runtime knows a batch that stays first by its name. */
    @Test
    void aReshapeCopiesABatchThatStaysFirstAndWorksOutOneThatMoves() throws IOException {
        Network stays = Lambda.of(Shape.of(BATCH, 4), (s, x) -> x.reshape(BATCH, 2, 2));
        Network moves = Lambda.of(Shape.of(BATCH, 4), (s, x) -> x.reshape(2, BATCH, 2));
        assertThat(integers(stays)).containsExactly(0L, 2L, 2L);
        assertThat(integers(moves)).containsExactly(2L, -1L, 2L);
    }

    private List<Long> integers(Network network) throws IOException {
        OnnxFile file =
                OnnxFile.write(network, OnnxFileTest::fill, folder.resolve("integers.onnx"), OnnxFile.Options.USUAL);
        ByteBuffer data = ModelProto.parseFrom(Files.readAllBytes(file.path()))
                .getGraph()
                .getInitializer(0)
                .getRawData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN);
        List<Long> values = new ArrayList<>();
        while (data.hasRemaining()) {
            values.add(data.getLong());
        }
        return values;
    }
}
