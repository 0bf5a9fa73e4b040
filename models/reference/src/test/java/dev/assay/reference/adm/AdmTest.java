package dev.assay.reference.adm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.graph.Array;
import dev.assay.graph.Device;
import dev.assay.graph.Network;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.OnnxSession;
import dev.assay.graph.Parameter;
import dev.assay.graph.SessionOptions;
import dev.assay.graph.ShapeBackend;
import dev.assay.graph.Weights;
import dev.assay.reference.Golden;
import dev.assay.reference.MemoryCheckpoint;
import dev.assay.reference.Parity;
import dev.assay.reference.QkvOrder;
import dev.assay.reference.SinFill;
import dev.assay.reference.edm.DhariwalUnet;
import dev.assay.reference.model.Models;
import dev.assay.reference.weights.CheckpointView;
import dev.assay.reference.weights.MatchedWeights;
import dev.assay.reference.weights.Source;
import dev.assay.reference.weights.WeightMap;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ADM as guided-diffusion has it, against EDM's copy of it. */
class AdmTest {
    /** From 128 channels on, both have 32 groups in each normalisation. */
    private static final DhariwalUnet EDM = new DhariwalUnet(16, 3, 3, 10, 0, 128, List.of(1, 2), 4, 1, List.of(8));

    @TempDir
    private Path folder;

    private static AdmUnet adm(QkvOrder order) {
        return new AdmUnet(16, 0, 3, false, 10, 128, List.of(1.0, 2.0), 1, List.of(8), 0, 64, order);
    }

    private static List<Parameter> parameters(Network network) {
        return ShapeBackend.describe(network).parameters();
    }

    private static String layout(Network from, QkvOrder order) {
        String name = order == QkvOrder.NEW ? "new" : "legacy";
        return from instanceof DhariwalUnet
                ? "EDM (for the %s attention order)".formatted(name)
                : "guided-diffusion (%s attention order)".formatted(name);
    }

    private float[] run(Network network, Weights weights, Map<String, Array> inputs) {
        OnnxFile file = OnnxFile.write(network, weights, folder.resolve("u.onnx"), OnnxFile.Storage.INSIDE);
        try (OnnxSession session = OnnxSession.open(file.path(), new SessionOptions(1, Device.CPU))) {
            return session.runFloats(inputs).values().iterator().next();
        }
    }

