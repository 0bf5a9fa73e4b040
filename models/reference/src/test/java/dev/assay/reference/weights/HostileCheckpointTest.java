package dev.assay.reference.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.graph.Init;
import dev.assay.graph.Parameter;
import dev.assay.graph.Shape;
import dev.assay.reference.weights.PickleWriter.TestTensor;
import dev.assay.reference.weights.TestFiles.Tensors;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints that try to run code, that are damaged, or that belong to another network. */
class HostileCheckpointTest {
    @TempDir
    private Path folder;

    private static final List<Parameter> NETWORK = List.of(
            new Parameter("w", Shape.of(2), Parameter.Role.TRAINED, Init.NONE),
            new Parameter("b", Shape.of(1), Parameter.Role.TRAINED, Init.NONE));

    /** A state dict of one good tensor and then something else, in either form of PyTorch. */
    private Path file(boolean zipped, PickleWriter pickle) throws IOException {
        Path file = folder.resolve("t.pth");
        byte[] two = TestTensor.floats(new float[] {1, 2}).bytes();
        if (zipped) {
            Map<String, byte[]> entries = new LinkedHashMap<>();
            entries.put("data.pkl", pickle.end());
            entries.put("data/0", two);
            TestFiles.zip(file, entries, ZipEntry.STORED);
            return file;
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(TestFiles.legacyHeader());
            out.write(pickle.end());
            out.write(new PickleWriter().code(']').text("0").code('a').end());
            out.write(TestFiles.longs(2));
            out.write(two);
        }
        return file;
    }

    private static PickleWriter withTensor() {
        return new PickleWriter()
                .code('}')
                .text("w")
                .tensor("FloatStorage", "0", 2, 0, List.of(2L), List.of(1L))
                .code('s');
    }

    @ParameterizedTest
    @CsvSource({
        "os,system",
        "posix,system",
        "nt,system",
        "subprocess,Popen",
        "builtins,eval",
        "__builtin__,exec",
        "builtins,getattr",
        "builtins,__import__",
        "torch.hub,load",
        "torch.serialization,load",
        "torch,FloatStorage.__init__",
        "numpy.testing._private.utils,runstring",
        "argparse,Namespace.__setattr__",
        "'',''"
    })
    void whateverAPickleCallsIsRefusedBeforeItIsLookedUp(String module, String name) throws IOException {
        for (boolean zipped : new boolean[] {true, false}) {
            Path call = file(
                    zipped,
                    withTensor()
                            .text("k")
                            .global(module, name)
                            .text("touch " + folder.resolve("owned"))
                            .code(0x85)
                            .code('R')
                            .code('s'));
            assertRefused(call, (module + "." + name).replace("__builtin__", "builtins"));
            Path byStack = file(
                    zipped,
                    withTensor()
                            .text("k")
                            .text(module)
                            .text(name)
                            .code(0x93)
                            .code(')')
                            .code(0x81)
                            .code('s'));
            assertRefused(byStack, (module + "." + name).replace("__builtin__", "builtins"));
        }
        assertThat(folder.resolve("owned")).doesNotExist();
    }

    private static void assertRefused(Path file, String global) {
        assertThatThrownBy(() -> Checkpoint.open(file))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("t.pth: its pickle asks for " + global + "; only tensors")
                .hasMessageContaining("nothing in a file is executed");
    }

    /** INST, OBJ, NEWOBJ_EX, EXT1, PERSID, and codes that do not exist. */
    @ParameterizedTest
    @ValueSource(ints = {'i', 'o', 0x92, 0x82, 'P', 0xFF, 0})
    void codesThatCouldCallAreNotUnderstood(int code) throws IOException {
        PickleWriter pickle = withTensor().code('(').text("os").text("system").code(code);
        Path file = file(true, pickle);
        assertThatThrownBy(() -> Checkpoint.open(file)).hasMessageContaining("pickle code 0x%02x".formatted(code));
    }

    @Test
    void whatIsNoFunctionIsNotCalled() throws IOException {
        Path file = file(
                true,
                withTensor().text("k").text("os.system").code(')').code('R').code('s'));
        assertThatThrownBy(() -> Checkpoint.open(file)).hasMessageContaining("calls something that is no function");
    }

