package dev.assay.reference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.Device;
import dev.assay.graph.Network;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.OnnxSession;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.SessionOptions;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Samplers recorded into a network give what they give on arrays, in float32. */
class TensorAlgebraTest {
    private static final ArrayAlgebra ARRAYS = new ArrayAlgebra(new ImageShape(4, 4, 4));
    private static final TensorAlgebra TENSORS = new TensorAlgebra();
    private static final NoiseSchedule SCHEDULE = Schedules.named("sd-scaled-linear");

    @TempDir
    private Path folder;

    private record Lambda(UnaryOperator<Tensor> body) implements Network {
        @Override
        public List<Port> inputs() {
            return List.of(new Port("noise", DataType.FLOAT32, Shape.of(Shape.BATCH, 4, 4, 4)));
        }

        @Override
        public Map<String, Tensor> outputs(Scope scope, Map<String, Tensor> inputs) {
            return Map.of("image", body.apply(inputs.get("noise")));
        }
    }

    private double[] run(UnaryOperator<Tensor> body, double[] x) {
        Path file = folder.resolve("network.onnx");
        OnnxFile.write(new Lambda(body), (name, shape) -> new float[0], file, OnnxFile.Storage.INSIDE);
        float[] floats = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            floats[i] = (float) x[i];
        }
        try (OnnxSession session = OnnxSession.open(file, new SessionOptions(1, Device.CPU))) {
            float[] out = session.runFloats(Map.of("noise", new Array.Floats(floats, x.length / 64, 4, 4, 4)))
                    .get("image");
            double[] doubles = new double[out.length];
            for (int i = 0; i < out.length; i++) {
                doubles[i] = out[i];
            }
            return doubles;
        }
    }

    private static Estimate<Tensor> noise(Tensor x, double t) {
        return Estimate.of(x.mul(0.6 * Math.cos(2 * t))
                .add(0.1 * Math.sin(5 * t))
                .add(x.tanh().mul(0.2)));
    }

    static List<Arguments> deterministic() {
        return List.of(
                Arguments.of("dpm-solver++", Map.of("steps", 8)),
                Arguments.of("dpm-solver++-multistep", Map.of("steps", 6, "order", 3)),
                Arguments.of("dpm-solver", Map.of("steps", 6, "end", 0.001)),
                Arguments.of("ddim", Map.of("steps", 6)),
                Arguments.of("ddim", Map.of("steps", 6, "clip", true)),
                Arguments.of("ddpm", Map.of("steps", 1, "variance", "fixed-small")),
                Arguments.of("heun", Map.of("steps", 4)),
                Arguments.of("euler", Map.of("steps", 4, "shift", 3)));
    }

    @ParameterizedTest
    @MethodSource("deterministic")
    void samplersRecordThemselves(String name, Map<String, Object> settings) {
        Sampler sampler = Samplers.named(name, settings);
        assertThat(sampler.deterministic()).isTrue();
        double[] start = SamplerValues.input(128);
        double[] expected = sampler.sample(new Diffusion<>(
                ARRAYS, (x, t) -> Estimate.of(SamplerValues.noise(x, t)), SCHEDULE, Noise.startingAt(start)));
        double[] recorded = run(
                x -> sampler.sample(new Diffusion<>(TENSORS, TensorAlgebraTest::noise, SCHEDULE, Noise.startingAt(x))),
                start);
        // Float32 rounding of values up to 20, amplified by division by a small alpha in the first steps.
        assertThat(recorded).containsExactly(expected, within(1e-4));
    }

    @Test
    void everyOperationComputesWhatItSays() {
        double[] x = SamplerValues.input(128);
        double[] half = ARRAYS.affine(x, 0.5, 0);
        double[] expected = all(ARRAYS, x, half);
        assertThat(run(t -> all(TENSORS, t, t.mul(0.5)), x)).containsExactly(expected, within(1e-5));
        // By hand at one place of a joined channel and one of the others.
        double clamped = Math.min(Math.max(x[0], -0.5), 0.25);
        assertThat(expected[0]).isCloseTo(2 * Math.exp(x[0]) - clamped, within(1e-14));
        assertThat(expected[32]).isCloseTo(x[32] * half[32] + 1, within(1e-14));
    }

    private static <X> X all(Algebra<X> algebra, X x, X half) {
        X first = algebra.sum(2, algebra.exp(x), -1, algebra.clamp(x, -0.5, 0.25));
        X rest = algebra.affine(algebra.product(x, half), 1, 1);
        return algebra.joinChannels(2, first, rest);
    }

    @Test
    void joiningAllChannelsIsTheFirst() {
        double[] x = SamplerValues.input(64);
        assertThat(run(t -> TENSORS.joinChannels(4, t, t.mul(3)), x)).containsExactly(x, within(0.0));
        assertThat(ARRAYS.joinChannels(4, x, new double[64])).isEqualTo(x);
    }
}
