package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.graph.Device;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.OnnxSession;
import dev.assay.graph.SessionOptions;
import dev.assay.reference.diffusion.ConditionalDenoiser;
import dev.assay.reference.model.Model;
import dev.assay.reference.model.Models;
import dev.assay.reference.model.Parts;
import dev.assay.reference.weights.HashFill;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkDenoiserTest {
    private static final int IMAGES = 24;
    private static final int SIZE = 3 * 6 * 6;

    @TempDir
    private Path folder;

    /** Not a bit differs where widths divide by 4; grey levels would hide a difference of 1e-6. */
    @ParameterizedTest
    @CsvSource({"4, 2", "12, 3", "20, 2", "28, 2", "32, 4"})
    void anImageHasTheSameBitsInEveryBatch(int width, int heads) throws IOException {
        Path file = TinyModels.uvit(folder);
        TinyModels.write(
                file,
                Files.readString(file)
                        .replace("width: 12", "width: " + width)
                        .replace("heads: 3", "heads: " + heads)
                        .replace("classes: 0", "classes: 11")
                        .replace("no_class: -1", "no_class: 10"));
        Model model = Models.read(file);
        Path onnx = OnnxFile.write(
                        Parts.denoiser(model, false),
                        new HashFill(),
                        folder.resolve("net.onnx"),
                        OnnxFile.Storage.INSIDE)
                .path();
        try (OnnxSession session = OnnxSession.open(onnx, new SessionOptions(1, Device.CPU))) {
            NetworkDenoiser denoiser = new NetworkDenoiser(session, model);
            double[] whole = noises(denoiser, IMAGES);
            for (int batch : new int[] {1, 2, 3, 6, 8}) {
                assertThat(noises(denoiser, batch)).as("batches of %d", batch).isEqualTo(whole);
            }
        }
    }

    /** Estimates alone, then under a class, then under none, of all images in batches. */
    private static double[] noises(NetworkDenoiser denoiser, int batch) {
        float[] x = HashFill.input("x", IMAGES * SIZE);
        double[] noises = new double[3 * x.length];
        for (int from = 0; from < IMAGES; from += batch) {
            double[] some = new double[batch * SIZE];
            int[] labels = new int[batch];
            for (int i = 0; i < some.length; i++) {
                some[i] = x[from * SIZE + i];
            }
            Arrays.setAll(labels, i -> 0);
            ConditionalDenoiser<double[]> conditional = denoiser.of(labels);
            ConditionalDenoiser.Both<double[]> both = conditional.both(some, 0.4);
            double[][] parts = {
                conditional.conditional(some, 0.4).noise(),
                both.conditional().noise(),
                both.unconditional().noise()
            };
            for (int part = 0; part < parts.length; part++) {
                System.arraycopy(parts[part], 0, noises, part * x.length + from * SIZE, some.length);
            }
        }
        return noises;
    }
}