    /** As train.py of DiT saves: model, ema, opt and args, here with the odd things that options hold. */
    @Test
    void aCheckpointOfTrainingGivesTheAveragedWeights() throws IOException {
        PickleWriter pickle = new PickleWriter().code('}').code('(');
        pickle.text("model").code('}').text("module.w").tensor("FloatStorage", "0", 2, 0, List.of(1L), List.of(1L));
        pickle.code('s');
        pickle.text("ema").global("collections", "OrderedDict").code(')').code('R');
        pickle.text("w")
                .tensor("FloatStorage", "0", 2, 1, List.of(1L), List.of(1L))
                .code('s');
        pickle.code('}').text("_metadata").code('N').code('s').code('b'); // attributes of the ordered dictionary
        pickle.text("opt")
                .code('}')
                .text("state")
                .code('}')
                .code('K')
                .code(0)
                .code('}')
                .text("exp_avg");
        pickle.tensor("FloatStorage", "0", 2, 0, List.of(2L), List.of(1L))
                .code('s')
                .code('s')
                .code('s');
        pickle.text("args")
                .global("argparse", "Namespace")
                .code(')')
                .code(0x81)
                .code('}')
                .code('(');
        pickle.text("results_dir")
                .global("pathlib", "PosixPath")
                .text("results")
                .code(0x85)
                .code('R');
        pickle.text("dtype").global("torch", "float32");
        pickle.text("tags").global("__builtin__", "set").code(']').code(0x85).code('R');
        pickle.text("state").global("numpy.core.multiarray", "_reconstruct");
        pickle.global("numpy", "ndarray")
                .code('K')
                .code(0)
                .code(0x85)
                .text("b")
                .code(0x87)
                .code('R');
        pickle.code('(').code('K').code(1).code('t').code('b');
        pickle.code('u').code('b');
        List<Parameter> network = List.of(new Parameter("w", Shape.of(1), Parameter.Role.TRAINED, Init.NONE));
        try (CheckpointView view =
                CheckpointView.of(Checkpoint.open(file(true, pickle.code('u'))), network, Set.of(), Optional.empty())) {
            assertThat(MatchedWeights.match(view, network).tensor("w", Shape.of(1)))
                    .containsExactly(2);
            assertThat(view.notes())
                    .contains("'model.module' has the weights too", "taken from 'ema'")
                    .contains("left out: model (1 tensors), opt (1 tensors)");
        }
    }

    @Test
    void aChangedNumberIsFoundByItsChecksumWhereOneIsStated() throws IOException {
        Path file = folder.resolve("t.pth");
        TestFiles.torchZip(file, new Tensors().add("w", new float[] {1, 2}, 2L));
        byte[] bytes = Files.readAllBytes(file);
        byte[] name = "archive/data/0".getBytes(StandardCharsets.US_ASCII);
        int local = indexOf(bytes, name, 0);
        bytes[local + name.length] ^= 1;
        Files.write(file, bytes);
        try (Checkpoint c = Checkpoint.open(file)) {
            assertThatThrownBy(() -> c.floats("w"))
                    .isInstanceOf(AssayException.class)
                    .hasMessageContaining("t.pth: 'archive/data/0' has the CRC-32");
        }
        int central = indexOf(bytes, name, local + 1);
        for (int i = 0; i < 4; i++) { // PyTorch can be told not to compute the checksum, which then is zero
            bytes[central - 46 + 16 + i] = 0;
        }
        Files.write(file, bytes);
        try (Checkpoint c = Checkpoint.open(file)) {
            assertThat(c.floats("w")[1]).isEqualTo(2);
        }
    }

