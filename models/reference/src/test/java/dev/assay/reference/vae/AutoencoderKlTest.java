package dev.assay.reference.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.graph.Array;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.Parameter;
import dev.assay.graph.ShapeBackend;
import dev.assay.graph.Weights;
import dev.assay.reference.Parity;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AutoencoderKlTest {
    private static final AutoencoderKl TINY = new AutoencoderKl(16, 3, 4, 8, List.of(1, 2, 4), 1, 4);

    @TempDir
    private Path folder;

    private final Weights weights = Parity.fill(TINY);

    private Map<String, float[]> whole(OnnxFile.Form form) throws IOException {
        return Parity.run(TINY, weights, form, folder, Map.of("x", Parity.x(2, 3, 16, 16), "z", Parity.x(2, 4, 4, 4)));
    }

    @ParameterizedTest
    @EnumSource
    void halvesGiveWhatTheWholeGives(OnnxFile.Form form) throws IOException {
        Map<String, float[]> whole = whole(form);
        float[] moments = Parity.run(new Encoder(TINY), weights, form, folder, Map.of("x", Parity.x(2, 3, 16, 16)))
                .get("moments");
        float[] image = Parity.run(
                        new Decoder(TINY, 1, 0, false), weights, form, folder, Map.of("z", Parity.x(2, 4, 4, 4)))
                .get("image");
        assertThat(moments).hasSize(2 * 8 * 4 * 4).isEqualTo(whole.get("moments"));
        assertThat(image).hasSize(2 * 3 * 16 * 16).isEqualTo(whole.get("image"));
    }

    @ParameterizedTest
    @EnumSource
    void itIsWhatTheDescriptionSaysInLoops(OnnxFile.Form form) throws IOException {
        Direct direct = new Direct(TINY, weights);
        Map<String, float[]> actual =
                Parity.run(TINY, weights, form, folder, Map.of("x", Parity.x(1, 3, 16, 16), "z", Parity.x(1, 4, 4, 4)));
        Direct.Picture x =
                new Direct.Picture(Parity.doubles(Parity.x(1, 3, 16, 16).values()), 3, 16);
        Direct.Picture z =
                new Direct.Picture(Parity.doubles(Parity.x(1, 4, 4, 4).values()), 4, 4);
        Parity.assertClose("moments", direct.moments(x).values(), actual.get("moments"));
        Parity.assertClose("image", direct.image(z).values(), actual.get("image"));
    }

    @Test
    void theDecoderDividesByTheScale() throws IOException {
        Array.Floats z = Parity.x(1, 4, 4, 4);
        float[] scaled = z.values().clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= 0.5f;
        }
        float[] plain = decode(new Decoder(TINY, 1, 0, false), z);
        float[] half = decode(new Decoder(TINY, 0.5, 0, false), new Array.Floats(scaled, z.shape()));
        assertThat(half).isEqualTo(plain);
    }

    /** Stable Diffusion 3: (latents - shift) scale on the way in, the reverse on the way out. */
    @Test
    void theShiftComesBackWhereItWasTaken() throws IOException {
        float[] moments = new float[2 * 64];
        Array.Floats z = Parity.x(1, 4, 4, 4);
        System.arraycopy(z.values(), 0, moments, 0, 64);
        float[] latents = new Moments(moments).sample(new float[64], 2, 0.25);
        assertThat(latents[0]).isEqualTo(2 * (z.values()[0] - 0.25f));
        float[] plain = decode(new Decoder(TINY, 1, 0, false), z);
        float[] back = decode(new Decoder(TINY, 2, 0.25, false), new Array.Floats(latents, z.shape()));
        assertThat(Parity.distance(Parity.doubles(plain), back)).isLessThan(1e-6);
    }

    /** A map that changes nothing, left out, changes nothing. */
    @Test
    void withoutTheLinearMapsItIsAsIfTheyKeptAll() throws IOException {
        AutoencoderKl bare = new AutoencoderKl(16, 3, 4, 8, List.of(1, 2, 4), 1, 4, false);
        assertThat(names(TINY)).containsAll(names(bare)).hasSize(names(bare).size() + 4);
        dev.assay.graph.Weights same = (name, shape) -> {
            float[] values = weights.tensor(name, shape);
            if (name.contains("quant_conv")) {
                Arrays.fill(values, 0);
                for (int i = 0; name.endsWith("weight") && i < shape.dim(0); i++) {
                    values[i * shape.dim(0) + i] = 1;
                }
            }
            return values;
        };
        Map<String, Array> inputs = Map.of("x", Parity.x(1, 3, 16, 16), "z", Parity.x(1, 4, 4, 4));
        Map<String, float[]> expected = Parity.run(TINY, same, OnnxFile.Form.CPU, folder, inputs);
        Parity.run(bare, weights, OnnxFile.Form.CPU, folder, inputs)
                .forEach((name, values) -> assertThat(values).as(name).isEqualTo(expected.get(name)));
    }

    private float[] decode(Decoder decoder, Array.Floats z) throws IOException {
        return Parity.run(decoder, weights, OnnxFile.Form.CPU, folder, Map.of("z", z))
                .get("image");
    }

    @Test
    void eachHalfAsksForItsOwnParametersAlone() {
        List<String> halves = new ArrayList<>(names(new Encoder(TINY)));
        halves.addAll(names(new Decoder(TINY, 1, 0, false)));
        assertThat(halves).doesNotHaveDuplicates().containsExactlyElementsOf(names(TINY));
    }

    private static List<String> names(dev.assay.graph.Network network) {
        return ShapeBackend.describe(network).parameters().stream()
                .map(Parameter::name)
                .toList();
    }

    @Test
    void theParametersFitEverySize() {
        AutoencoderKl larger = new AutoencoderKl(64, 3, 4, 8, List.of(1, 2, 4), 1, 4);
        assertThat(ShapeBackend.describe(larger).parameters())
                .isEqualTo(ShapeBackend.describe(TINY).parameters());
    }

    @Test
    void latentsAreTheMeanAndNoiseOfTheClampedDeviation() {
        Moments moments = new Moments(new float[] {1, 2, 3, 4, 0, 2 * (float) Math.log(3), 100, -100});
        float[] latents = moments.sample(new float[] {1, -1, 1, 1}, 0.5, 0);
        assertThat(latents[0]).isEqualTo(1);
        assertThat((double) latents[1]).isCloseTo(0.5 * (2 - 3), within(1e-6));
        assertThat((double) latents[2]).isCloseTo(0.5 * (3 + Math.exp(10)), within(1e-3));
        assertThat((double) latents[3]).isCloseTo(0.5 * (4 + Math.exp(-15)), within(1e-6));
    }

    @Test
    void noiseOfAnotherSizeIsRefused() {
        assertThatThrownBy(() -> new Moments(new float[4]).sample(new float[4], 1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 numbers of noise are needed, got 4");
    }

    @Test
    void settingsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> new AutoencoderKl(18, 3, 4, 8, List.of(1, 2, 4), 1, 4))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("size 18 and 3 levels");
        assertThatThrownBy(() -> new AutoencoderKl(16, 3, 4, 6, List.of(1), 1, 4))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("width 6 and groups 4");
        assertThatThrownBy(() -> new AutoencoderKl(16, 3, 4, 8, List.of(), 1, 4))
                .isInstanceOf(AssayException.class);
        assertThatThrownBy(() -> new Decoder(TINY, 0, 0, false)).isInstanceOf(IllegalArgumentException.class);
    }
}
