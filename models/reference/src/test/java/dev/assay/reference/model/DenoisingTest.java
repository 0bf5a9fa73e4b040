package dev.assay.reference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.graph.Array;
import dev.assay.graph.Network;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.Port;
import dev.assay.graph.ShapeBackend;
import dev.assay.reference.Parity;
import dev.assay.reference.dit.Dit;
import dev.assay.reference.uvit.Uvit;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Denoisers against the networks that they are made of; all differences are of float32 rounding. */
class DenoisingTest {
    private static final int PLANE = 64;
    private static final int IMAGE = 4 * PLANE;

    private static final DiffusionSettings INDEX = new DiffusionSettings("linear", "eps", 1000, -1, 10);
    private static final DiffusionSettings COUNT = new DiffusionSettings("sd-scaled-linear", "v", 1000, 0, -1);

    private final Dit dit = new Dit(8, 4, 2, 32, 2, 4, 11, true);
    private final Uvit text = new Uvit(8, 4, 2, 32, 2, 4, 0, 3, 6, false, true);

    @TempDir
    private Path folder;

    private Map<String, float[]> run(Network network, Map<String, Array> inputs) throws IOException {
        return Parity.run(network, Parity.fill(network), OnnxFile.Form.CPU, folder, inputs);
    }

    private static Array.Floats two(float first, float second) {
        return new Array.Floats(new float[] {first, second}, 2);
    }

    private static Array.Longs labels(long first, long second) {
        return new Array.Longs(new long[] {first, second}, 2);
    }

    @Test
    void withoutGuidanceItIsTheNetworkAtItsOwnTime() throws IOException {
        Denoising denoiser = new Denoising(dit, INDEX, false, 4);
        Map<String, float[]> actual =
                run(denoiser, Map.of("x", Parity.x(2, 4, 8, 8), "t", two(0.25f, 0.75f), "y", labels(3, 7)));
        float[] out = network(0.25f, 0.75f, 3, 7);
        assertThat(actual.keySet()).containsExactly("eps", "variance");
        for (int i = 0; i < 2; i++) {
            assertPart(out, i * 2 * IMAGE, actual.get("eps"), i * IMAGE, IMAGE);
            assertPart(out, i * 2 * IMAGE + IMAGE, actual.get("variance"), i * IMAGE, IMAGE);
        }
    }

    /** The network's own output for two images. */
    private float[] network(float t0, float t1, long y0, long y1) throws IOException {
        return run(dit, Map.of("x", Parity.x(2, 4, 8, 8), "t", two(1000 * t0 - 1, 1000 * t1 - 1), "y", labels(y0, y1)))
                .get("out");
    }

    @Test
    void guidanceMixesTwoRunsInTheFirstChannelsAlone() throws IOException {
        Denoising denoiser = new Denoising(dit, INDEX, true, 3);
        Map<String, float[]> actual = run(
                denoiser,
                Map.of(
                        "x", Parity.x(2, 4, 8, 8),
                        "t", two(0.25f, 0.75f),
                        "y", labels(3, 7),
                        "guidance", two(1.5f, 4)));
        float[] given = network(0.25f, 0.75f, 3, 7);
        float[] none = network(0.25f, 0.75f, 10, 10);
        double[] mixed = new double[2 * IMAGE];
        double[] weights = {1.5, 4};
        for (int i = 0; i < mixed.length; i++) {
            int at = i / IMAGE * 2 * IMAGE + i % IMAGE;
            double w = i % IMAGE < 3 * PLANE ? weights[i / IMAGE] : 1;
            mixed[i] = none[at] + w * (given[at] - (double) none[at]);
        }
        Parity.assertClose("eps", mixed, actual.get("eps"));
        for (int i = 0; i < 2; i++) {
            assertPart(given, i * 2 * IMAGE + IMAGE, actual.get("variance"), i * IMAGE, IMAGE);
        }
    }

    @Test
    void guidanceOfWeightOneIsTheConditionAlone() throws IOException {
        Map<String, Array> inputs =
                new HashMap<>(Map.of("x", Parity.x(2, 4, 8, 8), "t", two(0.25f, 0.75f), "y", labels(3, 7)));
        float[] alone = run(new Denoising(dit, INDEX, false, 4), inputs).get("eps");
        inputs.put("guidance", two(1, 1));
        float[] guided = run(new Denoising(dit, INDEX, true, 4), inputs).get("eps");
        assertPart(alone, 0, guided, 0, alone.length);
    }

    @ParameterizedTest
    @EnumSource
    void aTextHasAnotherTextThatStandsForNone(OnnxFile.Form form) throws IOException {
        Denoising denoiser = new Denoising(text, COUNT, true, 4);
        assertThat(denoiser.inputs())
                .extracting(Port::name)
                .containsExactly("x", "t", "context", "no_context", "guidance");
        Array.Floats context = new Array.Floats(Parity.x(2, 3, 6).values(), 2, 3, 6);
        Array.Floats empty = new Array.Floats(new float[36], 2, 3, 6);
        Map<String, Array> inputs = new HashMap<>(Map.of("x", Parity.x(2, 4, 8, 8), "t", two(0.5f, 0.1f)));
        inputs.put("context", context);
        Denoising plain = new Denoising(text, COUNT, false, 4);
        float[] given =
                Parity.run(plain, Parity.fill(plain), form, folder, inputs).get("v");
        inputs.put("context", empty);
        float[] none =
                Parity.run(plain, Parity.fill(plain), form, folder, inputs).get("v");
        inputs.put("context", context);
        inputs.put("no_context", empty);
        inputs.put("guidance", two(3, 3));
        float[] guided = Parity.run(denoiser, Parity.fill(denoiser), form, folder, inputs)
                .get("v");
        double[] mixed = new double[given.length];
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = none[i] + 3 * (given[i] - (double) none[i]);
        }
        Parity.assertClose("v", mixed, guided);
    }

    @Test
    void guidanceCostsTwiceTheNetwork() {
        long one = ShapeBackend.describe(new Denoising(dit, INDEX, false, 4)).macs();
        long two = ShapeBackend.describe(new Denoising(dit, INDEX, true, 4)).macs();
        assertThat(one).isEqualTo(ShapeBackend.describe(dit).macs());
        assertThat(two).isEqualTo(2 * one);
    }

    @Test
    void guidanceWithoutWhatStandsForNoneIsRefused() {
        DiffusionSettings none = new DiffusionSettings("linear", "eps", 1000, -1, -1);
        assertThatThrownBy(() -> new Denoising(dit, none, true, 4))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("no class that stands for none");
        Uvit alone = new Uvit(8, 4, 2, 32, 2, 4, 0, 0, 0, false, true);
        assertThatThrownBy(() -> new Denoising(alone, none, true, 4))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("the model has no condition");
        assertThatThrownBy(() -> new Denoising(dit, INDEX, true, 5))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("the first 5 channels are to be guided; images have 4");
    }

    private static void assertPart(float[] expected, int from, float[] actual, int at, int count) {
        double[] wide = new double[count];
        float[] part = new float[count];
        for (int i = 0; i < count; i++) {
            wide[i] = expected[from + i];
            part[i] = actual[at + i];
        }
        Parity.assertClose("part from " + from, wide, part);
    }
}
