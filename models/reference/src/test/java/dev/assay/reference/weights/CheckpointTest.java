package dev.assay.reference.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.graph.DataType;
import dev.assay.graph.Init;
import dev.assay.graph.Parameter;
import dev.assay.graph.Shape;
import dev.assay.reference.weights.PickleWriter.TestTensor;
import dev.assay.reference.weights.TestFiles.Tensors;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
    @TempDir
    private Path folder;

    /** The kinds of file. */
    enum Kind {
        TORCH_ZIP,
        TORCH_LEGACY,
        SAFETENSORS,
        NPZ,
        FROZEN_GRAPH;

        void write(Path file, Tensors tensors) throws IOException {
            switch (this) {
                case TORCH_ZIP -> TestFiles.torchZip(file, tensors);
                case TORCH_LEGACY -> TestFiles.torchLegacy(file, tensors);
                case SAFETENSORS -> TestFiles.safetensors(file, tensors);
                case NPZ -> TestFiles.npz(file, tensors);
                case FROZEN_GRAPH -> TestFiles.frozenGraph(file, tensors, List.of());
            }
        }
    }

    private static Tensors threeTensors() {
        return new Tensors()
                .add("block.weight", new float[] {1, 2, 3, -4, 5e-30f, 6}, 2L, 3L)
                .add("block.bias", new float[] {7, 8}, 2L)
                .add("steps", new float[] {9});
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private Path write(String name, byte[] content) throws IOException {
        return Files.write(file(name), content);
    }

    private Path torch(Map<String, byte[]> storages, byte[] pickle) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("data.pkl", pickle);
        storages.forEach((key, bytes) -> entries.put("data/" + key, bytes));
        TestFiles.zip(file("t.pth"), entries, ZipEntry.DEFLATED);
        return file("t.pth");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void everyKindOfFileGivesNamesShapesAndValues(Kind kind) throws IOException {
        kind.write(file("weights"), threeTensors());
        try (Checkpoint c = Checkpoint.open(file("weights"))) {
            assertThat(c.file()).isEqualTo("weights");
            assertThat(c.tensors().keySet()).containsExactly("block.weight", "block.bias", "steps");
            assertThat(c.tensors().get("block.weight")).isEqualTo(new StoredTensor(DataType.FLOAT32, List.of(2L, 3L)));
            assertThat(c.tensors().get("steps").sizes()).isEmpty();
            assertThat(c.floats("block.weight")).containsExactly(1, 2, 3, -4, 5e-30f, 6);
            assertThat(c.floats("block.bias")).containsExactly(7, 8);
            assertThat(c.floats("steps")).containsExactly(9);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aFileCutOffAnywhereIsRefusedOrLacksNothing(Kind kind) throws IOException {
        kind.write(file("whole"), threeTensors());
        byte[] whole = Files.readAllBytes(file("whole"));
        for (int length = 0; length < whole.length; length++) {
            Path cut = write("cut", java.util.Arrays.copyOf(whole, length));
            try (Checkpoint c = Checkpoint.open(cut)) {
                // A graph cut between two nodes is a smaller graph: matching then finds what is missing.
                assertThat(kind).isEqualTo(Kind.FROZEN_GRAPH);
                assertThat(c.tensors().size()).isLessThan(3);
            } catch (AssayException refused) {
                assertThat(refused).hasMessageMatching("(?s).+: .+; .+; .+");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void damagedFilesNeverEndInAnythingButAClearError(Kind kind) throws IOException {
        kind.write(file("whole"), threeTensors());
        byte[] whole = Files.readAllBytes(file("whole"));
        Random random = new Random(42);
        for (int trial = 0; trial < 400; trial++) {
            byte[] damaged = whole.clone();
            for (int hit = random.nextInt(3); hit >= 0; hit--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try (Checkpoint c = Checkpoint.open(write("damaged", damaged))) {
                for (String name : c.tensors().keySet()) {
                    assertThat(c.floats(name).length).isLessThan(1 << 20);
                }
            } catch (AssayException refused) {
                assertThat(refused).hasMessageMatching("(?s).+: .+; .+; .+");
            }
        }
    }

    @Test
    void otherFilesAreNoCheckpoints() throws IOException {
        assertThatThrownBy(() -> Checkpoint.open(write("page.pth", "<!doctype html>".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("not a checkpoint of a known kind");
        assertThatThrownBy(() -> Checkpoint.open(file("absent.pth")))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("absent.pth");
    }

    @Test
    void everyKindOfNumberIsRead() throws IOException {
        Map<String, TestTensor> tensors = new LinkedHashMap<>();
        // 1.5, -2 and infinity; the smallest subnormal half; 0.1 rounded to each width.
        tensors.put("half", shorts("HalfStorage", 0x3E00, 0xC000, 0x7C00, 0x0001, 0x2E66));
        tensors.put("bfloat", shorts("BFloat16Storage", 0x3FC0, 0xC000, 0x7F80, 0x3DCD));
        tensors.put("double", new TestTensor("DoubleStorage", little(8, 0.1), 8, List.of(1L)));
        tensors.put("long", new TestTensor("LongStorage", TestFiles.longs(-5), 8, List.of(1L)));
        tensors.put("byte", new TestTensor("ByteStorage", new byte[] {(byte) 200, 1}, 1, List.of(2L)));
        tensors.put("char", new TestTensor("CharStorage", new byte[] {(byte) 200, 1}, 1, List.of(2L)));
        tensors.put("bool", new TestTensor("BoolStorage", new byte[] {1, 0}, 1, List.of(2L)));
        tensors.put("int", new TestTensor("IntStorage", new byte[] {0, 0, 1, 0}, 4, List.of(1L)));
        tensors.put("short", new TestTensor("ShortStorage", new byte[] {0, 1}, 2, List.of(1L)));
        Map<String, byte[]> storages = new LinkedHashMap<>();
        tensors.values().forEach(t -> storages.put(Integer.toString(storages.size()), t.bytes()));
        Path file = torch(storages, new PickleWriter().stateDict(tensors).end());
        try (Checkpoint c = Checkpoint.open(file)) {
            assertThat(c.floats("half")).containsExactly(1.5f, -2, Float.POSITIVE_INFINITY, 0x1p-24f, 0x1.998p-4f);
            assertThat(c.floats("bfloat")).containsExactly(1.5f, -2, Float.POSITIVE_INFINITY, 0x1.9ap-4f);
            assertThat(c.floats("double")).containsExactly(0.1f);
            assertThat(c.floats("long")).containsExactly(-5);
            assertThat(c.floats("byte")).containsExactly(200, 1);
            assertThat(c.floats("char")).containsExactly(-56, 1);
            assertThat(c.floats("bool")).containsExactly(1, 0);
            assertThat(c.floats("int")).containsExactly(65536);
            assertThat(c.floats("short")).containsExactly(256);
        }
    }

    private static TestTensor shorts(String storage, int... bits) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * bits.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int b : bits) {
            bytes.putShort((short) b);
        }
        return new TestTensor(storage, bytes.array(), 2, List.of((long) bits.length));
    }

    private static byte[] little(int bytes, double value) {
        return ByteBuffer.allocate(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(value)
                .array();
    }

    @Test
    void viewsOfASharedStorageAreGathered() throws IOException {
        byte[] twelve = TestTensor.floats(new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
                .bytes();
        PickleWriter pickle = new PickleWriter().code('}').code('(');
        pickle.text("transposed").tensor("FloatStorage", "0", 12, 0, List.of(4L, 3L), List.of(1L, 4L));
        pickle.text("second_row").tensor("FloatStorage", "0", 12, 4, List.of(4L), List.of(1L));
        pickle.text("every_third").tensor("FloatStorage", "0", 12, 1, List.of(4L), List.of(3L));
        pickle.text("repeated").tensor("FloatStorage", "0", 12, 7, List.of(2L, 3L), List.of(0L, 0L));
        pickle.text("number").tensor("FloatStorage", "0", 12, 11, List.of(), List.of());
        pickle.text("nothing").tensor("FloatStorage", "0", 12, 12, List.of(0L, 3L), List.of(3L, 1L));
        Path file = torch(Map.of("0", twelve), pickle.code('u').end());
        try (Checkpoint c = Checkpoint.open(file)) {
            assertThat(c.floats("transposed")).containsExactly(0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11);
            assertThat(c.floats("second_row")).containsExactly(4, 5, 6, 7);
            assertThat(c.floats("every_third")).containsExactly(1, 4, 7, 10);
            assertThat(c.floats("repeated")).containsExactly(7, 7, 7, 7, 7, 7);
            assertThat(c.floats("number")).containsExactly(11);
            assertThat(c.floats("nothing")).isEmpty();
        }
    }

    @Test
    void nestedDictionariesJoinTheirKeysAndOtherThingsAreReadPast() throws IOException {
        byte[] two = TestTensor.floats(new float[] {1, 2}).bytes();
        PickleWriter pickle = new PickleWriter().code('}').code('(');
        pickle.text("epoch").code('K').code(7);
        pickle.text("loss").code('G').little(8, 0);
        pickle.text("none").code('N');
        pickle.text("args").global("argparse", "Namespace").code(')').code(0x81);
        pickle.code('}').text("lr").code('K').code(1).code('s').code('b');
        pickle.text("model").code('}').text("w").tensor("FloatStorage", "0", 2, 0, List.of(2L), List.of(1L));
        pickle.code('s');
        pickle.text("optimizer").code('}').code('K').code(3);
        pickle.tensor("FloatStorage", "0", 2, 1, List.of(1L), List.of(1L)).code('s');
        Path file = torch(Map.of("0", two), pickle.code('u').end());
        try (Checkpoint c = Checkpoint.open(file)) {
            assertThat(c.tensors().keySet()).containsExactly("model.w", "optimizer.3");
            assertThat(c.floats("optimizer.3")).containsExactly(2);
        }
    }

    @Test
    void aPickleThatTriesToCallCodeIsRefused() throws IOException {
        byte[] attack = new PickleWriter()
                .global("posix", "system")
                .code('(')
                .text("touch owned")
                .code('t')
                .code('R')
                .end();
        assertThatThrownBy(() -> Checkpoint.open(torch(Map.of(), attack)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("asks for posix.system")
                .hasMessageContaining("nothing in a file is executed");
        byte[] byStack =
                new PickleWriter().text("builtins").text("eval").code(0x93).end();
        assertThatThrownBy(() -> Checkpoint.open(torch(Map.of(), byStack))).hasMessageContaining("builtins.eval");
    }

    @Test
    void tensorsThatReachOutsideTheirStorageAreRefused() throws IOException {
        Map<String, byte[]> storage = Map.of("0", new byte[16]);
        long[][] views = {{4, 1, 4, 1}, {0, 1, 5, 1}, {0, 1, 2, 4}, {0, 1, 1L << 40, 1L << 40}, {-1, 1, 1, 1}};
        for (long[] v : views) {
            byte[] pickle = new PickleWriter()
                    .code('}')
                    .text("w")
                    .tensor("FloatStorage", "0", 4, v[0], List.of(v[1], v[2]), List.of(1L, v[3]))
                    .code('s')
                    .end();
            assertThatThrownBy(() -> Checkpoint.open(torch(storage, pickle)))
                    .isInstanceOf(AssayException.class)
                    .hasMessageContaining("t.pth: ");
        }
    }

    @Test
    void aStorageOfFewerBytesThanStatedIsRefused() throws IOException {
        byte[] pickle = new PickleWriter()
                .code('}')
                .text("w")
                .tensor("FloatStorage", "0", 1L << 40, 0, List.of(1L << 30), List.of(1L))
                .code('s')
                .end();
        assertThatThrownBy(() -> Checkpoint.open(torch(Map.of("0", new byte[64]), pickle)))
                .hasMessageContaining("storage '0' of 64 bytes");
        assertThatThrownBy(() -> Checkpoint.open(torch(Map.of(), pickle))).hasMessageContaining("no storage '0'");
    }

    @Test
    void aFewElementsInAVeryLongStretchAreNotRead() throws IOException {
        int count = 4 << 20;
        byte[] pickle = new PickleWriter()
                .code('}')
                .text("w")
                .tensor("ByteStorage", "0", count, 0, List.of(2L), List.of(count - 1L))
                .code('s')
                .end();
        try (Checkpoint c = Checkpoint.open(torch(Map.of("0", new byte[count]), pickle))) {
            assertThatThrownBy(() -> c.floats("w")).hasMessageContaining("2 elements in a stretch of 4194304");
        }
    }

    @Test
    void containersThatContainThemselvesAreRefused() throws IOException {
        byte[] loop = new PickleWriter()
                .code('}')
                .code('q')
                .code(0)
                .text("self")
                .code('h')
                .code(0)
                .code('s')
                .end();
        assertThatThrownBy(() -> Checkpoint.open(torch(Map.of(), loop))).hasMessageContaining("nested too deeply");
        PickleWriter doubling = new PickleWriter().code(']');
        for (int i = 0; i < 30; i++) { // each list holds the one before twice: 2^30 visits
            doubling.code('q').code(i).code('0').code(']').code('(');
            doubling.code('h').code(i).code('h').code(i).code('e');
        }
        assertThatThrownBy(() -> Checkpoint.open(torch(Map.of(), doubling.end())))
                .hasMessageContaining("too often");
    }

    @Test
    void aListThatIsCopiedIntoManyDictionariesIsRefused() throws IOException {
        PickleWriter pickle = new PickleWriter().code('(');
        for (int i = 0; i < 50_000; i++) {
            pickle.text("k" + i).code('N').code(0x86);
        }
        pickle.code('l').code(0x85).code('q').code(0).code('0');
        pickle.global("collections", "OrderedDict").code('q').code(1).code('0').code('(');
        for (int i = 0; i < 1_000; i++) { // 50 million entries of a few hundred kilobytes
            pickle.code('h').code(1).code('h').code(0).code('R');
        }
        byte[] bytes = pickle.code('l').end();
        assertThatThrownBy(() -> Checkpoint.open(torch(Map.of(), bytes)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("copies containers too often");
    }

    @Test
    void aTensorOfMoreAxesThanAnyIsRefused() throws IOException {
        byte[] pickle = new PickleWriter()
                .code('}')
                .text("w")
                .tensor("FloatStorage", "0", 4, 0, Collections.nCopies(17, 1L), Collections.nCopies(17, 1L))
                .code('s')
                .end();
        assertThatThrownBy(() -> Checkpoint.open(torch(Map.of("0", new byte[16]), pickle)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("17 axes");
    }

    @Test
    void aKeyLongerThanAnyNameIsNotRepeatedForEachTensorUnderIt() throws IOException {
        byte[] pickle = new PickleWriter()
                .code('}')
                .text("k".repeat(1_001))
                .code('}')
                .text("w")
                .tensor("FloatStorage", "0", 4, 0, List.of(4L), List.of(1L))
                .code('s')
                .code('s')
                .end();
        assertThatThrownBy(() -> Checkpoint.open(torch(Map.of("0", new byte[16]), pickle)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("a name of 1001 characters");
    }

    @Test
    void aTextLongerThanAnyNameIsNotAllocated() throws IOException {
        byte[] pickle = new PickleWriter().code('X').little(4, 0xFFFFFFFFL).end();
        assertThatThrownBy(() -> Checkpoint.open(torch(Map.of(), pickle))).hasMessageContaining("4294967295 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,8]}}",
                "{\"w\":{\"dtype\":\"C64\",\"shape\":[1],\"data_offsets\":[0,8]}}",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                        + "\"v\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[2.5],\"data_offsets\":[0,8]}}",
                "{\"w\":7}",
                "{\"w\":",
            })
    void safetensorsHeadersThatDoNotFitTheDataAreRefused(String header) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        byte[] all = TestFiles.bytes(List.of(TestFiles.longs(json.length), json, new byte[8]));
        assertThatThrownBy(() -> Checkpoint.open(write("bad.safetensors", all)))
                .isInstanceOf(AssayException.class)
                .hasMessageStartingWith("bad.safetensors: ");
    }

    @Test
    void aSafetensorsHeaderLengthIsCheckedBeforeItIsRead() throws IOException {
        byte[] all = TestFiles.bytes(List.of(TestFiles.longs(99_000_000), "{}".getBytes(StandardCharsets.UTF_8)));
        assertThatThrownBy(() -> Checkpoint.open(write("bad.safetensors", all)))
                .hasMessageContaining("a header of 99000000 bytes");
    }

    @Test
    void aLegacyFileWithAStorageOfAnotherLengthIsRefused() throws IOException {
        TestFiles.torchLegacy(file("l.pth"), new Tensors().add("w", new float[] {1, 2, 3}, 3L));
        try (RandomAccessFile f = new RandomAccessFile(file("l.pth").toFile(), "rw")) {
            f.seek(f.length() - 12 - 8);
            f.write(TestFiles.longs(Long.MAX_VALUE));
        }
        assertThatThrownBy(() -> Checkpoint.open(file("l.pth"))).hasMessageContaining("where 3 are stated");
    }

    @Test
    void aConstantMayStateOneValueForAll() throws IOException {
        byte[] shape = TestFiles.field(2, TestFiles.bytes(List.of(TestFiles.varint(1 << 3), TestFiles.varint(4))));
        byte[] value = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(2.5f)
                .array();
        byte[] tensor = TestFiles.bytes(List.of(
                TestFiles.varint(1 << 3), TestFiles.varint(1), TestFiles.field(2, shape), TestFiles.field(5, value)));
        byte[] entry = TestFiles.bytes(List.of(
                TestFiles.field(1, "value".getBytes(StandardCharsets.UTF_8)),
                TestFiles.field(2, TestFiles.field(8, tensor))));
        byte[] node = TestFiles.field(
                1,
                TestFiles.bytes(List.of(
                        TestFiles.field(1, "gamma".getBytes(StandardCharsets.UTF_8)),
                        TestFiles.field(2, "Const".getBytes(StandardCharsets.UTF_8)),
                        TestFiles.field(5, entry))));
        try (Checkpoint c = Checkpoint.open(write("g.pb", node))) {
            assertThat(c.floats("gamma")).containsExactly(2.5f, 2.5f, 2.5f, 2.5f);
        }
    }

    @Test
    void aMismatchListsMissingUnexpectedAndWronglyShapedNames() throws IOException {
        TestFiles.safetensors(file("s"), threeTensors());
        List<Parameter> parameters = new ArrayList<>();
        parameters.add(new Parameter("block.weight", Shape.of(3, 2), Parameter.Role.TRAINED, Init.NONE));
        parameters.add(new Parameter("batches", Shape.SCALAR, Parameter.Role.UNREAD, Init.NONE));
        for (int i = 0; i < 23; i++) {
            parameters.add(new Parameter("layer" + i, Shape.of(1), Parameter.Role.BUFFER, Init.NONE));
        }
        try (Checkpoint c = Checkpoint.open(file("s"))) {
            assertThatThrownBy(() -> MatchedWeights.match(c, parameters))
                    .isInstanceOf(AssayException.class)
                    .hasMessageContaining("23 missing (layer0, layer1,")
                    .hasMessageContaining("layer19, ...)")
                    .hasMessageContaining("2 unexpected (block.bias, steps)")
                    .hasMessageContaining("1 wrongly shaped (block.weight is [2,3], not [3,2])")
                    .hasMessageNotContaining("layer20")
                    .hasMessageNotContaining("batches");
        }
    }

    @Test
    void aCheckpointThatFitsGivesItsValues() throws IOException {
        TestFiles.torchLegacy(file("l"), threeTensors());
        List<Parameter> parameters = List.of(
                new Parameter("block.weight", Shape.of(2, 3), Parameter.Role.TRAINED, Init.NONE),
                new Parameter("block.bias", Shape.of(2), Parameter.Role.TRAINED, Init.NONE),
                new Parameter("steps", Shape.SCALAR, Parameter.Role.UNREAD, Init.NONE));
        try (Checkpoint c = Checkpoint.open(file("l"))) {
            assertThat(MatchedWeights.match(c, parameters).tensor("block.bias", Shape.of(2)))
                    .containsExactly(7, 8);
        }
    }

    @Test
    void quantisedWeightsAreRefused() throws IOException {
        Map<String, TestTensor> tensors = Map.of("w", new TestTensor("CharStorage", new byte[] {3, 4}, 1, List.of(2L)));
        Path file = torch(
                Map.of("0", new byte[] {3, 4}),
                new PickleWriter().stateDict(tensors).end());
        try (Checkpoint c = Checkpoint.open(file)) {
            assertThatThrownBy(() -> MatchedWeights.match(
                            c, List.of(new Parameter("w", Shape.of(2), Parameter.Role.TRAINED, Init.NONE))))
                    .isInstanceOf(AssayException.class)
                    .hasMessageContaining("1 not in floating point (w is INT8)");
        }
    }

    @Test
    void theHashInAFileNameIsChecked() throws IOException {
        byte[] content = "weights".getBytes(StandardCharsets.UTF_8);
        String sha256 = WeightFile.verify(write("plain.pth", content));
        assertThat(WeightFile.verify(write("w-" + sha256.substring(0, 8) + ".pth", content)))
                .isEqualTo(sha256);
        assertThat(WeightFile.verify(write("w-20260101.pth", content))).isEqualTo(sha256);
        assertThatThrownBy(() -> WeightFile.verify(write("w-6726825d.pth", content)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("its SHA-256 is " + sha256)
                .hasMessageContaining("must begin with 6726825d");
    }
}
