package dev.assay.reference.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.graph.DataType;
import dev.assay.graph.Network;
import dev.assay.graph.OnnxSession;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.ShapeBackend;
import dev.assay.graph.Tensor;
import dev.assay.graph.Weights;
import dev.assay.reference.diffusion.ImageShape;
import dev.assay.reference.diffusion.Noise;
import dev.assay.reference.edm.DhariwalUnet;
import dev.assay.reference.edm.EdmPreconditioning;
import dev.assay.reference.edm.Preconditioned;
import dev.assay.reference.model.DenoisingNetwork;
import dev.assay.spec.AssayException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole steps inside a network against the same steps outside. */
class RelayStepTest {
    /** Both are made of float32 estimates of size 1; the sums around them are float32 inside, float64 outside. */
    private static final double FLOAT32 = 1e-5;

    private static final ImageShape SHAPE = new ImageShape(3, 8, 8);
    private static final BlockDct DCT = new BlockDct(2);
    private static final RelayNoise WHITE = RelayNoise.WHITE;
    private static final RelayNoise BLOCKS = new RelayNoise(0.3, new BlockNoise(2), RelayNoise.Form.PAPER);

    @TempDir
    private Path folder;

    private static DenoisingNetwork tiny() {
        DhariwalUnet unet = new DhariwalUnet(8, 3, 3, 5, 0, 16, List.of(1, 2), 4, 1, List.of(4));
        return new Preconditioned(unet, new EdmPreconditioning(0.5));
    }

    /** The same for the denoiser and the step: values depend on the name. */
    private static Weights weights() {
        return (name, shape) -> {
            int count = Math.toIntExact(shape.elements());
            float[] values = new float[count];
            double scale = shape.rank() > 1 ? Math.sqrt((double) shape.dim(0) / count) : 0.5;
            scale *= name.contains("map_label") ? 5 : 1;
            for (int i = 0; i < count; i++) {
                values[i] = (float) (scale * Math.sin(12.9898 * (i + 1) + name.hashCode() % 1000));
            }
            return values;
        };
    }

    static Stream<Arguments> steps() {
        return Stream.of(
                Arguments.of(RelayUpdate.Corrector.NONE, 0.2, BLOCKS, 1),
                Arguments.of(RelayUpdate.Corrector.RELEASED, 0.2, BLOCKS, 3.5),
                Arguments.of(RelayUpdate.Corrector.RELEASED, 0.5, WHITE, 1),
                Arguments.of(RelayUpdate.Corrector.RELEASED, 0, WHITE, 2),
                Arguments.of(RelayUpdate.Corrector.ESTIMATES, 0.2, BLOCKS, 3.5));
    }

    @ParameterizedTest
    @MethodSource("steps")
    void aStepInsideANetworkIsTheStepOutside(
            RelayUpdate.Corrector corrector, double eta, RelayNoise noise, double weight) {
        RelayUpdate update = new RelayUpdate(corrector, eta, noise);
        DenoisingNetwork denoiser = GuidedDenoiser.of(tiny(), weight);
        ArrayPatches patches = new ArrayPatches(SHAPE, DCT);
        double[] x = Patterns.images(3 * SHAPE.elements(), 0.4);
        RelaySampler sampler = new RelaySampler(
                new SigmaGrid(5, 0.01, 0.8, 7), 0.9, update, Churn.NONE, OperatorsGoldenTest.IMAGENET, DCT);
        Noise<double[]> white = draw -> Patterns.images(3 * SHAPE.elements(), draw);
        try (OnnxSession plain = Patterns.open(denoiser, weights(), folder.resolve("denoiser"));
                OnnxSession whole =
                        Patterns.open(new RelayStep(denoiser, DCT, update), weights(), folder.resolve("step"))) {
            SessionDenoiser outside = SessionDenoiser.of(denoiser, plain, 0, 4, 2);
            SessionSteps inside = new SessionSteps(whole, update, outside);
            for (Transition transition : sampler.transitions()) {
                double[] stepped = inside.next(transition, x, x, white::draw);
                double[] expected = RelaySteps.of(patches, update, outside).next(transition, x, x, white::draw);
                assertThat(stepped).containsExactly(expected, within(FLOAT32));
            }
            double[] images = sampler.sample(patches, inside, white, x);
            assertThat(images).containsExactly(sampler.sample(patches, outside, white, x), within(FLOAT32));
        }
    }

    /** A denoiser without parameters, as a network and in double. */
    private record WholeRun(RelaySampler sampler) implements Network {
        @Override
        public List<Port> inputs() {
            Shape batch = Shape.of(Shape.BATCH, 3, 8, 8);
            return List.of(new Port("enlarged", DataType.FLOAT32, batch), new Port("start", DataType.FLOAT32, batch));
        }

        @Override
        public Map<String, Tensor> outputs(Scope scope, Map<String, Tensor> inputs) {
            TensorPatches patches = new TensorPatches(scope.backend(), DCT);
            Noise<Tensor> noise = Noise.startingAt(inputs.get("start"));
            return Map.of(
                    "images",
                    sampler.sample(patches, (x, sigma) -> x.div(1 + sigma).tanh(), noise, inputs.get("enlarged")));
        }
    }

