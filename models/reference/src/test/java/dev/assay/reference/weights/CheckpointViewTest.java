package dev.assay.reference.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.graph.DataType;
import dev.assay.graph.Init;
import dev.assay.graph.Parameter;
import dev.assay.graph.Shape;
import dev.assay.spec.AssayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointViewTest {
    private static final List<Parameter> NETWORK = List.of(
            new Parameter("stem.weight", Shape.of(2), Parameter.Role.TRAINED, Init.NONE),
            new Parameter("head.bias", Shape.of(1), Parameter.Role.TRAINED, Init.NONE),
            new Parameter("head.counter", Shape.of(1), Parameter.Role.UNREAD, Init.NONE));

    /** The network under each prefix in turn, with other values: 0, 1 and 2 under the first, then 10, 11, 12. */
    private static MemoryCheckpoint file(String... prefixes) {
        MemoryCheckpoint file = new MemoryCheckpoint("t.pt");
        for (int i = 0; i < prefixes.length; i++) {
            file.add(prefixes[i] + "head.bias", new float[] {10 * i}, 1);
            file.add(prefixes[i] + "stem.weight", new float[] {10 * i + 1, 10 * i + 2}, 2);
        }
        return file;
    }

    private static MemoryCheckpoint withTraining(MemoryCheckpoint file) {
        file.add("opt.state.0.exp_avg", new float[2], 2);
        return file.add("opt.state.0.step", DataType.INT64, List.of());
    }

    private static CheckpointView view(Checkpoint file, String part) {
        return CheckpointView.of(file, NETWORK, Set.of(), Optional.of(part).filter(p -> !p.isEmpty()));
    }

    private static void assertReads(CheckpointView view, float... values) {
        MatchedWeights weights = MatchedWeights.match(view, NETWORK);
        assertThat(weights.tensor("head.bias", Shape.of(1))).containsExactly(values[0]);
        assertThat(weights.tensor("stem.weight", Shape.of(2))).containsExactly(values[1], values[2]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "module.",
                "model.",
                "state_dict.",
                "net.",
                "state_dict.model.module.",
                "_orig_mod.",
                "module._orig_mod.",
                "anything.at.all."
            })
    void whateverStandsBeforeTheNamesIsStripped(String prefix) {
        try (CheckpointView view = view(file(prefix), "")) {
            assertReads(view, 0, 1, 2);
        }
    }

    @Test
    void averagedWeightsAreTakenWhereBothAreThereAndThatIsSaid() {
        try (CheckpointView view = view(withTraining(file("model.module.", "ema.")), "")) {
            assertReads(view, 10, 11, 12);
            assertThat(view.part()).isEqualTo("ema");
            assertThat(view.notes())
                    .containsExactly(
                            "read as the network's own names",
                            "'model.module' has the weights too",
                            "taken from 'ema'",
                            "left out: model (2 tensors), opt (2 tensors)");
        }
        try (CheckpointView view = view(withTraining(file("ema.", "model.")), "")) {
            assertReads(view, 0, 1, 2);
        }
    }

    @Test
    void averagedWeightsThatAreIncompleteAreNotTakenAndThatIsSaid() {
        List<Parameter> network = new ArrayList<>(NETWORK);
        network.add(new Parameter("running_mean", Shape.of(1), Parameter.Role.BUFFER, Init.NONE));
        MemoryCheckpoint file = file("model.", "ema.").add("model.running_mean", new float[1], 1);
        try (CheckpointView view = CheckpointView.of(file, network, Set.of(), Optional.empty())) {
            assertThat(view.part()).isEqualTo("model");
            assertThat(view.notes()).contains("'ema' has only 2 of the 3 tensors");
        }
    }

    @Test
    void thePartThatIsAskedForIsTaken() {
        try (CheckpointView view = view(withTraining(file("model.module.", "ema.")), "model")) {
            assertThat(view.part()).isEqualTo("model.module");
            assertReads(view, 0, 1, 2);
        }
        try (CheckpointView view = view(file("", "ema."), ".")) {
            assertThat(view.part()).isEmpty();
            assertThat(view.tensors()).containsKeys("ema.head.bias");
        }
        assertThatThrownBy(() -> view(withTraining(file("model.", "ema.")), "emma"))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("part of t.pt 'emma'")
                .hasMessageContaining("there are ema, model, opt")
                .hasMessageContaining("did you mean ema");
    }

    @Test
    void twoReadingsThatAreAsGoodAreNotDecidedSilently() {
        assertThatThrownBy(() -> view(file("teacher.", "student."), ""))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("t.pt: weights are there 2 times: student (the network's own names), teacher")
                .hasMessageContaining("name the part to take");
        assertThatThrownBy(() -> view(file("model.", "ema_0.99.", "ema_0.9999."), ""))
                .hasMessageContaining("2 times: ema_0.99 (the network's own names), ema_0.9999");
        try (CheckpointView view = view(file("teacher.", "student."), "student")) {
            assertReads(view, 10, 11, 12);
        }
    }

    @Test
    void anOptimiserBesideTheWeightsIsLeftOut() {
        try (CheckpointView view = view(withTraining(file("")), "")) {
            assertReads(view, 0, 1, 2);
            assertThat(view.notes()).containsExactly("read as the network's own names", "left out: opt (2 tensors)");
        }
    }

    @Test
    void whatElseIsInThePartIsUnexpected() {
        MemoryCheckpoint file = file("model.").add("model.tail.weight", new float[3], 3);
        try (CheckpointView view = view(file, "")) {
            assertThatThrownBy(() -> MatchedWeights.match(view, NETWORK))
                    .hasMessageContaining("t.pt: does not fit the network: 1 unexpected (tail.weight)");
        }
    }

    @Test
    void anIncompletePartIsReportedByTheNamesOfTheNetwork() {
        MemoryCheckpoint file = withTraining(new MemoryCheckpoint("t.pt"))
                .add("ema.stem.weight", new float[3], 3)
                .add("model.stem.weight", new float[3], 3);
        try (CheckpointView view = view(file, "")) {
            assertThat(view.part()).isEqualTo("ema");
            assertThatThrownBy(() -> MatchedWeights.match(view, NETWORK))
                    .isInstanceOf(AssayException.class)
                    .hasMessageContaining("1 missing (head.bias)")
                    .hasMessageContaining("1 wrongly shaped (stem.weight is [3], not [2])");
        }
    }

    @Test
    void aFileOfAnotherNetworkIsRefused() {
        MemoryCheckpoint file = new MemoryCheckpoint("other.pt")
                .add("ema.conv1.weight", new float[1], 1)
                .add("ema.fc.weight", new float[1], 1);
        for (String part : List.of("", "ema")) {
            try (CheckpointView view = view(file, part)) {
                assertThatThrownBy(() -> MatchedWeights.match(view, NETWORK))
                        .isInstanceOf(AssayException.class)
                        .hasMessageContaining("2 missing (stem.weight, head.bias)")
                        .hasMessageContaining("2 unexpected (")
                        .hasMessageContaining("conv1.weight");
            }
        }
    }

    @Test
    void twoNamesThatDifferByWrappersOnlyAreRefused() {
        assertThatThrownBy(() -> view(file("", "_orig_mod."), ""))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("two tensors named 'head.bias'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "module.", "model.module.", "state_dict.", "ema_model.module."})
    void withoutANetworkTheUsualDictionariesAreStripped(String prefix) {
        try (CheckpointView view = CheckpointView.plain(withTraining(file(prefix)), Optional.empty())) {
            assertThat(view.tensors().keySet()).containsExactly("head.bias", "stem.weight");
            assertThat(view.floats("stem.weight")).containsExactly(1, 2);
        }
    }

    @Test
    void withoutANetworkAveragedWeightsAreTakenToo() {
        try (CheckpointView view = CheckpointView.plain(withTraining(file("model.", "ema.")), Optional.empty())) {
            assertThat(view.floats("head.bias")).containsExactly(10);
            assertThat(view.notes())
                    .containsExactly(
                            "'model' has weights too",
                            "taken from 'ema'",
                            "left out: model (2 tensors), opt (2 tensors)");
        }
        try (CheckpointView view = CheckpointView.plain(file("model.", "ema."), Optional.of("model"))) {
            assertThat(view.floats("head.bias")).containsExactly(0);
        }
        try (CheckpointView view = CheckpointView.plain(file("model.", "ema."), Optional.of("."))) {
            assertThat(view.tensors()).hasSize(4);
        }
        assertThatThrownBy(() -> CheckpointView.plain(file("model.", "net."), Optional.empty()))
                .hasMessageContaining("weights are there 2 times: model, net");
    }

    @Test
    void withoutANetworkAnUnusualDictionaryIsKept() {
        try (CheckpointView view = CheckpointView.plain(file("stages."), Optional.empty())) {
            assertThat(view.tensors().keySet()).containsExactly("stages.head.bias", "stages.stem.weight");
        }
    }
}
