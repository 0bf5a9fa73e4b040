package dev.assay.reference.edm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.Device;
import dev.assay.graph.InitialWeights;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.OnnxSession;
import dev.assay.graph.Parameter;
import dev.assay.graph.Scope;
import dev.assay.graph.SessionOptions;
import dev.assay.graph.Shape;
import dev.assay.graph.ShapeBackend;
import dev.assay.graph.Tensor;
import dev.assay.reference.model.DenoisingNetwork;
import dev.assay.spec.AssayException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Denoisers of a network that says what it was given, against the factors of Karras et al. 2022, table 1. */
class PreconditioningTest {
    private static final EdmPreconditioning EDM = new EdmPreconditioning(0.5);
    private static final VpPreconditioning VP = new VpPreconditioning(19.9, 0.1, 1000, 1e-5);
    private static final VePreconditioning VE = new VePreconditioning(0.02, 100);
    private static final IddpmPreconditioning IDDPM = new IddpmPreconditioning(1000, 0.001, 0.008);

    @TempDir
    private Path folder;

    /** F of one channel: first its input, then what it is told of the noise, as far as one number can hold both. */
    private record Echo(boolean noise, int outChannels) implements RawNetwork {
        @Override
        public Shape image() {
            return Shape.of(1, 1, 1);
        }

        @Override
        public int labelDim() {
            return 0;
        }

        @Override
        public int augmentDim() {
            return 0;
        }

