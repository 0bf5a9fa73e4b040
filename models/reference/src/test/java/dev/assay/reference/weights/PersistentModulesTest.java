package dev.assay.reference.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.graph.InitialWeights;
import dev.assay.graph.Parameter;
import dev.assay.graph.ShapeBackend;
import dev.assay.graph.Weights;
import dev.assay.reference.model.Models;
import dev.assay.reference.weights.PickleWriter.TestTensor;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints of EDM and RDM, which are objects with their source. */
class PersistentModulesTest {
    private static final List<Parameter> TINY =
            ShapeBackend.describe(Models.named("edm-tiny").network()).parameters();
    private static final Weights AVERAGED = new InitialWeights(TINY, 1);
    private static final Weights LAST = new InitialWeights(TINY, 2);

    @TempDir
    private Path folder;

    private Path write(String kind) throws IOException {
        Path file = folder.resolve("network." + kind);
        if (kind.equals("pkl")) {
            PersistentModules.pickle(file, TINY, AVERAGED);
        } else {
            PersistentModules.zip(file, TINY, AVERAGED, LAST);
        }
        return file;
    }

    @ParameterizedTest
    @ValueSource(strings = {"pkl", "pt"})
    void theAveragedNetworkIsFoundAndFits(String kind) throws IOException {
        try (Checkpoint c = Checkpoint.open(write(kind))) {
            CheckpointView view = CheckpointView.of(c, TINY, Set.of(), Optional.empty());
            assertThat(view.part()).isEqualTo("ema");
            assertThat(view.notes()).contains("read as EDM");
            Weights weights = MatchedWeights.match(view, TINY);
            for (Parameter p : TINY) {
                assertThat(weights.tensor(p.name(), p.shape()))
                        .as(p.name())
                        .isEqualTo(AVERAGED.tensor(p.name(), p.shape()));
            }
        }
    }

    @Test
    void theLastNetworkIsReadIfItIsNamed() throws IOException {
        try (Checkpoint c = Checkpoint.open(write("pt"))) {
            CheckpointView view = CheckpointView.of(c, TINY, Set.of(), Optional.of("net"));
            Parameter first = TINY.get(0);
            assertThat(MatchedWeights.match(view, TINY).tensor(first.name(), first.shape()))
                    .isEqualTo(LAST.tensor(first.name(), first.shape()));
        }
    }

    /** A network that was trained with augmentation labels makes images without them. */
    @Test
    void whatAugmentationLabelsPassThroughIsLeftOutWhereTheNetworkLacksIt() throws IOException {
        List<Parameter> more = new java.util.ArrayList<>(TINY);
        more.add(new Parameter(
                "model.map_augment.weight",
                dev.assay.graph.Shape.of(32, 9),
                Parameter.Role.TRAINED,
                dev.assay.graph.Init.ONES));
        Path file = folder.resolve("augmented.pkl");
        PersistentModules.pickle(file, more, new InitialWeights(more, 1));
        try (Checkpoint c = Checkpoint.open(file)) {
            CheckpointView view = CheckpointView.of(c, TINY, Set.of(), Optional.empty());
            assertThat(WeightMap.of(view, TINY, Set.of()).fits()).isTrue();
        }
    }

    private Path small() throws IOException {
        List<Parameter> few = TINY.subList(0, 2);
        Path file = folder.resolve("small.pkl");
        PersistentModules.pickle(file, few, (name, shape) -> new float[(int) Math.min(shape.elements(), 100_000)]);
        return file;
    }

    @Test
    void aFileCutOffAnywhereIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(small());
        Path cut = folder.resolve("cut.pkl");
        for (int length = 0; length < whole.length; length += length < 3000 ? 5 : 997) {
            Files.write(cut, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Checkpoint.open(cut).close())
                    .isInstanceOf(AssayException.class)
                    .hasMessageMatching("(?s).+: .+; .+; .+");
        }
    }

    @Test
    void damagedFilesNeverEndInAnythingButAClearError() throws IOException {
        byte[] whole = Files.readAllBytes(small());
        Random random = new Random(7);
        for (int trial = 0; trial < 300; trial++) {
            byte[] damaged = whole.clone();
            for (int hit = random.nextInt(3); hit >= 0; hit--) {
                damaged[random.nextInt(1500)] = (byte) random.nextInt(256);
            }
            Path file = Files.write(folder.resolve("damaged.pkl"), damaged);
            try (Checkpoint c = Checkpoint.open(file)) {
                for (String name : c.tensors().keySet()) {
                    assertThat(c.floats(name).length).isLessThan(1 << 20);
                }
            } catch (AssayException refused) {
                assertThat(refused).hasMessageMatching("(?s).+: .+; .+; .+");
            }
        }
    }

    private Path withStorage(byte[] storage) throws IOException {
        PickleWriter out = new PickleWriter(4).code('}').code('(').text("w");
        out.global("torch._utils", "_rebuild_tensor_v2").code('(');
        out.global("torch.storage", "_load_from_bytes").blob(storage).code(0x85).code('R');
        out.number(0)
                .numbers(List.of(2L))
                .numbers(List.of(1L))
                .code(0x89)
                .code('N')
                .code('t')
                .code('R');
        return Files.write(folder.resolve("w.pkl"), out.code('u').end());
    }

    @Test
    void aPlainPickleOfTensorsIsRead() throws IOException {
        byte[] storage = PersistentModules.storage(TestTensor.floats(new float[] {3, 4}, 2L));
        try (Checkpoint c = Checkpoint.open(withStorage(storage))) {
            assertThat(c.floats("w")).containsExactly(3, 4);
        }
    }

    @Test
    void aStorageThatStatesMoreThanItsBytesIsRefused() throws IOException {
        byte[] storage = PersistentModules.storage(TestTensor.floats(new float[] {3, 4}, 2L));
        Path file = withStorage(Arrays.copyOf(storage, storage.length - 1));
        assertThatThrownBy(() -> Checkpoint.open(file))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("a storage of 2 elements in 7 bytes");
    }

    @Test
    void aStorageWithinAStorageIsRefused() throws IOException {
        PickleWriter inner = new PickleWriter(4).global("torch.storage", "_load_from_bytes");
        byte[] nested = inner.blob(new byte[10]).code(0x85).code('R').end();
        Path file = withStorage(TestFiles.bytes(List.of(TestFiles.legacyHeader(), nested)));
        assertThatThrownBy(() -> Checkpoint.open(file))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("a storage within another, or of no bytes");
    }

    @Test
    void otherClassesAreNotAskedFor() throws IOException {
        PickleWriter out = new PickleWriter(4)
                .global("os", "system")
                .text("echo")
                .code(0x85)
                .code('R');
        Path file = Files.write(folder.resolve("evil.pkl"), out.end());
        assertThatThrownBy(() -> Checkpoint.open(file))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("its pickle asks for os.system")
                .hasMessageContaining("nothing in a file is executed");
    }
}