    private static int indexOf(byte[] bytes, byte[] wanted, int from) {
        for (int i = from; i <= bytes.length - wanted.length; i++) {
            if (java.util.Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        throw new IllegalArgumentException("not there");
    }

    @Test
    void aFileOfAnotherNetworkIsRefusedInEveryForm() throws IOException {
        Tensors tensors = new Tensors().add("conv.weight", new float[4], 2L, 2L).add("b", new float[3], 3L);
        for (String form : List.of("pth", "old.pth", "safetensors", "npz")) {
            Path file = folder.resolve("other." + form);
            switch (form) {
                case "pth" -> TestFiles.torchZip(file, tensors);
                case "old.pth" -> TestFiles.torchLegacy(file, tensors);
                case "npz" -> TestFiles.npz(file, tensors);
                default -> TestFiles.safetensors(file, tensors);
            }
            try (CheckpointView view = CheckpointView.open(file, NETWORK, Set.of(), Optional.empty())) {
                assertThatThrownBy(() -> MatchedWeights.match(view, NETWORK))
                        .isInstanceOf(AssayException.class)
                        .hasMessage(
                                "other." + form + ": does not fit the network: 1 missing (w); 1 unexpected"
                                        + " (conv.weight); 1 wrongly shaped (b is [3], not [1]); names and shapes must be those"
                                        + " of the network, values floating-point; check that the file belongs to this network");
            }
        }
    }

    @Test
    void aPartThatIsNotThereIsAnError() throws IOException {
        Path file = folder.resolve("w.npz");
        TestFiles.npz(file, new Tensors().add("w", new float[2], 2L));
        assertThatThrownBy(() -> CheckpointView.open(file, NETWORK, Set.of(), Optional.of("ema")))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("part of w.npz 'ema': no such part");
    }

    @Test
    void longNamesAreNotRepeatedWithoutEnd() throws IOException {
        PickleWriter pickle = new PickleWriter().code('}').text("k".repeat(990)).code('(');
        pickle.tensor("FloatStorage", "0", 2, 0, List.of(2L), List.of(1L))
                .code('q')
                .code(0);
        for (int i = 0; i < 80_000; i++) { // 80 million letters of names from a file of 160 kB
            pickle.code('h').code(0);
        }
        Path file = file(true, pickle.code('l').code('s'));
        assertThatThrownBy(() -> Checkpoint.open(file))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("a name of 99");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, 1L << 40})
    void textsOfImpossibleLengthAreNotAllocated(long length) throws IOException {
        for (int code : new int[] {0x8d, 0x8e, 0x96}) {
            Path file = file(true, withTensor().code(code).little(8, length));
            assertThatThrownBy(() -> Checkpoint.open(file))
                    .hasMessageContaining("a text of " + Long.toUnsignedString(length) + " bytes");
        }
    }

    @Test
    void namesOfManyDotsAreNotLookedIntoForEver() throws IOException {
        String dots = ".".repeat(900);
        Tensors tensors = new Tensors();
        for (int i = 0; i < 200; i++) {
            tensors.add(dots + i, new float[1], 1L);
        }
        Path file = folder.resolve("dots.safetensors");
        TestFiles.safetensors(file, tensors);
        try (CheckpointView view = CheckpointView.open(file, NETWORK, Set.of(), Optional.empty())) {
            assertThatThrownBy(() -> MatchedWeights.match(view, NETWORK)).hasMessageContaining("200 unexpected");
        }
    }

    /** Strides of zero repeat an element: PyTorch saves expanded tensors so. */
    @Test
    void aFewNumbersAreNotRepeatedIntoGigabytes() throws IOException {
        for (boolean zipped : new boolean[] {true, false}) {
            PickleWriter pickle = new PickleWriter().code('}').text("w");
            pickle.tensor("FloatStorage", "0", 2, 0, List.of(1L << 15, 1L << 15), List.of(0L, 0L))
                    .code('s')
                    .text("b")
                    .tensor("FloatStorage", "0", 2, 0, List.of(1000L, 2L), List.of(0L, 1L));
            try (Checkpoint c = Checkpoint.open(file(zipped, pickle.code('s')))) {
                assertThatThrownBy(() -> c.floats("w"))
                        .isInstanceOf(AssayException.class)
                        .hasMessageContaining("'w' of 1073741824 elements in a stretch of 1");
                assertThat(c.floats("b")).hasSize(2000).startsWith(1, 2, 1, 2);
            }
        }
    }

    @Test
    void longNamesOfFunctionsAreNotRepeatedInMessages() throws IOException {
        PickleWriter pickle =
                withTensor().text("k").text("m".repeat(100_000)).text("f").code(0x93);
        assertThatThrownBy(() -> Checkpoint.open(file(true, pickle.code('s'))))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("a name of 100002 characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'w': {'dtype': 'F32', 'data_offsets': [0, 4]}}",
                "{'w': {'dtype': 'F32', 'shape': 1, 'data_offsets': [0, 4]}}",
                "{'w': {'dtype': 'F32', 'shape': [1], 'data_offsets': 4}}",
                "{'w': {'dtype': 'F32', 'shape': [1], 'data_offsets': [0, 4]}} {}"
            })
    void aHeaderWithoutShapesOrWithMoreBehindItIsRefused(String header) throws IOException {
        byte[] json = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        Path file = folder.resolve("w.safetensors");
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(TestFiles.longs(json.length));
            out.write(json);
            out.write(new byte[4]);
        }
        assertThatThrownBy(() -> Checkpoint.open(file))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("w.safetensors");
    }
}
