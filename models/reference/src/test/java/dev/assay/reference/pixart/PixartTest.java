package dev.assay.reference.pixart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.Network;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.Parameter;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.ShapeBackend;
import dev.assay.graph.Tensor;
import dev.assay.reference.Parity;
import dev.assay.reference.diffusion.ArrayAlgebra;
import dev.assay.reference.diffusion.Denoiser;
import dev.assay.reference.diffusion.Diffusion;
import dev.assay.reference.diffusion.Estimate;
import dev.assay.reference.diffusion.ImageShape;
import dev.assay.reference.diffusion.Noise;
import dev.assay.reference.diffusion.Samplers;
import dev.assay.reference.model.Denoising;
import dev.assay.reference.model.DiffusionSettings;
import dev.assay.reference.model.Model;
import dev.assay.reference.model.Models;
import dev.assay.reference.weights.HashFill;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The base model against the original. */
class PixartTest {
    private static final JsonNode GOLDEN = Parity.golden("pixart.json");
    private static final int PLANE = 64;
    private static final int IMAGE = Running.OUT * PLANE;
    private static final double GUIDANCE = 4.5;

    private static final List<Member> MASKED = List.of(Member.alike(0, 3, 4), Member.alike(1, 741.5f, 6));

    @TempDir
    private Path folder;

    /** The network, and what passes between its parts as the parity file names it. */
    private record Taps(Pixart net) implements Network {
        @Override
        public List<Port> inputs() {
            return net.inputs();
        }

