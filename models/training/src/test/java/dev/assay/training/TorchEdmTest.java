package dev.assay.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.assay.graph.DataType;
import dev.assay.graph.Parameter;
import dev.assay.graph.ShapeBackend;
import dev.assay.graph.Weights;
import dev.assay.reference.diffusion.ArrayAlgebra;
import dev.assay.reference.diffusion.Heun;
import dev.assay.reference.diffusion.ImageShape;
import dev.assay.reference.edm.DhariwalUnet;
import dev.assay.reference.edm.EdmPreconditioning;
import dev.assay.reference.edm.Preconditioned;
import dev.assay.reference.model.DenoisingNetwork;
import dev.assay.reference.model.KnownValues;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** EDM's network, denoiser and sampler in torch and float64 against the original code in float64. */
class TorchEdmTest {
    private static final Torch TORCH = Torch.start(1);
    private static final int ELEMENTS = 2 * 3 * 16 * 16;
    private static final Preconditioned DENOISER = new Preconditioned(
            new DhariwalUnet(16, 3, 3, 10, 0, 64, List.of(1, 2), 4, 1, List.of(8)), new EdmPreconditioning(0.5));
    private static final List<Parameter> PARAMETERS =
            ShapeBackend.describe(DENOISER).parameters();

    /** Sines of a parameter's rank by name and of an element's number, as float32. */
    private static Weights fill() {
        List<String> names = PARAMETERS.stream()
                .filter(p -> p.role() == Parameter.Role.TRAINED)
                .map(Parameter::name)
                .sorted()
                .toList();
        return (name, shape) -> {
            float[] values = new float[Math.toIntExact(shape.elements())];
            double root = Math.sqrt((double) shape.elements() / shape.dim(0));
            for (int i = 0; i < values.length; i++) {
                double s = Math.sin(1 + 0.37 * names.indexOf(name) + 0.11 * i);
                values[i] = (float) (shape.rank() > 1 ? s / root : name.endsWith("weight") ? 1 + 0.1 * s : 0.1 * s);
            }
            return values;
        };
    }

    private static double[] golden(String name) {
        try (InputStream in = TorchEdmTest.class.getResourceAsStream("/golden/rdm/" + name + ".npy")) {
            ByteBuffer file = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            double[] values = new double[ELEMENTS];
            file.position(10 + file.getShort(8))
                    .slice()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asDoubleBuffer()
                    .get(values);
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The values' noise of a call, counted from 0. */
    private static double[] noise(int call) {
        double[] noise = new double[ELEMENTS];
        for (int i = 0; i < ELEMENTS; i++) {
            noise[i] = Math.sqrt(2) * Math.sin(12.9898 * (i + 1) + 78.233 * (call + 1));
        }
        return noise;
    }

    private static double[] denoised(Parameters parameters, double[] x, double... sigmas) {
        try (Step step = TORCH.inference()) {
            Map<String, NDArray> inputs = new LinkedHashMap<>();
            inputs.put("x", step.arrays().create(x, new Shape(2, 3, 16, 16)));
            inputs.put("sigma", step.arrays().create(sigmas, new Shape(2)));
            DENOISER.conditions(3, 7).forEach((name, values) -> inputs.put(name, step.array(values)));
            return TorchBackend.run(step, DENOISER, parameters, inputs)
                    .get(DenoisingNetwork.DENOISED)
                    .toDoubleArray();
        }
    }

    private static Parameters parameters() {
        return Parameters.of(TORCH, PARAMETERS, new KnownValues(fill(), PARAMETERS), DataType.FLOAT64);
    }

    /** Rounding of float64: 2e-14 was measured. */
    @ParameterizedTest
    @ValueSource(strings = {"0.01", "2", "80"})
    void denoisersGiveTheOriginalsValues(String level) {
        double sigma = Double.parseDouble(level);
        double[] x = noise(0);
        for (int i = 0; i < ELEMENTS; i++) {
            double image = 0.8 * Math.sin(0.013 * i + 0.7) * Math.cos(0.0007 * i);
            x[i] = image + (i < ELEMENTS / 2 ? sigma : sigma / 2) * x[i];
        }
        try (Parameters parameters = parameters()) {
            double[] found = denoised(parameters, x, sigma, sigma / 2);
            assertThat(OperationContractTest.distance(found, golden("D_adm16_c10_sigma" + level)))
                    .isLessThan(1e-9);
        }
    }

    /** A run that amplifies differences 380 times: 4e-13 was measured. */
    @Test
    void edmsSamplerGivesTheOriginalsRun() {
        ArrayAlgebra algebra = new ArrayAlgebra(new ImageShape(3, 16, 16));
        try (Parameters parameters = parameters()) {
            double[] images = new Heun(5, 0.002, 80, 7, 0, 0, 1e6, 1)
                    .sample(
                            algebra,
                            (x, sigma) -> denoised(parameters, x, sigma, sigma),
                            TorchEdmTest::noise,
                            0.002,
                            80);
            assertThat(OperationContractTest.distance(images, golden("edm_det_n5")))
                    .isLessThan(1e-9);
        }
    }
}
