package dev.assay.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.graph.Array;
import dev.assay.graph.Device;
import dev.assay.graph.FileHash;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.OnnxSession;
import dev.assay.graph.SessionOptions;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PixelsTest {
    @TempDir
    private Path folder;

    private static float[] run(Path onnx, float[] x, long... shape) {
        try (OnnxSession session = OnnxSession.open(onnx, new SessionOptions(1, Device.CPU))) {
            return session.runFloats(Map.of("x", new Array.Floats(x, shape))).get("pixels");
        }
    }

    @Test
    void theDescriptorSaysHowImagesComeIn() throws IOException {
        Path descriptor = Pixels.export(16, folder);
        String sha256 = FileHash.sha256(List.of(folder.resolve("pixels-16.onnx")));
        assertThat(Files.readString(descriptor)).isEqualTo("""
                        extractor: pixels-16
                        onnx: pixels-16.onnx
                        sha256: %s
                        height: 16
                        width: 16
                        resize: antialias-bilinear
                        mean: [0, 0, 0]
                        scale: [255, 255, 255]
                        input: x
                        taps: {features: pixels}
                        about: 'antialiased 16x16 pixels, 0-1, order channel, row, column; no weights'
                        """.formatted(sha256));
    }

    @Test
    void pixelsComeOutChannelByChannelAndUnchanged() {
        float[] x = new float[2 * 768];
        for (int i = 0; i < x.length; i++) {
            x[i] = i / 2048f;
        }
        Pixels.export(16, folder);
        assertThat(run(folder.resolve("pixels-16.onnx"), x, 2, 3, 16, 16)).containsExactly(x);
    }

    @Test
    void resizingInsideTakesTheMeanOfTheTriangleFilter() {
        OnnxFile file = OnnxFile.write(
                new Pixels(16, true), (n, s) -> new float[0], folder.resolve("any.onnx"), OnnxFile.Storage.INSIDE);
        // A ramp across columns stays a ramp where the filter does not meet the edge: source centre = (j + 0.5) * 3.
        float[] x = new float[3 * 48 * 48];
        for (int i = 0; i < x.length; i++) {
            x[i] = 5 * (i % 48);
        }
        float[] pixels = run(file.path(), x, 1, 3, 48, 48);
        assertThat(pixels).hasSize(768);
        for (int j = 1; j < 15; j++) {
            assertThat((double) pixels[16 * 7 + j]).isCloseTo(5 * ((j + 0.5) * 3 - 0.5) / 255, within(1e-6));
        }
    }

    @Test
    void namesOfExtractorsStayInTheirFolder() {
        assertThatThrownBy(() -> new Extractor(
                        "../x",
                        new Pixels(2, false),
                        2,
                        2,
                        "r",
                        List.of(0.0, 0.0, 0.0),
                        List.of(1.0, 1.0, 1.0),
                        Map.of(),
                        ""))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("not a name");
    }

    @Test
    void anUnwritableFolderIsOneClearError() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> Pixels.export(16, file))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("cannot be written");
    }
}