        @Override
        public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> inputs) {
            Trunk trunk = new Trunk(net);
            Trunk.Entry entry = trunk.entry(s, inputs);
            Map<String, Tensor> taps = new LinkedHashMap<>(net.outputs(s, inputs));
            taps.put("t_embedder", entry.time());
            taps.put("time", entry.time());
            taps.put("tokens_in", entry.tokens());
            Tensor t0 = entry.condition().time();
            taps.put("t0", t0.reshape(t0.shape().dim(0), 6 * net.width()));
            taps.put("words", entry.condition().caption());
            Tensor x = entry.tokens();
            for (int i = 0; i < net.depth(); i++) {
                x = new Block(net.width(), net.heads())
                        .apply(s.at("blocks." + i), List.of(x), List.of(entry.condition()), Mixing.alone())
                        .get(0);
                taps.put("block" + i, x);
            }
            return taps;
        }
    }

    private static float[] nullCaption() {
        return new HashFill().tensor(Pixart.NULL_CAPTION, Shape.of(Member.TOKENS, Member.TEXT));
    }

    @ParameterizedTest
    @EnumSource
    void theOriginalGivesTheSame(OnnxFile.Form form) throws IOException {
        JsonNode golden = GOLDEN.get("cases").get("pixart_masked");
        Map<String, float[]> found =
                new Running(folder, form, DataType.FLOAT32).outputs(new Taps(Running.TINY), Member.images(MASKED));
        Parity.assertSummary("out", golden.get("out"), found.get("out"));
        for (String tap : List.of("t_embedder", "tokens_in", "t0", "block0", "block1")) {
            Parity.assertSummary(tap, golden.get("taps").get(tap), found.get(tap));
        }
        Parity.assertSummary("time", golden.get("taps").get("t"), found.get("time"));
        float[] packed = new float[10 * 32]; // 4 tokens of the first caption, 6 of the second
        System.arraycopy(found.get("words"), 0, packed, 0, 4 * 32);
        System.arraycopy(found.get("words"), 6 * 32, packed, 4 * 32, 6 * 32);
        Parity.assertSummary("caption", golden.get("taps").get("caption_tokens_packed"), packed);
    }

    /** The mask of the prompts cuts the null caption to as many tokens. */
    private float[] promptsThenNull(OnnxFile.Form form) throws IOException {
        List<Member> all = List.of(
                MASKED.get(0),
                MASKED.get(1),
                MASKED.get(0).withCaption(nullCaption()),
                MASKED.get(1).withCaption(nullCaption()));
        return new Running(folder, form, DataType.FLOAT32).images(Running.TINY, all);
    }

    /** Noise of the first channels as guidance makes it; the rest as it was. */
    private static float[] guided(float[] out, int channels) {
        float[] mixed = out.clone();
        for (int i = 0; i < 2 * IMAGE; i++) {
            if (i % IMAGE < channels * PLANE) {
                float none = out[i + 2 * IMAGE];
                mixed[i] = (float) (none + GUIDANCE * (out[i] - (double) none));
                mixed[i + 2 * IMAGE] = mixed[i];
            }
        }
        return mixed;
    }

    @ParameterizedTest
    @EnumSource
    void guidanceOfTheOriginalMixesThreeChannels(OnnxFile.Form form) throws IOException {
        JsonNode golden = GOLDEN.get("cases").get("pixart_forward_with_cfg_4.5").get("out");
        Parity.assertSummary("out", golden, guided(promptsThenNull(form), 3));
    }

    /** Ancestral sampling guides three channels, the solver all four. */
    @ParameterizedTest
    @EnumSource
    void denoisersGuideAsTheOriginalDoes(OnnxFile.Form form) throws IOException {
        float[] both = promptsThenNull(form);
        Map<String, Array> inputs = new LinkedHashMap<>(Member.images(MASKED));
        inputs.put("t", new Array.Floats(new float[] {0.004f, 0.7425f}, 2)); // 3 and 741.5 of 1000 t - 1
        float[] none = nullCaption();
        float[] twice = Arrays.copyOf(none, 2 * none.length);
        System.arraycopy(none, 0, twice, none.length, none.length);
        inputs.put("no_caption", new Array.Floats(twice, 2, Member.TOKENS, Member.TEXT));
        inputs.put("no_mask", inputs.get("mask"));
        inputs.put("guidance", new Array.Floats(new float[] {4.5f, 4.5f}, 2));
        DiffusionSettings settings = new DiffusionSettings("linear", "eps", 1000, -1, -1);
        for (int channels : new int[] {3, 4}) {
            Denoising denoiser = new Denoising(Running.TINY, settings, true, channels);
            Map<String, float[]> found = new Running(folder, form, DataType.FLOAT32).outputs(denoiser, inputs);
            float[] mixed = guided(both, channels);
            for (int i = 0; i < 2; i++) {
                int start = i * IMAGE;
                float[] eps = Arrays.copyOfRange(found.get("eps"), start / 2, start / 2 + IMAGE / 2);
                float[] variance = Arrays.copyOfRange(found.get("variance"), start / 2, start / 2 + IMAGE / 2);
                Parity.assertClose("eps", Parity.doubles(Arrays.copyOfRange(mixed, start, start + IMAGE / 2)), eps);
                Parity.assertClose(
                        "variance",
                        Parity.doubles(Arrays.copyOfRange(mixed, start + IMAGE / 2, start + IMAGE)),
                        variance);
            }
        }
    }

    @Test
    void sizesStayWhereTheCaptionGoes() {
        Denoising denoiser =
                new Denoising(Running.SIZED, new DiffusionSettings("linear", "eps", 1000, -1, -1), true, 4);
        assertThat(denoiser.inputs())
                .extracting(Port::name)
                .containsExactly("x", "t", "caption", "mask", "csize", "ar", "no_caption", "no_mask", "guidance");
    }

    /** Values of a reading of the original in NumPy, {@code golden/pixart/groups.py}. */
    @ParameterizedTest
    @EnumSource
    void tokensOfACaptionMayBeAnyOfIt(OnnxFile.Form form) throws IOException {
        JsonNode golden = Parity.golden("pixart/groups.json").get("cases").get("holes");
        List<Member> holes =
                List.of(MASKED.get(0).withMask(1, 0, 1, 0, 0, 1), MASKED.get(1).withMask(0, 1, 1, 0, 0, 0));
        float[] found = new Running(folder, form, DataType.FLOAT32).images(Running.TINY, holes);
        for (int i = 0; i < 2; i++) {
            Parity.assertSummary("image " + i, golden.get(i), Arrays.copyOfRange(found, i * IMAGE, (i + 1) * IMAGE));
        }
    }

    /** To the bit, in half precision too. */
    @ParameterizedTest
    @EnumSource
    void whatIsHiddenHasNoWeight(OnnxFile.Form form) throws IOException {
        float[] other = MASKED.get(0).caption().clone();
        Arrays.fill(other, 4 * Member.TEXT, other.length, -3);
        List<Member> changed = List.of(MASKED.get(0).withCaption(other), MASKED.get(1));
        for (DataType number : List.of(DataType.FLOAT32, DataType.FLOAT16)) {
            Running running = new Running(folder, form, number);
            assertThat(running.images(Running.TINY, changed))
                    .as("%s", number)
                    .containsExactly(running.images(Running.TINY, MASKED));
        }
    }

    /** 4.4e-4 was measured. */
    @ParameterizedTest
    @EnumSource
    void halfPrecisionIsNear(OnnxFile.Form form) throws IOException {
        double[] full = Parity.doubles(new Running(folder, form, DataType.FLOAT32).images(Running.TINY, MASKED));
        float[] half = new Running(folder, form, DataType.FLOAT16).images(Running.TINY, MASKED);
        assertThat(Parity.distance(full, half)).isBetween(1e-6, 2e-3);
    }

    @Test
    void namesAndShapesAreTheOriginals() {
        JsonNode golden = GOLDEN.get("pixart_tiny");
        Map<String, String> expected = new TreeMap<>();
        for (JsonNode p : golden.get("parameters")) {
            expected.put(p.get("name").asText(), p.get("shape").toString());
        }
        Map<String, String> learnt = new TreeMap<>();
        Map<String, String> others = new TreeMap<>();
        var description = ShapeBackend.describe(Running.TINY);
        for (Parameter p : description.parameters()) {
            (p.role() == Parameter.Role.TRAINED ? learnt : others)
                    .put(p.name(), p.shape().toString());
        }
        assertThat(learnt).isEqualTo(expected);
        assertThat(others).isEqualTo(Map.of(Pixart.NULL_CAPTION, "[6,16]"));
        assertThat(Model.parameters(description)).isEqualTo(golden.get("params").asLong());
    }

    @Test
    void placesAreTheOriginalsSinesAndCosines() throws IOException {
        Network table = new Network() {
            @Override
            public List<Port> inputs() {
                return List.of(new Port("x", DataType.FLOAT32, Shape.of(1, 1, 1)));
            }

            @Override
            public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> inputs) {
                return Map.of("table", new Places(32, 4, 1, true).table(s, 4, 4).add(inputs.get("x")));
            }
        };
        float[] found = Running.single(folder)
                .outputs(table, Map.of("x", new Array.Floats(new float[1], 1, 1, 1)))
                .get("table");
        JsonNode golden = GOLDEN.get("pos_embed_4x4x32");
        assertThat(found).hasSize(16 * 32);
        assertThat(Parity.norm(found)).isCloseTo(golden.get("l2").asDouble(), within(1e-12));
        assertThat(Arrays.copyOf(found, 8)).containsExactly(Parity.floats(golden.get("first8")));
        assertThat(Arrays.copyOfRange(found, 16 * 32 - 4, 16 * 32)).containsExactly(Parity.floats(golden.get("last4")));
    }

    /** 3 tokens in the place of 4: 0, 4/3 and 8/3, halved by the scale. */
    @Test
    void placesAreThoseOfTheTrainedImage() {
        double[] waves = new Places(8, 4, 2, false).waves(3);
        for (int i = 0; i < 3; i++) {
            float place = i / 0.75f;
            assertThat(waves[4 * i]).isCloseTo(Math.sin(place / 2.0), within(1e-15));
            assertThat(waves[4 * i + 1]).isCloseTo(Math.sin(place / 2.0 / 100), within(1e-15));
            assertThat(waves[4 * i + 2]).isCloseTo(Math.cos(place / 2.0), within(1e-15));
            assertThat(waves[4 * i + 3]).isCloseTo(Math.cos(place / 2.0 / 100), within(1e-15));
        }
    }

    /** The solver tells fractions of steps, ancestral sampling whole ones: 0 and 999 and 98 between. */
    @Test
    void ancestralSamplingTellsWholeSteps() {
        Model model = Models.named("pixart-xl-2-512");
        List<Double> told = new ArrayList<>();
        Denoiser<double[]> denoiser = (x, t) -> {
            told.add(model.diffusion().timeScale() * t + model.diffusion().timeShift());
            return new Estimate.WithRange<>(new double[] {x[0] / 2}, new double[] {0.5});
        };
        ArrayAlgebra algebra = new ArrayAlgebra(new ImageShape(1, 1, 1));
        Noise<double[]> noise = draw -> new double[] {0.1 * draw};
        Samplers.named("ddpm", Map.of("steps", 100))
                .sample(new Diffusion<>(algebra, denoiser, model.diffusion().noise(), noise));
        assertThat(told).hasSize(100).allSatisfy(step -> assertThat(step).isCloseTo(Math.rint(step), within(1e-9)));
        assertThat(told.get(0)).isCloseTo(999, within(1e-9));
        assertThat(told.get(99)).isCloseTo(0, within(1e-9));
    }

    @Test
    void sizesThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> new Pixart(9, 8, 4, 2, 32, 2, 4, 6, 16, 8, 1, false, true))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("9 x 8, trained at 8, and patch 2");
        assertThatThrownBy(() -> new Pixart(8, 8, 4, 2, 32, 2, 4, 6, 16, 8, 1, true, true))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("width 32 and heads 4");
        assertThatThrownBy(() -> new Pixart(8, 8, 4, 2, 32, 2, 4, 0, 16, 8, 1, false, true))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("captions are empty");
        assertThatThrownBy(() -> new Pixart(8, 8, 4, 2, 32, 0, 4, 6, 16, 8, 1, false, true))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("a size is 0 or less");
        assertThatThrownBy(() -> new Pixart(8, 8, 4, 2, 32, 2, 4, 6, 16, 8, Double.NaN, false, true))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("the place scale is NaN");
    }
}
