package dev.assay.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.graph.Network;
import dev.assay.graph.Tensor;
import dev.assay.reference.dimr.Branch;
import dev.assay.reference.dimr.Dimr;
import dev.assay.reference.dimr.Norm;
import dev.assay.reference.model.DiffusionSettings;
import dev.assay.reference.relay.RelayNoise;
import dev.assay.reference.weights.Checkpoint;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of a DiMR of two tiny branches on pictures of two colours. */
class TrainerTest {
    private static final Dimr NETWORK = new Dimr(
            8,
            3,
            3,
            Norm.TD_RMSN,
            Dimr.Mlp.GLU,
            Dimr.Cascade.ADD,
            List.of(
                    new Branch(Branch.Blocks.TRANSFORMER, 3, 16, 32, 2, 4, 2),
                    new Branch(Branch.Blocks.CONVNEXT, 1, 8, 16, 0, 8, 1)));
    private static final DiffusionSettings SETTINGS = new DiffusionSettings("linear", "eps", 8, -4, 2);

    private static final DiffusionObjective.Options OPTIONS =
            new DiffusionObjective.Options(List.of(0.25, 1.0), 0.1, RelayNoise.WHITE);

    @TempDir
    private Path folder;

    private static TrainingConfig config(long steps, double rate, double clip) {
        return new TrainingConfig(
                "test",
                "none",
                new TrainingConfig.Data("two", Map.of(), false, 1, 0),
                3,
                8,
                steps,
                Map.of("name", "diffusion", "weights", List.of(0.25, 1.0), "label_dropout", 0.1),
                new TrainingConfig.Optimizer(rate, 0.9, 0.99, 1e-8, 0.01, List.of("nodecay_weight"), 5, clip),
                Map.of("name", "constant", "rate", 0.9),
                new TrainingConfig.Checkpoints(10, 2),
                1);
    }

    private Trainer trainer(TrainingConfig config, String at) {
        DiffusionObjective objective =
                new DiffusionObjective(NETWORK, SETTINGS, new TwoColours(20), OPTIONS, config.seed(), config.batch());
        return new Trainer(config, objective, folder.resolve(at), 1);
    }

    private static void run(Trainer trainer) {
        trainer.run((made, loss) -> {});
    }

    @Test
    void theLossFalls() {
        Trainer trainer = trainer(config(120, 3e-3, 1), "falls");
        run(trainer);
        List<StepRow> rows = StepLog.read(trainer.log());
        assertThat(rows).hasSize(120);
        assertThat(mean(rows, 100, 120)).isLessThan(0.5 * mean(rows, 0, 20));
    }

    private static double mean(List<StepRow> rows, int from, int to) {
        return rows.subList(from, to).stream()
                .mapToDouble(StepRow::loss)
                .average()
                .orElseThrow();
    }

    @Test
    void aRunThatWasInterruptedEndsWithTheSameWeights() throws IOException {
        Trainer whole = trainer(config(25, 1e-3, 1), "whole");
        run(whole);
        Trainer parted = trainer(config(25, 1e-3, 1), "parted");
        assertThatThrownBy(() -> parted.run((made, loss) -> {
                    if (made == 13) {
                        Thread.currentThread().interrupt();
                    }
                }))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("stopped after step 13");
        assertThat(parted.latest().orElseThrow().getFileName()).hasToString("step-000000013.safetensors");
        run(parted);
        assertThat(tensors(parted.weights())).isEqualTo(tensors(whole.weights()));
        assertThat(losses(parted)).isEqualTo(losses(whole));
    }

    /** As if killed between states: what came after the last one is made again. */
    @Test
    void aRunGoesOnFromItsLastState() throws IOException {
        Trainer whole = trainer(config(20, 1e-3, 0), "whole");
        run(whole);
        Trainer killed = trainer(config(15, 1e-3, 0), "killed");
        run(killed);
        Files.delete(killed.latest().orElseThrow());
        Files.delete(killed.weights());
        assertThat(killed.latest().orElseThrow().getFileName()).hasToString("step-000000010.safetensors");
        Trainer again = trainer(config(20, 1e-3, 0), "killed");
        run(again);
        assertThat(tensors(again.weights())).isEqualTo(tensors(whole.weights()));
        assertThat(losses(again)).isEqualTo(losses(whole));
    }

