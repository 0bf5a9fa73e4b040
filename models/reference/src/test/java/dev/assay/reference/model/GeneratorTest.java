package dev.assay.reference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.Device;
import dev.assay.graph.Network;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.OnnxSession;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.SessionOptions;
import dev.assay.graph.Tensor;
import dev.assay.graph.Weights;
import dev.assay.reference.Parity;
import dev.assay.reference.diffusion.ArrayAlgebra;
import dev.assay.reference.diffusion.ConditionalDenoiser;
import dev.assay.reference.diffusion.Denoiser;
import dev.assay.reference.diffusion.Diffusion;
import dev.assay.reference.diffusion.Estimate;
import dev.assay.reference.diffusion.Guidances;
import dev.assay.reference.diffusion.ImageShape;
import dev.assay.reference.diffusion.Noise;
import dev.assay.reference.diffusion.Samplers;
import dev.assay.reference.dit.Dit;
import dev.assay.reference.uvit.Uvit;
import dev.assay.reference.vae.AutoencoderKl;
import dev.assay.reference.vae.Decoder;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneratorTest {
    /** What the sampler computes in float32 here and in double there; measured up to 1.4e-5. */
    private static final double TOLERANCE = 1e-4;

    private static final int COUNT = 2;
    private static final DiffusionSettings SETTINGS = new DiffusionSettings("linear", "v", 1000, -1, 10);

    private final Dit net = new Dit(8, 4, 2, 32, 2, 4, 11, true);

    @TempDir
    private Path folder;

    /** Gives what it is given, so that what was sampled can be seen. */
    private record Nothing(Port z) implements Network {
        @Override
        public List<Port> inputs() {
            return List.of(z);
        }

        @Override
        public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> inputs) {
            return Map.of("image", inputs.get("z"));
        }
    }

    private Generator generator(String sampler, int steps, Map<String, Object> more, String guidance, Network decoder) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("steps", steps);
        Map<String, Object> weight = guidance.equals("none")
                ? Map.of()
                : guidance.equals("interval")
                        ? Map.of("w", 2.5, "low", 0.2, "high", 0.8, "channels", 3)
                        : Map.of("w", 2.5);
        return new Generator(
                net, SETTINGS, Samplers.named(sampler, settings), Guidances.named(guidance, weight), decoder);
    }

    private Nothing nothing() {
        return new Nothing(
                new Port("z", DataType.FLOAT32, DiffusionNetwork.x(net.image()).shape()));
    }

    @ParameterizedTest
    @CsvSource({
        "dpm-solver++, 6, none",
        "dpm-solver++, 5, constant",
        "dpm-solver++-multistep, 4, interval",
        "dpm-solver, 4, constant",
        "ddim, 3, interval",
        "heun, 3, constant",
    })
    void itGivesWhatALoopOverTheDenoiserGives(String sampler, int steps, String guidance) throws IOException {
        Map<String, Object> end = sampler.startsWith("dpm-solver") ? Map.of("end", 1e-3) : Map.of();
        Generator generator = generator(sampler, steps, end, guidance, nothing());
        Array.Floats start = Parity.x(COUNT, 4, 8, 8);
        Array.Longs labels = new Array.Longs(new long[] {3, 7}, COUNT);
        float[] unrolled = Parity.run(
                        generator, Parity.fill(net), OnnxFile.Form.CPU, folder, Map.of("x", start, "y", labels))
                .get("image");
        double[] looped = loop(generator, start.values());
        assertThat(Parity.distance(looped, unrolled)).isLessThan(TOLERANCE);
    }

    /** The same sampler in double with the network in float32. */
    private double[] loop(Generator generator, float[] start) {
        Path file = folder.resolve("denoiser.onnx");
        Denoising denoising = new Denoising(net, SETTINGS, false, 4);
        OnnxFile.write(denoising, Parity.fill(net), file, OnnxFile.Options.USUAL);
        try (OnnxSession session = OnnxSession.open(file, new SessionOptions(1, Device.CPU))) {
            Denoiser<double[]> given = denoiser(session, 3, 7);
            Denoiser<double[]> none = denoiser(session, 10, 10);
            ArrayAlgebra algebra = new ArrayAlgebra(new ImageShape(4, 8, 8));
            Denoiser<double[]> guided = generator.guidance().guide(algebra, ConditionalDenoiser.of(given, none));
            double[] noise = Parity.doubles(start);
            return generator
                    .sampler()
                    .sample(new Diffusion<>(algebra, guided, SETTINGS.noise(), Noise.startingAt(noise)));
        }
    }

    private static Denoiser<double[]> denoiser(OnnxSession session, long... labels) {
        ArrayAlgebra algebra = new ArrayAlgebra(new ImageShape(4, 8, 8));
        return (x, t) -> {
            float[] values = new float[x.length];
            for (int i = 0; i < x.length; i++) {
                values[i] = (float) x[i];
            }
            float[] times = new float[COUNT];
            Arrays.fill(times, (float) t);
            float[] v = session.runFloats(
                            Map.of(
                                    "x", new Array.Floats(values, COUNT, 4, 8, 8),
                                    "t", new Array.Floats(times, COUNT),
                                    "y", new Array.Longs(labels, COUNT)),
                            "v")
                    .get("v");
            return Estimate.of(SETTINGS.meaning().noise(algebra, SETTINGS.noise(), Parity.doubles(v), x, t));
        };
    }

    @Test
    void latentsGoThroughTheDecoderWithItsOwnWeights() throws IOException {
        AutoencoderKl vae = new AutoencoderKl(16, 3, 4, 8, List.of(1, 2), 1, 4);
        Weights weights = Generator.weights(Parity.fill(net), Parity.fill(vae));
        Map<String, Array> inputs =
                Map.of("x", Parity.x(COUNT, 4, 8, 8), "y", new Array.Longs(new long[] {3, 7}, COUNT));
        Generator latents = generator("ddim", 2, Map.of(), "none", nothing());
        float[] z =
                Parity.run(latents, weights, OnnxFile.Form.CPU, folder, inputs).get("image");
        Decoder decoder = new Decoder(vae, 0.5, 0, true);
        byte[] expected = pixels(decoder, Parity.fill(vae), Map.of("z", new Array.Floats(z, COUNT, 4, 8, 8)));
        byte[] actual = pixels(generator("ddim", 2, Map.of(), "none", decoder), weights, inputs);
        assertThat(actual).hasSize(COUNT * 16 * 16 * 3);
        int largest = 0;
        for (int i = 0; i < actual.length; i++) {
            largest = Math.max(largest, Math.abs((actual[i] & 0xFF) - (expected[i] & 0xFF)));
        }
        assertThat(largest).as("grey levels apart, at the edge of rounding").isLessThanOrEqualTo(1);
    }

    private byte[] pixels(Network network, Weights weights, Map<String, Array> inputs) {
        Path file = folder.resolve("pixels.onnx");
        OnnxFile.write(network, weights, file, OnnxFile.Options.USUAL);
        try (OnnxSession session = OnnxSession.open(file, new SessionOptions(1, Device.CPU))) {
            Array.Raw image = (Array.Raw) session.run(inputs).get("image");
            assertThat(image.type()).isEqualTo(DataType.UINT8);
            return image.bytes();
        }
    }

    @Test
    void pixelsAreClampedScaledAndRounded() {
        PixelDecoder decoder = new PixelDecoder(dev.assay.graph.Shape.of(3, 1, 2));
        float[] z = {-1, 1, -7, 7, 0, 0.5f};
        byte[] image = pixels(
                decoder,
                (name, shape) -> {
                    throw new IllegalStateException("asked for " + name);
                },
                Map.of("z", new Array.Floats(z, 1, 3, 1, 2)));
        // 127.5 v + 128 without its fraction, channels last.
        assertThat(image).containsExactly(0, 0, 128, 255, 255, 191);
    }

    @Test
    void samplersThatDrawNoiseAreRefused() {
        assertThatThrownBy(() -> generator("ddpm", 4, Map.of(), "none", nothing()))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("draws noise on the way");
        assertThatThrownBy(() -> generator("ddim", 4, Map.of("eta", 1.0), "none", nothing()))
                .isInstanceOf(AssayException.class);
    }

    @Test
    void guidanceOfAModelWithoutConditionIsRefused() {
        Uvit alone = new Uvit(8, 4, 2, 32, 2, 4, 0, 0, 0, false, true);
        assertThatThrownBy(() -> new Generator(
                        alone,
                        SETTINGS,
                        Samplers.named("ddim", Map.of()),
                        Guidances.named("constant", Map.of("w", 2)),
                        nothing()))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("the model has no condition");
    }
}
