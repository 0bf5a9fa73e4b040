package dev.assay.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.InitialWeights;
import dev.assay.graph.Parameter;
import dev.assay.graph.ShapeBackend;
import dev.assay.reference.diffusion.ImageShape;
import dev.assay.reference.edm.DhariwalUnet;
import dev.assay.reference.edm.DhariwalUpsampler;
import dev.assay.reference.edm.EdmPreconditioning;
import dev.assay.reference.edm.Preconditioned;
import dev.assay.reference.edm.RawNetwork;
import dev.assay.reference.relay.DenoisingExample;
import dev.assay.reference.relay.DenoisingLoss;
import dev.assay.reference.relay.DenoisingLosses;
import dev.assay.spec.AssayException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small denoisers on pictures of two colours. */
class DenoisingObjectiveTest {
    private static final DhariwalUnet UNET = new DhariwalUnet(8, 3, 3, 2, 9, 32, List.of(1, 2), 2, 1, List.of(4));
    private static final DhariwalUnet SMALL = new DhariwalUnet(8, 3, 3, 2, 0, 16, List.of(1), 2, 1, List.of());
    private static final RawNetwork UPSAMPLER = new DhariwalUpsampler(4, UNET);
    private static final ImageShape SHAPE = new ImageShape(3, 8, 8);
    private static final int BATCH = 4;
    private static final DenoisingObjective.Options PLAIN = new DenoisingObjective.Options(0.25, 1, 0, 0);

    @TempDir
    private Path folder;

    private static DenoisingLoss loss(String name) {
        return DenoisingLosses.named(
                name, name.equals("relay") ? Map.of("patch", 4) : Map.of("alpha", 0.2, "block", 2));
    }

    private static DenoisingObjective objective(RawNetwork network, String loss, DenoisingObjective.Options options) {
        Preconditioned denoiser = new Preconditioned(network, new EdmPreconditioning(0.5));
        return new DenoisingObjective(denoiser, loss(loss), new TwoColours(20), options, 3, BATCH);
    }

    private static TrainingConfig config(long steps) {
        return config(steps, 2e-3);
    }

    private static TrainingConfig config(long steps, double rate) {
        return new TrainingConfig(
                "test",
                "none",
                new TrainingConfig.Data("two", Map.of(), false, 1, 0),
                3,
                BATCH,
                steps,
                Map.of(),
                new TrainingConfig.Optimizer(rate, 0.9, 0.99, 1e-8, 0, List.of(), 0, 0),
                Map.of("name", "half-life", "images", 100, "ramp", 0.05),
                new TrainingConfig.Checkpoints(10, 2),
                1);
    }

    private Trainer trainer(String loss, long steps, String at) {
        return new Trainer(config(steps), objective(UNET, loss, PLAIN), folder.resolve(at), 1);
    }

    private static float[] floats(Array array) {
        return ((Array.Floats) array).values();
    }

    private static double[] image(int number) {
        float[] values = new float[SHAPE.elements()];
        new TwoColours(20).read(number, values, 0);
        double[] image = new double[values.length];
        Arrays.setAll(image, i -> values[i]);
        return image;
    }

    private static DenoisingExample expected(DenoisingObjective objective, long step, int j) {
        int chosen = new Batches(3, 20, BATCH).at(step)[j];
        return objective.loss().example(image(chosen), SHAPE, 3, step * BATCH + j);
    }

    @ParameterizedTest
    @ValueSource(strings = {"edm", "relay"})
    void examplesAreThoseOfTheLoss(String name) {
        DenoisingObjective objective = objective(UNET, name, PLAIN);
        Objective.Example example = objective.example(7);
        int[] chosen = new Batches(3, 20, BATCH).at(7);
        for (int j = 0; j < BATCH; j++) {
            DenoisingExample one = expected(objective, 7, j);
            assertThat(floats(example.inputs().get("sigma"))[j]).isEqualTo((float) one.sigma());
            assertThat(floats(example.targets().get("weights"))[j]).isEqualTo((float) one.weight());
            for (int i = 0; i < SHAPE.elements(); i++) {
                int at = j * SHAPE.elements() + i;
                assertThat(floats(example.inputs().get("x"))[at]).isEqualTo((float) one.noisy()[i]);
                assertThat(floats(example.targets().get("image"))[at]).isEqualTo((float) one.image()[i]);
            }
            float[] row = Arrays.copyOfRange(floats(example.inputs().get(RawNetwork.CLASS_LABELS)), 2 * j, 2 * j + 2);
            assertThat(row[1 - chosen[j] % 2]).isZero();
        }
        assertThat(floats(example.inputs().get(RawNetwork.AUGMENT_LABELS))).containsOnly(0);
        assertThat(floats(objective.example(7).inputs().get("x")))
                .containsExactly(floats(example.inputs().get("x")));
        assertThat(floats(objective.example(8).inputs().get("x")))
                .isNotEqualTo(floats(example.inputs().get("x")));
    }

