package dev.assay.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.reference.group.Members;
import dev.assay.reference.group.Sight;
import dev.assay.reference.model.DiffusionSettings;
import dev.assay.reference.pixart.Pixart;
import dev.assay.reference.pixart.PixartGroup;
import dev.assay.reference.pixart.WordGroup;
import dev.assay.reference.text.Words;
import dev.assay.spec.AssayException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tiny network on groups whose members are of one colour each. */
class GroupObjectiveTest {
    private static final int BATCH = 12;
    private static final int PIXELS = 64;
    private static final DiffusionSettings SETTINGS = new DiffusionSettings("cosine", "v", 1000, 0, -1);
    private static final WordGroup NETWORK = new WordGroup(
            5,
            new PixartGroup(
                    new Pixart(8, 8, 3, 4, 16, 1, 2, 4, 8, 8, 1, false, false),
                    Members.alike(2, 3, 8, 8),
                    Sight.GROUP));

    @TempDir
    private Path folder;

    /** Member m of a group is of the shade that was drawn plus m / 10. */
    private record Shades(int most) implements TrainingGroups {
        @Override
        public String name() {
            return "shades";
        }

        @Override
        public Shape image() {
            return Shape.of(3, 8, 8);
        }

        @Override
        public Words words() {
            return new Words(List.of("bright", "dark"));
        }

        @Override
        public List<Member> draw(int members, IntUnaryOperator draws) {
            float shade = draws.applyAsInt(2) - 0.5f + 0.01f * draws.applyAsInt(10);
            List<Member> group = new ArrayList<>();
            for (int m = 0; m < members; m++) {
                float[] image = new float[3 * PIXELS];
                Arrays.fill(image, shade + 0.1f * m);
                group.add(new Member(image, shade > 0 ? "bright" : "dark unheard"));
            }
            return group;
        }
    }

    private static GroupObjective objective(double dropout, double given) {
        GroupObjective.Options options = new GroupObjective.Options(4, dropout, given);
        return new GroupObjective(NETWORK, SETTINGS, new Shades(4), options, 3, BATCH);
    }

    private static float[] floats(Map<String, Array> arrays, String name) {
        return ((Array.Floats) arrays.get(name)).values();
    }

    private static long[] tokens(Objective.Example example) {
        return ((Array.Longs) example.inputs().get(WordGroup.TOKENS)).values();
    }

    @Test
    void aStepDependsOnItsNumberAlone() {
        GroupObjective objective = objective(0.3, 0.5);
        Objective.Example later = objective.example(7);
        objective.example(3);
        Objective.Example again = objective(0.3, 0.5).example(7);
        for (String name : List.of("x", "t", "share")) {
            assertThat(floats(again.inputs(), name)).isEqualTo(floats(later.inputs(), name));
        }
        assertThat(tokens(again)).isEqualTo(tokens(later));
        assertThat(floats(again.targets(), "target")).isEqualTo(floats(later.targets(), "target"));
        assertThat(floats(objective.example(8).inputs(), "t")).isNotEqualTo(floats(later.inputs(), "t"));
    }

    @Test
    void groupsAreOfAllSizesAlikeAndTheImagesOfAStepConstant() {
        GroupObjective objective = objective(0, 0.5);
        int[] steps = new int[5];
        for (int step = 0; step < 400; step++) {
            steps[objective.members(step)]++;
        }
        // Four standard deviations of 400 draws of one in four are 35.
        assertThat(steps[0]).isZero();
        for (int n = 1; n <= 4; n++) {
            assertThat(steps[n]).isBetween(65, 135);
        }
        for (int step = 0; step < 12; step++) {
            Objective.Example example = objective.example(step);
            assertThat(floats(example.inputs(), "x")).hasSize(BATCH * 3 * PIXELS);
            assertThat(floats(example.inputs(), "share")).hasSize(BATCH);
            assertThat(((WordGroup) objective.network(step)).members().count()).isEqualTo(objective.members(step));
        }
    }

    private static long stepOf(GroupObjective objective, int members) {
        long step = 0;
        while (objective.members(step) != members) {
            step++;
        }
        return step;
    }

    @Test
    void membersLieOneAfterTheOtherWithTheTimeOfTheirGroup() {
        GroupObjective objective = objective(0, 0);
        long step = stepOf(objective, 3);
        Objective.Example example = objective.example(step);
        float[] x = floats(example.inputs(), "x");
        float[] target = floats(example.targets(), "target");
        float[] times = floats(example.inputs(), "t");
        for (int group = 0; group < 4; group++) {
            double t = times[group] / 1000;
            double alpha = SETTINGS.noise().alpha(t);
            double sigma = SETTINGS.noise().sigma(t);
            double[] shades = new double[3];
            for (int m = 0; m < 3; m++) {
                for (int c = 0; c < 3; c++) {
                    int at = ((group * 3 + c) * 3 + m) * PIXELS;
                    // alpha x - sigma v is the image, whatever the noise; x and v are float32.
                    shades[m] = alpha * x[at] - sigma * target[at];
                    assertThat(alpha * x[at + 63] - sigma * target[at + 63]).isCloseTo(shades[m], within(1e-6));
                }
            }
            assertThat(shades[1] - shades[0]).isCloseTo(0.1, within(1e-6));
            assertThat(shades[2] - shades[0]).isCloseTo(0.2, within(1e-6));
        }
    }

