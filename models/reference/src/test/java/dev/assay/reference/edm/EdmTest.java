package dev.assay.reference.edm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.Device;
import dev.assay.graph.Init;
import dev.assay.graph.Network;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.OnnxSession;
import dev.assay.graph.Parameter;
import dev.assay.graph.Port;
import dev.assay.graph.SessionOptions;
import dev.assay.graph.ShapeBackend;
import dev.assay.reference.Golden;
import dev.assay.reference.Parity;
import dev.assay.reference.SinFill;
import dev.assay.reference.model.DenoisingNetwork;
import dev.assay.reference.model.Model;
import dev.assay.reference.model.Models;
import dev.assay.reference.model.Part;
import dev.assay.reference.model.Parts;
import dev.assay.spec.AssayException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
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

    private OnnxSession open(Preconditioned network, double last, OnnxFile.Form form, DataType number) {
        SinFill fill = new SinFill(ShapeBackend.describe(network).parameters(), last);
        OnnxFile.Options options = new OnnxFile.Options(OnnxFile.Storage.INSIDE, form, number);
        OnnxFile file = OnnxFile.write(network, fill, folder.resolve("d.onnx"), options);
        return OnnxSession.open(file.path(), new SessionOptions(1, Device.CPU));
    }

    private static float[] run(OnnxSession session, Map<String, Array> inputs) {
        return session.runFloats(inputs).get(DenoisingNetwork.DENOISED);
    }

    /** Float32 against float64 through some thirty layers; 4.7e-6 was measured. */
    @ParameterizedTest
    @EnumSource(OnnxFile.Form.class)
    void denoisersGiveTheOriginalsValues(OnnxFile.Form form) {
        try (OnnxSession session = open(TINY, 1, form, DataType.FLOAT32)) {
            for (String level : List.of("0.01", "0.5", "2", "80")) {
                double sigma = Double.parseDouble(level);
                float[] denoised = run(session, inputs(TINY, sigma, sigma / 2, 3, 7));
                double[] expected = Golden.doubles("rdm/D_adm16_c10_sigma" + level + ".npy");
                assertThat(Parity.distance(expected, denoised)).as(level).isLessThan(1e-5);
            }
            float[] free = run(session, inputs(TINY, 2, 2, -1, -1));
            double[] expected = Golden.doubles("rdm/D_adm16_c10_uncond_sigma2.npy");
            assertThat(Parity.distance(expected, free)).isLessThan(1e-5);
        }
    }

    /** Through some eighty layers; 2.8e-6 was measured, for the last one is small. */
    @ParameterizedTest
    @EnumSource(OnnxFile.Form.class)
    void aDeepDenoiserGivesTheOriginalsValues(OnnxFile.Form form) {
        try (OnnxSession session = open(DEEP, 0.1, form, DataType.FLOAT32)) {
            float[] denoised = run(session, inputs(DEEP, 2, 1, 3, 7));
            double[] expected = Golden.doubles("rdm/D_adm32s_c10_mult1122_sigma2.npy");
            assertThat(Parity.distance(expected, denoised)).isLessThan(1e-5);
        }
    }

    /** Eleven bits of mantissa in the network, 8e-3 measured; the sums around it are float32. */
    @ParameterizedTest
    @EnumSource(OnnxFile.Form.class)
    void halfPrecisionIsClose(OnnxFile.Form form) {
        try (OnnxSession session = open(TINY, 1, form, DataType.FLOAT16)) {
            float[] denoised = run(session, inputs(TINY, 0.5, 0.25, 3, 7));
            double[] expected = Golden.doubles("rdm/D_adm16_c10_sigma0.5.npy");
            assertThat(Parity.distance(expected, denoised)).isLessThan(1.5e-2);
        }
    }

    @Test
    void labelsBecomeRowsWithASingleOneOrNone() {
        Array.Floats rows = (Array.Floats) TINY.conditions(3, -1).get("class_labels");
        assertThat(rows.shape()).containsExactly(2, 10);
        float[] expected = new float[20];
        expected[3] = 1;
        assertThat(rows.values()).isEqualTo(expected);
        assertThatThrownBy(() -> TINY.conditions(0, 10))
                .isInstanceOf(AssayException.class)
                .hasMessage("image 1: its class is 10; classes are 0 to 9, or -1 for none; correct the labels");
    }

    /** Zeros for them change nothing, which is how images are made. */
    @Test
    void augmentationLabelsAreAnInputOfNetworksTrainedWithThem() {
        Preconditioned network =
                (Preconditioned) Models.named("rdm-celebahq-64").network();
        assertThat(network.inputs().stream().map(Port::name)).containsExactly("x", "sigma", "augment_labels");
        Array.Floats zeros = (Array.Floats) network.conditions(-1, -1).get("augment_labels");
        assertThat(zeros.shape()).containsExactly(2, 9);
        assertThat(zeros.values()).containsOnly(0);
    }

    @Test
    void theNetworkAloneAndItsDenoiserCanBeExported() {
        Model model = Models.named("edm-cifar10-cond-vp");
        Network alone = Parts.of(model, Part.NETWORK);
        assertThat(alone.inputs().stream().map(Port::name))
                .containsExactly("x", "noise_labels", "class_labels", "augment_labels");
        Network denoiser = Parts.of(model, Part.DENOISER);
        assertThat(denoiser.inputs().stream().map(Port::name))
                .containsExactly("x", "sigma", "class_labels", "augment_labels");
        assertThat(inits(alone).keySet()).isEqualTo(inits(denoiser).keySet());
    }

    /** What EDM's constructors give, before any training. */
    @Test
    void trainingBeginsWithTheOriginalsValues() {
        Map<String, Init> adm = inits(Models.named("edm-imagenet-64-cond").network());
        assertThat(adm.get("model.enc.64x64_conv.weight")).isEqualTo(new Init.Uniform(1 / Math.sqrt(27)));
        assertThat(adm.get("model.enc.64x64_conv.bias")).isEqualTo(new Init.Uniform(1 / Math.sqrt(27)));
        assertThat(adm.get("model.map_label.weight")).isEqualTo(new Init.Normal(1));
        assertThat(adm.get("model.enc.32x32_block0.conv1.weight")).isEqualTo(Init.ZEROS);
        assertThat(adm.get("model.enc.32x32_block0.proj.bias")).isEqualTo(Init.ZEROS);
        assertThat(adm.get("model.out_conv.weight")).isEqualTo(Init.ZEROS);
        assertThat(adm.get("model.out_norm.weight")).isEqualTo(Init.ONES);
        Map<String, Init> song = inits(Models.named("edm-cifar10-cond-ve").network());
        double xavier = Math.sqrt(6.0 / ((3 + 128) * 9));
        assertThat(song.get("model.enc.32x32_conv.weight")).isEqualTo(new Init.Uniform(xavier));
        assertThat(song.get("model.enc.32x32_conv.bias")).isEqualTo(Init.ZEROS);
        double small = 1e-5 * Math.sqrt(6.0 / ((256 + 256) * 9));
        assertThat(song.get("model.enc.32x32_block1.conv1.weight")).isEqualTo(new Init.Uniform(small));
        double attention = Math.sqrt(0.2) * Math.sqrt(6.0 / (256 + 768));
        assertThat(song.get("model.enc.16x16_block0.qkv.weight")).isEqualTo(new Init.Uniform(attention));
        assertThat(song.get("model.map_noise.freqs")).isEqualTo(new Init.Normal(16));
    }

    private static Map<String, Init> inits(Network network) {
        return ShapeBackend.describe(network).parameters().stream()
                .collect(Collectors.toMap(Parameter::name, Parameter::init));
    }

    @Test
    void settingsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> denoiser(18, List.of(1, 2, 2), 1, List.of()))
                .isInstanceOf(AssayException.class)
                .hasMessage("dhariwal-unet: img_resolution 18; it must halve 2 times; correct the configuration");
        assertThatThrownBy(() -> denoiser(16, List.of(), 1, List.of()))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("channel_mult []");
    }
}
