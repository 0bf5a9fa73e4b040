package dev.assay.reference.edm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.Device;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.OnnxSession;
import dev.assay.graph.Parameter;
import dev.assay.graph.SessionOptions;
import dev.assay.graph.ShapeBackend;
import dev.assay.reference.Golden;
import dev.assay.reference.SinFill;
import dev.assay.reference.model.Models;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** EDM's networks against the original code's names, shapes and values in float64. */
class EdmTest {
    private static final Preconditioned TINY = denoiser(16, List.of(1, 2), 1, List.of(8));
    private static final Preconditioned DEEP = denoiser(32, List.of(1, 1, 2, 2), 2, List.of(8, 4));

    @TempDir
    private Path folder;

    private static Preconditioned denoiser(int size, List<Integer> mult, int blocks, List<Integer> attention) {
        DhariwalUnet network = new DhariwalUnet(size, 3, 3, 10, 0, 64, mult, 4, blocks, attention);
        return new Preconditioned(network, new EdmPreconditioning(0.5));
    }

    @ParameterizedTest
    @CsvSource({
        "tiny_adm16_c10, tiny", "tiny_adm32s_c10_mult1122, deep",
        "rdm_imagenet64-stage1_aug0, rdm-imagenet-64", "rdm_imagenet256-stage2_aug0, rdm-imagenet-256"
    })
    void namesShapesAndOrderAreThoseOfTheOriginal(String table, String model) {
        Map<String, String> expected = new LinkedHashMap<>();
        for (List<String> row : Golden.table("rdm/" + table + ".tsv")) {
            expected.put(row.get(0), row.get(1) + " " + row.get(row.size() - 1));
        }
        Preconditioned network =
                switch (model) {
                    case "tiny" -> TINY;
                    case "deep" -> DEEP;
                    default -> (Preconditioned) Models.named(model).network();
                };
        Map<String, String> found = new LinkedHashMap<>();
        for (Parameter p : ShapeBackend.describe(network).parameters()) {
            String sizes = p.shape().dims().stream().map(String::valueOf).collect(Collectors.joining("x"));
            found.put(p.name(), sizes + (p.role() == Parameter.Role.BUFFER ? " buffer" : " param"));
        }
        assertThat(List.copyOf(found.entrySet())).isEqualTo(List.copyOf(expected.entrySet()));
    }

    private static double image(int i) {
        return 0.8 * Math.sin(0.013 * i + 0.7) * Math.cos(0.0007 * i);
    }

    private static double noise(int i) {
        return Math.sqrt(2) * Math.sin(12.9898 * (i + 1) + 78.233);
    }

    /** Two noisy images of these classes. */
    private static Map<String, Array> inputs(Preconditioned network, double first, double second, int... labels) {
        int each = (int) network.image().elements();
        float[] x = new float[2 * each];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) (image(i) + (i < each ? first : second) * noise(i));
        }
        int side = network.image().dim(1);
        Map<String, Array> inputs = new LinkedHashMap<>();
        inputs.put("x", new Array.Floats(x, 2, 3, side, side));
        inputs.put("sigma", new Array.Floats(new float[] {(float) first, (float) second}, 2));
        inputs.putAll(network.conditions(labels));
        return inputs;
    }

    private float[] run(Preconditioned network, double last, Map<String, Array> inputs, OnnxFile.Options options) {
        SinFill fill = new SinFill(ShapeBackend.describe(network).parameters(), last);
        OnnxFile file = OnnxFile.write(network, fill, folder.resolve("d.onnx"), options);
        try (OnnxSession session = OnnxSession.open(file.path(), new SessionOptions(1, Device.CPU))) {
            return session.runFloats(inputs).get(Preconditioned.OUTPUT);
        }
    }

    private static OnnxFile.Options options(OnnxFile.Form form, DataType number) {
        return new OnnxFile.Options(OnnxFile.Storage.INSIDE, form, number);
    }

    /** Float32 against float64 through some thirty layers. */
    @ParameterizedTest
    @EnumSource(OnnxFile.Form.class)
    void denoisersGiveTheOriginalsValues(OnnxFile.Form form) {
        for (String sigma : List.of("0.01", "0.5", "2", "80")) {
            Map<String, Array> inputs = inputs(TINY, Double.parseDouble(sigma), Double.parseDouble(sigma) / 2, 3, 7);
            float[] denoised = run(TINY, 1, inputs, options(form, DataType.FLOAT32));
            double error = Golden.relativeError(denoised, Golden.doubles("rdm/D_adm16_c10_sigma" + sigma + ".npy"));
            System.out.println(form + " " + sigma + " " + error);
            assertThat(error).as(sigma).isLessThan(1e-5);
        }
        float[] free = run(TINY, 1, inputs(TINY, 2, 2, -1, -1), options(form, DataType.FLOAT32));
        double[] expected = Golden.doubles("rdm/D_adm16_c10_uncond_sigma2.npy");
        assertThat(Golden.relativeError(free, expected)).isLessThan(1e-5);
    }

    @ParameterizedTest
    @EnumSource(OnnxFile.Form.class)
    void aDeepDenoiserGivesTheOriginalsValues(OnnxFile.Form form) {
        float[] denoised = run(DEEP, 0.1, inputs(DEEP, 2, 1, 3, 7), options(form, DataType.FLOAT32));
        double error = Golden.relativeError(denoised, Golden.doubles("rdm/D_adm32s_c10_mult1122_sigma2.npy"));
        System.out.println(form + " deep " + error);
        assertThat(error).isLessThan(1e-5);
    }

    /** Eleven bits of mantissa in the network; the sums around it are float32. */
    @ParameterizedTest
    @EnumSource(OnnxFile.Form.class)
    void halfPrecisionIsClose(OnnxFile.Form form) {
        float[] denoised = run(TINY, 1, inputs(TINY, 0.5, 0.25, 3, 7), options(form, DataType.FLOAT16));
        double error = Golden.relativeError(denoised, Golden.doubles("rdm/D_adm16_c10_sigma0.5.npy"));
        System.out.println(form + " half " + error);
        assertThat(error).isLessThan(1e-2);
    }
}
