package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.graph.DataType;
import dev.assay.graph.InitialWeights;
import dev.assay.graph.Parameter;
import dev.assay.graph.ShapeBackend;
import dev.assay.reference.QkvOrder;
import dev.assay.reference.adm.AdmUnet;
import dev.assay.reference.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --layout}: a file of guided-diffusion for a network of EDM does not tell the order of its attention's rows. */
class LayoutOptionTest {
    private static final String LEGACY = "guided-diffusion (legacy attention order)";
    private static final String NEW = "guided-diffusion (new attention order)";

    @TempDir
    private Path folder;

    private Path model;
    private Path file;

    @BeforeEach
    void writeAModelOfEdmAndAFileOfGuidedDiffusion() throws IOException {
        model = Files.writeString(folder.resolve("edm.yaml"), """
                model: edm-for-trials
                family: dhariwal-unet
                about: with attention
                source: 'ours'
                estimated: false
                network:
                  img_resolution: 16
                  in_channels: 3
                  out_channels: 3
                  label_dim: 10
                  augment_dim: 0
                  model_channels: 64
                  channel_mult: [1, 2]
                  channel_mult_emb: 4
                  num_blocks: 1
                  attn_resolutions: [8]
                preconditioning: {name: edm, sigma_data: 0.5}
                sampling: {sampler: heun, steps: 10, sigma_min: 0.002, sigma_max: 80, rho: 7}
                """);
        AdmUnet adm = new AdmUnet(16, 0, 3, false, 10, 64, List.of(1.0, 2.0), 1, List.of(8), 0, 64, QkvOrder.LEGACY);
        List<Parameter> parameters = ShapeBackend.describe(adm).parameters();
        file = folder.resolve("adm.safetensors");
        SafetensorsWriter.write(file, parameters, new InitialWeights(parameters, 3), Map.of(), DataType.FLOAT32);
    }

    private Assay.Ran map(Object... more) {
        return run(List.of("weights", "map", "--model", model, file), more);
    }

    private Assay.Ran export(Path to, Object... more) {
        List<Object> command = List.of("models", "export", model, "--part", "denoiser", "--weights", file, "--out", to);
        return run(command, more);
    }

    private static Assay.Ran run(List<?> command, Object... more) {
        return Assay.run(Stream.concat(command.stream(), Arrays.stream(more)).toArray());
    }

    @Test
    void aFileThatDoesNotTellItsLayoutIsRefusedWithTheChoices() {
        for (Assay.Ran ran : List.of(map(), export(folder.resolve("none.onnx")))) {
            assertThat(ran.code()).isEqualTo(2);
            assertThat(ran.err()).contains(LEGACY).contains(NEW).contains("name the layout");
        }
    }

    @Test
    void aNamedLayoutIsTaken() throws IOException {
        assertThat(map("--layout", LEGACY).code()).isZero();
        Path legacy = folder.resolve("legacy.onnx");
        Path other = folder.resolve("new.onnx");
        Assay.Ran ran = export(legacy, "--layout", LEGACY);
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(export(other, "--layout", NEW).code()).isZero();
        assertThat(Files.mismatch(legacy, other)).isNotNegative();
    }

    @Test
    void anUnknownLayoutIsRefused() {
        Assay.Ran ran = map("--layout", "guided");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("layout 'guided': no such layout").contains(LEGACY);
    }
}