    static List<List<Float>> tensors(Path file) {
        List<List<Float>> all = new ArrayList<>();
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            for (String name : checkpoint.tensors().keySet()) {
                List<Float> values = new ArrayList<>();
                for (float v : checkpoint.floats(name)) {
                    values.add(v);
                }
                all.add(values);
            }
        }
        return all;
    }

    static List<Double> losses(Trainer trainer) {
        return StepLog.read(trainer.log()).stream().map(StepRow::loss).toList();
    }

    @Test
    void anotherRunIsNotGoneOnWith() {
        run(trainer(config(10, 1e-3, 0), "run"));
        assertThatThrownBy(() -> run(trainer(config(20, 2e-3, 0), "run")))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("optimizer")
                .hasMessageContaining("another folder");
    }

    @Test
    void aLossThatIsNoNumberStopsTheRun() {
        assertThatThrownBy(() -> run(trainer(config(60, 1e30, 0), "wild")))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("the loss of step")
                .hasMessageContaining("learning_rate");
    }

    @Test
    void aRunThatIsBeyondTheStepsAskedForIsNotCutShort() {
        run(trainer(config(10, 1e-3, 0), "long"));
        assertThatThrownBy(() -> run(trainer(config(5, 1e-3, 0), "long")))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("the run has made 10 steps")
                .hasMessageContaining("asks for 5");
    }

    @Test
    void gradientsThatAreNoNumbersChangeNothing() {
        Trainer whole = trainer(config(10, 1e-3, 1), "steep");
        Trainer steep = new Trainer(whole.config(), new Steep(whole.objective()), whole.folder(), 1);
        assertThatThrownBy(() -> run(steep))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("the length of the gradients of step 1 is");
        assertThat(steep.latest()).isEmpty();
    }

    /** A loss that is finite and whose derivative is not: the root of 0. */
    private record Steep(Objective rest) implements Objective {
        @Override
        public Network network() {
            return rest.network();
        }

        @Override
        public Example example(long step) {
            return rest.example(step);
        }

        @Override
        public Tensor loss(Map<String, Tensor> outputs, Map<String, Tensor> targets) {
            return rest.loss(outputs, targets).mul(0).sqrt();
        }

        @Override
        public Map<String, String> identity() {
            return rest.identity();
        }
    }

    @Test
    void thereIsAWeightForEachResolution() {
        DiffusionObjective.Options one = new DiffusionObjective.Options(List.of(1.0), 0.1, RelayNoise.WHITE);
        assertThatThrownBy(() -> new DiffusionObjective(NETWORK, SETTINGS, new TwoColours(4), one, 1, 2))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("the network predicts at 2 resolutions");
    }

    @Test
    void theStateOfMostStepsIsTheLatest() throws IOException {
        for (String name : List.of("step-999999999", "step-1000000000", "step-000000001")) {
            Files.createFile(folder.resolve(name + ".safetensors"));
        }
        assertThat(new SavedStates(folder, 1).latest()).contains(folder.resolve("step-1000000000.safetensors"));
    }

    @Test
    void everyImageIsSeenOnceAnEpoch() {
        Batches batches = new Batches(1, 20, 8);
        int[] seen = new int[20];
        for (int step = 0; step < 5; step++) {
            for (int i : batches.at(step)) {
                seen[i]++;
            }
        }
        assertThat(seen).containsOnly(2);
        assertThat(new Batches(2, 20, 8).at(0)).isNotEqualTo(batches.at(0));
        assertThat(new Batches(1, 20, 8).at(4)).isEqualTo(batches.at(4));
    }

    @Test
    void dataOfAnotherSizeOrWithMoreClassesIsRefused() {
        DiffusionSettings none = new DiffusionSettings("linear", "eps", 8, -4, -1);
        assertThatThrownBy(() -> new DiffusionObjective(NETWORK, none, new TwoColours(4), OPTIONS, 1, 2))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("label_dropout");
        Dimr fewer = new Dimr(8, 3, 1, Norm.RMSN, Dimr.Mlp.PLAIN, Dimr.Cascade.ADD, NETWORK.branches());
        assertThatThrownBy(() -> new DiffusionObjective(fewer, none, new TwoColours(4), OPTIONS, 1, 2))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("2 classes");
    }
}
