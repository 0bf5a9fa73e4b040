package dev.assay.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.graph.DataType;
import dev.assay.graph.Parameter;
import dev.assay.graph.Weights;
import dev.assay.reference.weights.SafetensorsWriter;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingStateTest {
    private static final Torch TORCH = Torch.start(1);

    @TempDir
    private Path folder;

    private static TrainingState begin() {
        return TrainingState.begin(TORCH, TinyNetwork.setup(), TinyTraining.INITIAL);
    }

    private TrainingState load(Path file) {
        return TrainingState.load(TORCH, TinyNetwork.setup(), file, TinyTraining.SETTINGS);
    }

    private static void train(TrainingState state, long steps) {
        while (state.step() < steps) {
            TinyTraining.step(TORCH, state);
        }
    }

    private static Map<String, float[]> values(TrainingState state) {
        Map<String, float[]> values = new TreeMap<>();
        Map<String, Weights> kinds = Map.of(
                "value ", state.parameters().weights(),
                "average ", state.average().parameters().weights(),
                "first ", state.optimiser().moments().first(),
                "second ", state.optimiser().moments().second());
        for (Parameter p : state.parameters().list()) {
            kinds.forEach((kind, weights) -> {
                if (p.role() == Parameter.Role.TRAINED || kind.equals("value ")) {
                    values.put(kind + p.name(), weights.tensor(p.name(), p.shape()));
                }
            });
        }
        return values;
    }

    private static void assertSame(Map<String, float[]> actual, Map<String, float[]> expected) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, values) -> assertThat(actual.get(name)).as(name).isEqualTo(values));
    }

    @Test
    void aTrainingThatStoppedGoesOnBitForBit() {
        Map<String, float[]> whole;
        try (TrainingState state = begin()) {
            train(state, 12);
            whole = values(state);
        }
        Path file = folder.resolve("s.safetensors");
        try (TrainingState state = begin()) {
            train(state, 5);
            state.save(file, TinyTraining.SETTINGS);
        }
        try (TrainingState state = load(file)) {
            assertThat(state.step()).isEqualTo(5);
            train(state, 12);
            assertSame(values(state), whole);
        }
    }

    @Test
    void aKilledProcessIsTakenUpByAnother() throws IOException, InterruptedException {
        Map<String, float[]> whole;
        try (TrainingState state = begin()) {
            train(state, 6);
            whole = values(state);
        }
        String path = folder.toString();
        assertThat(TinyTraining.process("-Xmx256m", "kill", path, "3").start().waitFor())
                .isEqualTo(137);
        assertThat(TinyTraining.process("-Xmx256m", "train", path, "6").start().waitFor())
                .isZero();
        try (TrainingState state = load(new SavedStates(folder, 2).latest().orElseThrow())) {
            assertSame(values(state), whole);
        }
    }

    @Test
    void trainingMakesTheLossSmaller() {
        try (TrainingState state = begin()) {
            double first = TinyTraining.step(TORCH, state);
            train(state, 150);
            double late = 0;
            for (int i = 0; i < 10; i++) {
                late += TinyTraining.step(TORCH, state) / 10;
            }
            assertThat(late).isLessThan(0.8 * first);
        }
    }

    @Test
    void theLastFewStatesStay() throws IOException {
        SavedStates states = new SavedStates(folder, 2);
        assertThat(states.latest()).isEmpty();
        Files.writeString(folder.resolve(".step-000000001.safetensors.a-b.part"), "half");
        Files.writeString(folder.resolve("notes.txt"), "mine");
        try (TrainingState state = begin()) {
            for (int i = 1; i <= 4; i++) {
                train(state, i);
                states.save(state, TinyTraining.SETTINGS);
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder("notes.txt", "step-000000003.safetensors", "step-000000004.safetensors");
        }
        assertThat(states.latest()).hasValue(folder.resolve("step-000000004.safetensors"));
    }

    @Test
    void otherSettingsAreRefused() {
        Path file = folder.resolve("s.safetensors");
        try (TrainingState state = begin()) {
            state.save(file, TinyTraining.SETTINGS);
        }
        assertThatThrownBy(() -> TrainingState.load(
                        TORCH, TinyNetwork.setup(), file, Map.of("seed", "2", "batch", "4", "a", "b")))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("seed was 1, not 2")
                .hasMessageContaining("a is new");
        assertThatThrownBy(() -> TrainingState.load(TORCH, TinyNetwork.setup(), file, Map.of("seed", "1")))
                .hasMessageContaining("batch was 4 and is gone");
    }

    @Test
    void anotherNetworkIsRefused() {
        Path file = folder.resolve("s.safetensors");
        try (TrainingState state = begin()) {
            state.save(file, TinyTraining.SETTINGS);
        }
        TrainingState.Setup other = new TrainingState.Setup(
                TinyNetwork.setup().parameters().subList(1, 4),
                TinyNetwork.setup().optimiser(),
                name -> true);
        assertThatThrownBy(() -> TrainingState.load(TORCH, other, file, TinyTraining.SETTINGS))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("unexpected (parameters.in.weight");
    }

    @Test
    void aFileOfWeightsIsNoSavedTraining() {
        Path file = folder.resolve("w.safetensors");
        SafetensorsWriter.write(
                file, TinyNetwork.setup().parameters(), TinyTraining.INITIAL, Map.of(), DataType.FLOAT32);
        assertThatThrownBy(() -> load(file))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("it names no step");
    }
}