    /** 400 images; five standard errors are 0.11. */
    @Test
    void aPartOfTheImagesIsOfNoClass() {
        DenoisingObjective objective = objective(UNET, "edm", PLAIN);
        double named = 0;
        for (int step = 0; step < 100; step++) {
            for (float one : floats(objective.example(step).inputs().get(RawNetwork.CLASS_LABELS))) {
                named += one;
            }
        }
        assertThat(named / (100 * BATCH)).isCloseTo(0.75, within(0.11));
    }

    /** float32 against double through one sum of 192 squares. */
    @ParameterizedTest
    @ValueSource(strings = {"edm", "relay"})
    void theLossIsTheMeanOfThoseOfImages(String name) {
        DenoisingObjective objective = objective(UNET, name, new DenoisingObjective.Options(0, 2.5, 0, 0));
        Trainer trainer = new Trainer(config(1), objective, folder, 1);
        Torch torch = Torch.start(1);
        Objective.Example example = objective.example(0);
        try (Parameters parameters = parameters(torch, objective);
                Step step = torch.training()) {
            double loss =
                    trainer.loss(step, parameters, objective.network(), example).getFloat();
            Map<String, NDArray> inputs = new LinkedHashMap<>();
            example.inputs().forEach((input, array) -> inputs.put(input, step.array(array)));
            float[] denoised = TorchBackend.run(step, objective.network(), parameters, inputs)
                    .get("denoised")
                    .toFloatArray();
            double sum = 0;
            for (int j = 0; j < BATCH; j++) {
                double[] one = new double[SHAPE.elements()];
                int from = j * one.length;
                Arrays.setAll(one, i -> denoised[from + i]);
                sum += expected(objective, 0, j).loss(one);
            }
            assertThat(loss).isCloseTo(2.5 * sum / BATCH, within(1e-5 * loss));
        }
    }

    private static Parameters parameters(Torch torch, Objective objective) {
        List<Parameter> all = ShapeBackend.describe(objective.network()).parameters();
        return Parameters.of(torch, all, new InitialWeights(all, 1), DataType.FLOAT32);
    }

    @ParameterizedTest
    @ValueSource(strings = {"edm", "relay"})
    void theLossFalls(String name) {
        Trainer trainer = new Trainer(config(150, 1e-2), objective(SMALL, name, PLAIN), folder.resolve(name), 1);
        trainer.run((made, loss) -> {});
        List<Double> losses = TrainerTest.losses(trainer);
        assertThat(mean(losses, 110, 150)).isLessThan(0.85 * mean(losses, 0, 20));
    }

    private static double mean(List<Double> losses, int from, int to) {
        return losses.subList(from, to).stream().mapToDouble(l -> l).average().orElseThrow();
    }

    /** As if killed after step 15, with the state of step 10 at hand. */
    @ParameterizedTest
    @ValueSource(strings = {"edm", "relay"})
    void aRunGoesOnAsIfItHadNotStopped(String name) throws Exception {
        Trainer whole = trainer(name, 20, "whole");
        whole.run((made, loss) -> {});
        Trainer killed = trainer(name, 15, "killed");
        killed.run((made, loss) -> {});
        Files.delete(killed.latest().orElseThrow());
        Trainer again = trainer(name, 20, "killed");
        again.run((made, loss) -> {});
        assertThat(TrainerTest.tensors(again.weights())).isEqualTo(TrainerTest.tensors(whole.weights()));
        assertThat(TrainerTest.losses(again)).isEqualTo(TrainerTest.losses(whole));
    }

    @Test
    void anotherLossIsNotGoneOnWith() {
        trainer("edm", 2, "run").run((made, loss) -> {});
        assertThatThrownBy(() -> trainer("relay", 4, "run").run((made, loss) -> {}))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("loss");
    }

    /** Everything but the last convolution lies behind one that is zero; after a few steps, nothing does. */
    @Test
    void gradientsReachAllParameters() {
        DenoisingObjective objective = objective(UPSAMPLER, "edm", new DenoisingObjective.Options(0, 1, 0, 1));
        assertThat(reached(objective, 0)).containsExactlyInAnyOrder("model.out_conv.weight", "model.out_conv.bias");
        List<String> all = ShapeBackend.describe(objective.network()).parameters().stream()
                .filter(p -> p.role() == Parameter.Role.TRAINED)
                .map(Parameter::name)
                .toList();
        assertThat(reached(objective, 3)).containsExactlyInAnyOrderElementsOf(all);
    }