    private static Array.Floats image() {
        float[] x = new float[2 * 3 * 16 * 16];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) Math.sin(12.9898 * (i + 1));
        }
        return new Array.Floats(x, 2, 3, 16, 16);
    }

    private static Map<String, Array> edmInputs() {
        float[] oneHot = new float[20];
        oneHot[3] = 1;
        oneHot[10 + 7] = 1;
        return Map.of(
                "x", image(),
                "noise_labels", new Array.Floats(new float[] {12, 741}, 2),
                "class_labels", new Array.Floats(oneHot, 2, 10));
    }

    private static Map<String, Array> admInputs() {
        return Map.of(
                "x", image(),
                "timesteps", new Array.Floats(new float[] {12, 741}, 2),
                "y", new Array.Longs(new long[] {3, 7}, 2));
    }

    /** The same sums in another order, in float32: 4e-6 was measured. */
    private static void assertSame(float[] actual, float[] expected) {
        assertThat(Parity.distance(Parity.doubles(expected), actual)).isLessThan(1e-5);
    }

    @ParameterizedTest
    @EnumSource(
            value = QkvOrder.class,
            names = {"LEGACY", "NEW"})
    void aNetworkOfEdmGivesTheSameWithTheWeightsOfGuidedDiffusion(QkvOrder order) {
        AdmUnet adm = adm(order);
        MemoryCheckpoint file = MemoryCheckpoint.of(parameters(adm), new SinFill(parameters(adm), 1));
        CheckpointView view =
                CheckpointView.of(file, parameters(EDM), Set.of(), Optional.empty(), Optional.of(layout(adm, order)));
        Weights mapped = MatchedWeights.match(view, parameters(EDM));
        assertSame(run(EDM, mapped, edmInputs()), run(adm, new SinFill(parameters(adm), 1), admInputs()));
    }

    @ParameterizedTest
    @EnumSource(
            value = QkvOrder.class,
            names = {"LEGACY", "NEW"})
    void aNetworkOfGuidedDiffusionGivesTheSameWithTheWeightsOfEdm(QkvOrder order) {
        AdmUnet adm = adm(order);
        MemoryCheckpoint file = MemoryCheckpoint.of(parameters(EDM), new SinFill(parameters(EDM), 1));
        CheckpointView view =
                CheckpointView.of(file, parameters(adm), Set.of(), Optional.empty(), Optional.of(layout(EDM, order)));
        Weights mapped = MatchedWeights.match(view, parameters(adm));
        assertSame(run(adm, mapped, admInputs()), run(EDM, new SinFill(parameters(EDM), 1), edmInputs()));
    }

    @Test
    void theOrderOfAttentionRowsMattersAndIsNeverGuessed() {
        AdmUnet adm = adm(QkvOrder.LEGACY);
        SinFill fill = new SinFill(parameters(adm), 1);
        MemoryCheckpoint file = MemoryCheckpoint.of(parameters(adm), fill);
        assertThatThrownBy(() -> CheckpointView.of(file, parameters(EDM), Set.of(), Optional.empty()))
                .isInstanceOf(AssayException.class)
                .hasMessage("memory: its weights may be laid out as 'guided-diffusion (legacy attention order)' or"
                        + " 'guided-diffusion (new attention order)'; the file does not tell them apart; name the"
                        + " layout");
        assertThatThrownBy(() -> CheckpointView.of(
                        file, parameters(EDM), Set.of(), Optional.empty(), Optional.of("guided-diffusion")))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("layout 'guided-diffusion': no such layout");
        float[] right = run(adm, fill, admInputs());
        float[] wrong = run(adm(QkvOrder.NEW), fill, admInputs());
        assertThat(Parity.distance(Parity.doubles(right), wrong)).isGreaterThan(1e-3);
    }

    private static AdmUnet heads(int heads) {
        return new AdmUnet(16, 0, 3, false, 10, 128, List.of(1.0, 2.0), 1, List.of(8), heads, 0, QkvOrder.LEGACY);
    }

    /** EDM has one head for each 64 of its 256 channels there. */
    @Test
    void weightsOfEdmNeedANetworkWithEdmsHeads() {
        MemoryCheckpoint file = MemoryCheckpoint.of(parameters(EDM), new SinFill(parameters(EDM), 1));
        Optional<String> layout = Optional.of(layout(EDM, QkvOrder.LEGACY));
        assertThatThrownBy(() -> CheckpointView.of(file, parameters(heads(2)), Set.of(), Optional.empty(), layout))
                .isInstanceOf(AssayException.class)
                .hasMessageStartingWith("memory: its layout 'EDM (for the legacy attention order)' has 4 heads in ")
                .hasMessageContaining("qkv.weight, the network 2;");
        CheckpointView same = CheckpointView.of(file, parameters(heads(4)), Set.of(), Optional.empty(), layout);
        assertSame(
                run(heads(4), MatchedWeights.match(same, parameters(heads(4))), admInputs()),
                run(EDM, new SinFill(parameters(EDM), 1), edmInputs()));
    }

    /** Rows of its own layout stay as they are, whatever the heads. */
    @Test
    void aNetworksOwnFileFitsWithAnyHeads() {
        MemoryCheckpoint file = MemoryCheckpoint.of(parameters(heads(2)), new SinFill(parameters(heads(2)), 1));
        CheckpointView view = CheckpointView.of(file, parameters(heads(2)), Set.of(), Optional.empty());
        assertThat(WeightMap.of(view, parameters(heads(2)), Set.of()).fits()).isTrue();
    }

    @Test
    void theMapOf64PixelsIsThatOfTheOriginals() {
        Network edm = Models.named("edm-imagenet-64-cond-iddpm").network();
        Network adm = Models.named("adm-64").network();
        MemoryCheckpoint file = MemoryCheckpoint.of(parameters(adm), (name, shape) -> new float[0]);
        CheckpointView view = CheckpointView.of(
                file, parameters(edm), Set.of(), Optional.empty(), Optional.of(layout(adm, QkvOrder.NEW)));
        WeightMap map = WeightMap.of(view, parameters(edm), Set.of());
        assertThat(map.fits()).isTrue();
        Map<String, String> found = new LinkedHashMap<>();
        Map<String, Source.How> changes = new LinkedHashMap<>();
        for (WeightMap.Row row : map.rows()) {
            String name = row.name().substring("model.".length());
            found.put(name, String.join("+", row.sources()));
            changes.put(name, view.source(row.name()).how());
        }
        Map<String, String> expected = new LinkedHashMap<>();
        for (List<String> row : Golden.table("rdm/map_edm_to_adm_64_diffusion.tsv")) {
            if (!row.get(0).equals("edm")) {
                expected.put(row.get(0), row.get(1));
                Source.How how =
                        switch (row.get(2)) {
                            case "T" -> Source.How.TRANSPOSED;
                            case "qkv" -> Source.How.REORDERED;
                            case "sq" -> row.get(0).endsWith("bias") ? Source.How.AS_IS : Source.How.RESHAPED;
                            default -> Source.How.AS_IS;
                        };
                assertThat(changes.get(row.get(0))).as(row.get(0)).isEqualTo(how);
            }
        }
        assertThat(found).isEqualTo(expected);
    }

    /** What the script gives: name and shape of each tensor, and the logits. */
    record Expected(String numpy, List<List<String>> tensors, double[] out) {}

    /** A forward pass of its own in NumPy and float64, {@code golden/adm/classifier.py}. */
    @Test
    void aClassifierGivesTheValuesOfTheScript() {
        Expected expected = Json.read("classifier.json", Golden.text("adm/classifier.json"), Expected.class);
        AdmClassifier network = new AdmClassifier(16, 3, 10, 32, List.of(1.0, 2.0), 1, List.of(8), 32, QkvOrder.LEGACY);
        List<List<String>> found = parameters(network).stream()
                .map(p -> List.of(
                        p.name(), p.shape().dims().stream().map(String::valueOf).collect(Collectors.joining("x"))))
                .toList();
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected.tensors());
        SinFill fill = new SinFill(parameters(network), 1);
        Map<String, Array> inputs = Map.of("x", image(), "timesteps", new Array.Floats(new float[] {12, 741}, 2));
        // Float32 against float64 through some twenty layers.
        assertThat(Parity.distance(expected.out(), run(network, fill, inputs))).isLessThan(1e-5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"adm-64-256-upsampler", "adm-128-512-upsampler", "adm-512", "adm-128"})
    void publishedNetworksGiveTwiceTheChannelsOfTheirImage(String name) {
        AdmUnet network = (AdmUnet) Models.named(name).network();
        int size = network.imageSize();
        assertThat(ShapeBackend.describe(network).outputs().get(0).shape().dims())
                .isEqualTo(List.of(-1, 6, size, size));
    }

    @Test
    void anUpsamplerSeesTheSmallImageBilinearlyEnlarged() {
        AdmUnet upsampler = new AdmUnet(8, 4, 1, true, 0, 32, List.of(1.0), 1, List.of(), 1, 0, QkvOrder.LEGACY);
        AdmUnet plain = new AdmUnet(8, 0, 2, false, 0, 32, List.of(1.0), 1, List.of(), 1, 0, QkvOrder.LEGACY);
        float[] x = new float[128];
        float[] small = new float[16];
        for (int i = 0; i < 64; i++) {
            x[i] = (float) Math.sin(i);
            x[64 + i] = (float) (4 * place(i / 8) + place(i % 8));
        }
        for (int k = 0; k < 16; k++) {
            small[k] = k;
        }
        Array.Floats time = new Array.Floats(new float[] {5}, 1);
        Map<String, Array> apart = Map.of(
                "x", new Array.Floats(Arrays.copyOf(x, 64), 1, 1, 8, 8),
                "timesteps", time,
                "low_res", new Array.Floats(small, 1, 1, 4, 4));
        Map<String, Array> joined = Map.of("x", new Array.Floats(x, 1, 2, 8, 8), "timesteps", time);
        SinFill fill = new SinFill(parameters(plain), 1);
        assertSame(run(upsampler, fill, apart), run(plain, fill, joined));
    }

    /** Where the pixel i of 8 is among 4, pixel centres at halves, held at the borders. */
    private static double place(int i) {
        return Math.min(3, Math.max(0, (i + 0.5) / 2 - 0.5));
    }
}
