package dev.assay.reference.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.Device;
import dev.assay.graph.Network;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.OnnxSession;
import dev.assay.graph.SessionOptions;
import dev.assay.graph.Weights;
import dev.assay.reference.Parity;
import dev.assay.reference.vae.AutoencoderKl;
import dev.assay.reference.vae.Decoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same networks with weights and arithmetic of half the size. */
class HalfPrecisionTest {
    /** Half precision rounds by up to 5e-4, and layers add up; measured up to 1.2e-3. Less than 1e-6 would not be half. */
    private static final double BOUND = 3e-3;

    /** Its scores are not scaled, so that they and their rounding are larger; measured up to 3.4e-3. */
    private static final double T5_BOUND = 8e-3;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"dimr-tiny", "uvit-tiny", "dit-tiny"})
    void aGuidedDenoiserIsNearItself(String name) throws IOException {
        Model model = Models.named(name);
        Network network = Parts.denoiser(model, true);
        Map<String, Array> inputs = Map.of(
                "x", Parity.x(2, 3, 32, 32),
                "t", new Array.Floats(new float[] {0.8f, 0.3f}, 2),
                "y", new Array.Longs(new long[] {3, 98}, 2),
                "guidance", new Array.Floats(new float[] {1.5f, 1.5f}, 2));
        assertNear(network, inputs, model.diffusion().meaning().id());
    }

    @Test
    void aDecoderIsNearItself() throws IOException {
        AutoencoderKl vae = (AutoencoderKl) Models.named("vae-tiny").network();
        assertNear(new Decoder(vae, 1, 0, false), Map.of("z", Parity.x(2, 4, 8, 8)), "image");
    }

    @Test
    void encodersOfTextsAndImagesAreNearThemselves() throws IOException {
        long[] ids = {8, 20, 31, 4, 55, 99, 0, 0, 0, 0, 0, 0, 8, 7, 6, 5, 4, 3, 2, 1, 50, 60, 70, 99};
        long[] mask = {1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
        Array tokens = new Array.Longs(ids, 2, 12);
        assertNear(
                Models.named("t5-tiny").network(),
                Map.of("input_ids", tokens, "attention_mask", new Array.Longs(mask, 2, 12)),
                "last_hidden_state",
                T5_BOUND);
        Network text = Models.named("clip-text-tiny").network();
        assertNear(text, Map.of("input_ids", tokens), "penultimate_hidden_state");
        assertNear(text, Map.of("input_ids", tokens), "text_embeds");
        Network image = Models.named("clip-vision-tiny").network();
        assertNear(image, Map.of("x", Parity.x(2, 3, 12, 12)), "image_embeds");
    }

    /** 131 million parameters: files beside the graph, one tensor in memory at a time. */
    @Test
    void aNetworkOfSizeBIsNearItself() throws IOException {
        Network network = Models.named("dit-b-8-256").network();
        Map<String, Array> inputs = Map.of(
                "x", Parity.x(2, 4, 32, 32),
                "t", new Array.Floats(new float[] {700, 100}, 2),
                "y", new Array.Longs(new long[] {3, 1000}, 2));
        Weights weights = Parity.fill(network);
        float[] full = large(network, weights, DataType.FLOAT32, inputs);
        float[] half = large(network, weights, DataType.FLOAT16, inputs);
        assertThat(Parity.distance(Parity.doubles(full), half)).isBetween(1e-6, BOUND);
    }

    private float[] large(Network network, Weights weights, DataType number, Map<String, Array> inputs) {
        OnnxFile file = OnnxFile.write(
                network,
                weights,
                folder.resolve(number + ".onnx"),
                new OnnxFile.Options(OnnxFile.Storage.BESIDE, OnnxFile.Form.CPU, number));
        try (OnnxSession session = OnnxSession.open(file.path(), new SessionOptions(1, Device.CPU))) {
            return session.runFloats(inputs).get("out");
        }
    }

    private void assertNear(Network network, Map<String, Array> inputs, String output) throws IOException {
        assertNear(network, inputs, output, BOUND);
    }

    private void assertNear(Network network, Map<String, Array> inputs, String output, double bound)
            throws IOException {
        Weights weights = Parity.fill(network);
        double[] full = Parity.doubles(
                Parity.run(network, weights, OnnxFile.Form.CPU, folder, inputs).get(output));
        for (OnnxFile.Form form : OnnxFile.Form.values()) {
            float[] half = Parity.run(network, weights, form, DataType.FLOAT16, folder, inputs)
                    .get(output);
            assertThat(Parity.distance(full, half)).as("%s", form).isBetween(1e-6, bound);
        }
    }
}