    @Test
    void aWholeOdeRunsInsideANetwork() {
        RelayUpdate update = new RelayUpdate(RelayUpdate.Corrector.RELEASED, 0, WHITE);
        RelaySampler sampler = new RelaySampler(
                new SigmaGrid(5, 0.01, 0.8, 7), 0.9, update, Churn.NONE, OperatorsGoldenTest.IMAGENET, DCT);
        double[] enlarged = Patterns.images(2 * SHAPE.elements(), 0.4);
        double[] start = Patterns.images(2 * SHAPE.elements(), 1.4);
        double[] inside = Patterns.doubles(Patterns.run(
                        new WholeRun(sampler),
                        Map.of("enlarged", Patterns.batch(enlarged, SHAPE), "start", Patterns.batch(start, SHAPE)),
                        folder)
                .get("images"));
        double[] outside = sampler.sample(
                new ArrayPatches(SHAPE, DCT),
                (x, sigma) ->
                        Arrays.stream(x).map(v -> Math.tanh(v / (1 + sigma))).toArray(),
                Noise.startingAt(start),
                enlarged);
        assertThat(inside).containsExactly(outside, within(FLOAT32));
    }

    @Test
    void guidanceMixesTheEstimatesOfOneBatch() {
        DenoisingNetwork plain = tiny();
        DenoisingNetwork guided = GuidedDenoiser.of(plain, 3.5);
        double[] x = Patterns.images(2 * SHAPE.elements(), 0.4);
        try (OnnxSession one = Patterns.open(plain, weights(), folder.resolve("one"));
                OnnxSession two = Patterns.open(guided, weights(), folder.resolve("two"))) {
            double[] conditional = SessionDenoiser.of(plain, one, 1, 3).denoised(x, 0.7);
            double[] unconditional = SessionDenoiser.of(plain, one, -1, -1).denoised(x, 0.7);
            double[] mixed = SessionDenoiser.of(guided, two, 1, 3).denoised(x, 0.7);
            assertThat(Patterns.largestDifference(conditional, unconditional)).isGreaterThan(0.01);
            for (int i = 0; i < mixed.length; i++) {
                assertThat(mixed[i]).isCloseTo(3.5 * conditional[i] - 2.5 * unconditional[i], within(FLOAT32));
            }
        }
    }

    @Test
    void aStepEvaluatesTheNetworkAsOftenAsItsCorrectorAsks() {
        long once = ShapeBackend.describe(tiny()).macs();
        RelayStep one = new RelayStep(tiny(), DCT, new RelayUpdate(RelayUpdate.Corrector.NONE, 0, WHITE));
        RelayStep two = new RelayStep(
                GuidedDenoiser.of(tiny(), 2), DCT, new RelayUpdate(RelayUpdate.Corrector.RELEASED, 0, WHITE));
        assertThat(ShapeBackend.describe(one).macs() / once).isEqualTo(1);
        assertThat(ShapeBackend.describe(two).macs() / once).isEqualTo(4);
        assertThat(names(two)).isEqualTo(names(tiny()));
    }

    private static List<String> names(Network network) {
        return ShapeBackend.describe(network).parameters().stream()
                .map(p -> p.name() + p.shape())
                .toList();
    }

    @Test
    void inputsAreNamed() {
        RelayUpdate update = new RelayUpdate(RelayUpdate.Corrector.RELEASED, 0.2, BLOCKS);
        assertThat(new RelayStep(GuidedDenoiser.of(tiny(), 2), DCT, update).inputs())
                .extracting(Port::name)
                .containsExactly(
                        "x",
                        "sigma",
                        "next",
                        "kept",
                        "kept_next",
                        "white_0",
                        "white_1",
                        "white_2",
                        "white_3",
                        "class_labels",
                        "unconditional_class_labels");
    }

    @Test
    void guidanceWithoutClassesIsAnError() {
        DhariwalUnet unet = new DhariwalUnet(8, 3, 3, 0, 0, 16, List.of(1), 4, 1, List.of());
        DenoisingNetwork network = new Preconditioned(unet, new EdmPreconditioning(0.5));
        assertThatThrownBy(() -> GuidedDenoiser.of(network, 2))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("the network has no classes");
        assertThat(GuidedDenoiser.of(network, 1)).isSameAs(network);
    }

    @Test
    void churnIsNotForStepsInsideANetwork() {
        RelayUpdate update = new RelayUpdate(RelayUpdate.Corrector.NONE, 0, WHITE);
        Transition transition = new Transition(0.5, 0.6, 0.4, new double[4], new double[4]);
        double[] x = new double[SHAPE.elements()];
        try (OnnxSession session = Patterns.open(tiny(), weights(), folder)) {
            SessionSteps steps = new SessionSteps(session, update, SessionDenoiser.of(tiny(), session, 0));
            assertThatThrownBy(() -> steps.next(transition, x, x, draw -> x))
                    .isInstanceOf(AssayException.class)
                    .hasMessageContaining("steps inside a network have none");
        }
    }
}