    @Test
    void textsAreDroppedForWholeGroups() {
        GroupObjective objective = objective(0.5, 0);
        int dropped = 0;
        int groups = 0;
        for (int step = 0; step < 40; step++) {
            int n = objective.members(step);
            long[] tokens = tokens(objective.example(step));
            for (int g = 0; g < BATCH / n; g++) {
                boolean none = tokens[g * n * NETWORK.length()] == Words.PADDING;
                for (int m = 0; m < n; m++) {
                    assertThat(tokens[(g * n + m) * NETWORK.length()] == Words.PADDING)
                            .isEqualTo(none);
                }
                dropped += none ? 1 : 0;
                groups++;
            }
        }
        // Half of some 250 groups: five standard deviations of 0.032.
        assertThat((double) dropped / groups).isBetween(0.34, 0.66);
        assertThat(tokens(objective(1, 0).example(0))).containsOnly(Words.PADDING);
        assertThat(tokens(objective(0, 0).example(0))[0]).isNotEqualTo(Words.PADDING);
    }

    @Test
    void someMembersAreGivenCleanButNeverAll() {
        GroupObjective objective = objective(0, 1);
        long step = stepOf(objective, 4);
        Objective.Example example = objective.example(step);
        float[] share = floats(example.inputs(), "share");
        float[] x = floats(example.inputs(), "x");
        float[] weight = floats(example.targets(), "weight");
        for (int group = 0; group < 3; group++) {
            int given = 0;
            double sum = 0;
            for (int m = 0; m < 4; m++) {
                int member = group * 4 + m;
                int at = (group * 3 * 4 + m) * PIXELS;
                if (share[member] == 0) {
                    given++;
                    assertThat(x[at]).isEqualTo(x[at + 63]);
                    assertThat(weight[member * PIXELS]).isZero();
                } else {
                    assertThat(x[at]).isNotEqualTo(x[at + 63]);
                }
                sum += weight[member * PIXELS];
            }
            assertThat(given).isBetween(1, 3);
            assertThat(sum).isCloseTo(4, within(1e-6));
        }
        assertThat(floats(objective(0, 0).example(step).inputs(), "share")).containsOnly(1);
    }

    @Test
    void theLossIsTheMeanOverMembersThatAreNotGiven() {
        Torch torch = Torch.start(1);
        try (Parameters none = Parameters.of(torch, List.of(), (name, shape) -> new float[0], DataType.FLOAT32);
                Step step = torch.training()) {
            TorchBackend backend = new TorchBackend(step, none);
            Tensor made = input(backend, step, new float[] {1, 1, 5, 7}, 1, 1, 1, 4);
            Tensor target = input(backend, step, new float[] {0, 3, 0, 0}, 1, 1, 1, 4);
            Tensor weight = input(backend, step, new float[] {2, 2, 0, 0}, 1, 1, 1, 4);
            Tensor loss = objective(0, 1).loss(Map.of("out", made), Map.of("target", target, "weight", weight));
            assertThat(backend.array(loss).getFloat()).isEqualTo((1 + 4) / 2f);
        }
    }

    private static Tensor input(TorchBackend backend, Step step, float[] values, int... dims) {
        long[] shape = Arrays.stream(dims).asLongStream().toArray();
        NDArray array = step.array(new Array.Floats(values, shape));
        return backend.input(array);
    }

    private static TrainingConfig config(long steps) {
        return new TrainingConfig(
                "test",
                "none",
                new TrainingConfig.Data("shades", Map.of(), false, 1, 0),
                3,
                BATCH,
                steps,
                Map.of("name", "group", "text_dropout", 0.1),
                new TrainingConfig.Optimizer(1e-2, 0.9, 0.99, 1e-8, 0.01, List.of("bias"), 5, 1),
                Map.of("name", "constant", "rate", 0.9),
                new TrainingConfig.Checkpoints(10, 2),
                1);
    }

    @Test
    void aRunThatWasInterruptedEndsWithTheSameWeights() {
        Trainer whole = new Trainer(config(25), objective(0.1, 0.5), folder.resolve("whole"), 1);
        whole.run((made, loss) -> {});
        Trainer parted = new Trainer(config(25), objective(0.1, 0.5), folder.resolve("parted"), 1);
        assertThatThrownBy(() -> parted.run((made, loss) -> {
                    if (made == 13) {
                        Thread.currentThread().interrupt();
                    }
                }))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("stopped after step 13");
        parted.run((made, loss) -> {});
        assertThat(TrainerTest.tensors(parted.weights())).isEqualTo(TrainerTest.tensors(whole.weights()));
        assertThat(TrainerTest.losses(parted)).isEqualTo(TrainerTest.losses(whole));
    }

    @Test
    void dataThatDoesNotFitIsRefused() {
        GroupObjective.Options options = new GroupObjective.Options(4, 0.1, 0);
        assertThatThrownBy(() -> new GroupObjective(NETWORK, SETTINGS, new Shades(3), options, 1, 8))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("the data and the batch allow 3");
        WordGroup fewer = new WordGroup(3, NETWORK.group());
        assertThatThrownBy(() -> new GroupObjective(fewer, SETTINGS, new Shades(4), options, 1, 8))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("4 tokens")
                .hasMessageContaining("knows 3");
    }
}