    /** The parameters whose gradient is not zero in the step after some. */
    private List<String> reached(DenoisingObjective objective, long steps) {
        Torch torch = Torch.start(1);
        List<Parameter> all = ShapeBackend.describe(objective.network()).parameters();
        TrainingState.Setup setup =
                new TrainingState.Setup(all, new AdamW.Settings(0.9, 0.99, 1e-8, 0), parameter -> false);
        Trainer trainer = new Trainer(config(9), objective, folder, 1);
        List<String> reached = new ArrayList<>();
        try (TrainingState state = TrainingState.begin(torch, setup, new InitialWeights(all, 1))) {
            for (long made = 0; made <= steps; made++) {
                try (Step step = torch.training()) {
                    NDArray loss = trainer.loss(step, state.parameters(), objective.network(), objective.example(made));
                    List<NDArray> gradients =
                            step.gradients(loss, state.parameters().trainedArrays());
                    reached.clear();
                    for (int i = 0; i < gradients.size(); i++) {
                        if (Gradients.norm(step, List.of(gradients.get(i))) > 0) {
                            reached.add(state.parameters().trained().get(i));
                        }
                    }
                    state.update(step, gradients, 1e-3, 0.9);
                }
            }
        }
        return reached;
    }

    @Test
    void anUpsamplerIsGivenMeansWithNoiseIfAsked() {
        DenoisingObjective clean = objective(UPSAMPLER, "edm", PLAIN);
        int[] chosen = new Batches(3, 20, BATCH).at(2);
        float[] low = floats(clean.example(2).inputs().get(DhariwalUpsampler.LOW_RES));
        assertThat(low).hasSize(BATCH * 12);
        for (int i = 0; i < low.length; i++) {
            assertThat((double) low[i]).isCloseTo(image(chosen[i / 12])[0], within(1e-7));
        }
        DenoisingObjective noisy = objective(UPSAMPLER, "edm", new DenoisingObjective.Options(0, 1, 0.5, 0));
        double squares = 0;
        for (int step = 0; step < 100; step++) {
            float[] with = floats(noisy.example(step).inputs().get(DhariwalUpsampler.LOW_RES));
            float[] without = floats(clean.example(step).inputs().get(DhariwalUpsampler.LOW_RES));
            for (int i = 0; i < with.length; i++) {
                squares += (with[i] - without[i]) * (double) (with[i] - without[i]);
            }
        }
        // the mean square is 0.5^2 / 3; its standard error over 400 levels of relative deviation 0.97 is 0.004
        assertThat(squares / (100 * BATCH * 12)).isCloseTo(0.25 / 3, within(0.021));
    }

    @Test
    void augmentedImagesComeWithTheirLabels() {
        DenoisingObjective.Options options = new DenoisingObjective.Options(0, 1, 0, 1);
        DenoisingObjective objective = objective(UNET, "edm", options);
        Objective.Example example = objective.example(1);
        int[] chosen = new Batches(3, 20, BATCH).at(1);
        for (int j = 0; j < BATCH; j++) {
            Augmentation.Augmented one = new Augmentation(1).of(image(chosen[j]), SHAPE, 3, BATCH + j);
            for (int i = 0; i < Augmentation.LABELS; i++) {
                assertThat(floats(example.inputs().get(RawNetwork.AUGMENT_LABELS))[j * Augmentation.LABELS + i])
                        .isEqualTo((float) one.labels()[i]);
            }
        }
        DhariwalUnet untold = new DhariwalUnet(8, 3, 3, 2, 0, 32, List.of(1), 2, 1, List.of());
        assertThatThrownBy(() -> objective(untold, "edm", options)).hasMessageContaining("augment_dim 9");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        DhariwalUnet larger = new DhariwalUnet(16, 3, 3, 2, 0, 32, List.of(1), 2, 1, List.of());
        assertThatThrownBy(() -> objective(larger, "edm", PLAIN)).hasMessageContaining("the network takes");
        DhariwalUnet one = new DhariwalUnet(8, 3, 3, 1, 0, 32, List.of(1), 2, 1, List.of());
        assertThatThrownBy(() -> objective(one, "edm", PLAIN)).hasMessageContaining("2 classes");
        DhariwalUnet none = new DhariwalUnet(8, 3, 3, 0, 0, 32, List.of(1), 2, 1, List.of());
        assertThatThrownBy(() -> objective(none, "edm", PLAIN)).hasMessageContaining("label_dropout");
        assertThatThrownBy(() -> objective(UNET, "edm", new DenoisingObjective.Options(0, 1, 0.1, 0)))
                .hasMessageContaining("low_noise");
    }
}