        @Override
        public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> inputs) {
            Tensor x = inputs.get("x");
            Tensor noise = inputs.get(NOISE_LABELS);
            Tensor told = noise.reshape(noise.shape().dim(0), 1, 1, 1);
            Tensor out = s.number(noise() ? told : x);
            return Map.of(OUTPUT, outChannels == 1 ? out : out.concat(1, out.mul(17)));
        }
    }

    private double[] run(Preconditioned network, DataType number, double x, double... sigmas) {
        InitialWeights weights =
                new InitialWeights(ShapeBackend.describe(network).parameters(), 0);
        OnnxFile.Options options = new OnnxFile.Options(OnnxFile.Storage.INSIDE, OnnxFile.Form.CPU, number);
        OnnxFile file = OnnxFile.write(network, weights, folder.resolve("p.onnx"), options);
        float[] images = new float[sigmas.length];
        float[] levels = new float[sigmas.length];
        for (int i = 0; i < sigmas.length; i++) {
            images[i] = (float) x;
            levels[i] = (float) sigmas[i];
        }
        try (OnnxSession session = OnnxSession.open(file.path(), new SessionOptions(1, Device.CPU))) {
            float[] out = session.runFloats(Map.of(
                            "x", new Array.Floats(images, sigmas.length, 1, 1, 1),
                            "sigma", new Array.Floats(levels, sigmas.length)))
                    .get(DenoisingNetwork.DENOISED);
            double[] denoised = new double[out.length];
            for (int i = 0; i < out.length; i++) {
                denoised[i] = out[i];
            }
            return denoised;
        }
    }

    /** What F is told, from D = skip x + out F at x = 0. */
    private double[] told(Preconditioning preconditioning, DataType number, double... sigmas) {
        double[] told = run(new Preconditioned(new Echo(true, 1), preconditioning), number, 0, sigmas);
        for (int i = 0; i < told.length; i++) {
            double s = sigmas[i];
            double out = preconditioning == EDM ? 0.5 * s / Math.sqrt(s * s + 0.25) : preconditioning == VE ? s : -s;
            told[i] /= out;
        }
        return told;
    }

    @Test
    void edmKeepsInputAndTargetAtVarianceOne() {
        double[] sigmas = {0.002, 0.3, 80};
        double[] d = run(new Preconditioned(new Echo(false, 1), EDM), DataType.FLOAT32, 3, sigmas);
        double[] told = told(EDM, DataType.FLOAT32, sigmas);
        for (int i = 0; i < sigmas.length; i++) {
            double v = sigmas[i] * sigmas[i] + 0.25;
            double expected = 0.25 / v * 3 + 0.5 * sigmas[i] / Math.sqrt(v) * 3 / Math.sqrt(v);
            assertThat(d[i]).isCloseTo(expected, within(1e-6 * expected));
            assertThat(told[i]).isCloseTo(Math.log(sigmas[i]) / 4, within(1e-6));
        }
        assertThat(EDM.sigmaMin()).isZero();
        assertThat(EDM.sigmaMax()).isInfinite();
    }

    @Test
    void vpTellsTheTimeOfTheNoiseLevel() {
        double[] times = {1e-5, 0.01, 0.5, 1};
        double[] sigmas = {VP.sigma(1e-5), VP.sigma(0.01), VP.sigma(0.5), VP.sigma(1)};
        double[] told = told(VP, DataType.FLOAT32, sigmas);
        double[] d = run(new Preconditioned(new Echo(false, 1), VP), DataType.FLOAT32, 3, sigmas);
        for (int i = 0; i < times.length; i++) {
            // Near 1, 1 + sigma^2 holds few digits of a small sigma; the original has the same rounding.
            assertThat(told[i]).isCloseTo(999 * times[i], within(2e-3));
            double expected = 3 - sigmas[i] * 3 / Math.sqrt(sigmas[i] * sigmas[i] + 1);
            assertThat(d[i]).isCloseTo(expected, within(1e-6));
        }
        assertThat(VP.sigmaMin()).isEqualTo(sigmas[0]);
        assertThat(VP.sigmaMax()).isEqualTo(Math.sqrt(Math.expm1(19.9 / 2 + 0.1)), within(1e-9));
    }

    @Test
    void veAddsNoiseToTheImage() {
        double[] sigmas = {0.02, 1, 100};
        double[] d = run(new Preconditioned(new Echo(false, 1), VE), DataType.FLOAT32, 3, sigmas);
        double[] told = told(VE, DataType.FLOAT32, sigmas);
        for (int i = 0; i < sigmas.length; i++) {
            assertThat(d[i]).isCloseTo(3 + 3 * sigmas[i], within(1e-4));
            assertThat(told[i]).isCloseTo(Math.log(sigmas[i] / 2), within(1e-6));
        }
    }

    /** Where signal levels are not clipped, u_j^2 + 1 is the last signal level over that of j. */
    @Test
    void iddpmHasTheLevelsOfTheCosineSchedule() {
        double[] u = IDDPM.levels();
        assertThat(u).hasSize(1001);
        assertThat(u[1000]).isZero();
        double last = Math.pow(Math.sin(0.5 * Math.PI / 1.008), 2);
        for (int j = 100; j < 1000; j++) {
            double signal = Math.pow(Math.sin(0.5 * Math.PI * j / 1000 / 1.008), 2);
            assertThat(u[j]).isCloseTo(Math.sqrt(last / signal - 1), within(1e-9));
            assertThat(u[j]).isGreaterThan(u[j + 1]);
        }
        assertThat(IDDPM.sigmaMin()).isEqualTo(u[999]);
        assertThat(IDDPM.sigmaMax()).isEqualTo(u[0]);
    }

    /** Each level is told exactly, also in half precision, and between two levels that of the nearer one. */
    @ParameterizedTest
    @ValueSource(strings = {"FLOAT32", "FLOAT16"})
    void iddpmTellsTheNearestLevel(DataType number) {
        double[] u = IDDPM.levels();
        int[] steps = {0, 1, 2, 250, 500, 750, 998, 999};
        double[] sigmas = new double[steps.length];
        for (int i = 0; i < steps.length; i++) {
            double toNext = u[steps[i] + 1] - u[steps[i]];
            sigmas[i] = u[steps[i]] + (number == DataType.FLOAT32 ? 0.4 : 0.1) * toNext;
            assertThat(IDDPM.nearest(sigmas[i])).isEqualTo(u[steps[i]]);
        }
        double[] told = told(IDDPM, number, sigmas);
        for (int i = 0; i < steps.length; i++) {
            assertThat(told[i]).isCloseTo(999 - steps[i], within(1e-3));
        }
        assertThat(IDDPM.nearest(0)).isZero();
        assertThat(IDDPM.nearest(1e9)).isEqualTo(u[0]);
    }

    @Test
    void onlyTheFirstChannelsOfANetworkOfLearntVariancesCount() {
        double[] one = run(new Preconditioned(new Echo(false, 1), IDDPM), DataType.FLOAT32, 3, 0.5);
        double[] two = run(new Preconditioned(new Echo(false, 2), IDDPM), DataType.FLOAT32, 3, 0.5);
        assertThat(two).isEqualTo(one);
    }

    @Test
    void theTableOfLevelsIsStoredAndKnownWithoutAFile() {
        Preconditioned network = new Preconditioned(new Echo(false, 1), IDDPM);
        List<Parameter> parameters = ShapeBackend.describe(network).parameters();
        assertThat(parameters).hasSize(1);
        assertThat(parameters.get(0).name()).isEqualTo("u");
        assertThat(parameters.get(0).shape()).isEqualTo(Shape.of(1001));
        assertThat(parameters.get(0).known()).isTrue();
    }

    @Test
    void settingsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> Preconditionings.of("m", Map.of("name", "edn", "sigma_data", 0.5)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("edn")
                .hasMessageContaining("edm");
        assertThatThrownBy(() -> Preconditionings.of("m", Map.of("name", "edm", "sigma_data", 0)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("sigma_data");
        assertThatThrownBy(() -> Preconditionings.of("m", Map.of("name", "ve", "sigma_min", 1, "sigma_max", 1)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("sigma_min < sigma_max");
        assertThat(Preconditionings.of(
                        "m", Map.of("name", "vp", "beta_d", 19.9, "beta_min", 0.1, "steps", 1000, "epsilon_t", 1e-5)))
                .isEqualTo(VP);
        assertThat(Preconditionings.of("m", Map.of("name", "iddpm", "steps", 1000, "c1", 0.001, "c2", 0.008)))
                .isEqualTo(IDDPM);
    }
}
