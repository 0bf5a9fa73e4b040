package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.datasets.array.NpyArray;
import dev.assay.datasets.array.NpyWriter;
import dev.assay.spec.Json;
import dev.assay.spec.RunResult;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reference npz as ADM's: statistics of a large set and some of its images. */
class ReferenceWithStatisticsTest {
    private static final int COLUMNS = 768;

    @TempDir
    private Path folder;

    @Test
    void momentsComeFromTheStatisticsAndBothPartsEnterTheHash() {
        Path samples = folder.resolve("samples.npz");
        NpyWriter.writeNpz(samples, Map.of("arr_0", images(1)));
        RunResult near = evaluate(samples, reference("near.npz", 0.5));
        RunResult far = evaluate(samples, reference("far.npz", 0.9));
        assertThat(value(near, "fd[pixels-16]")).isNotEqualTo(value(far, "fd[pixels-16]"));
        assertThat(value(near, "coverage[pixels-16]")).isEqualTo(value(far, "coverage[pixels-16]"));
        assertThat(near.reference().used()).isEqualTo(8);
        assertThat(near.reference().sha256()).isNotEqualTo(far.reference().sha256());
    }

    private RunResult evaluate(Path generated, Path reference) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(
                new String[] {"evaluate", "-g", generated.toString(), "-r", reference.toString(), "--json"},
                new PrintWriter(out),
                new PrintWriter(err));
        assertThat(code).as(err.toString()).isEqualTo(Main.OK);
        return Json.read("output", out.toString(), RunResult.class);
    }

    private static double value(RunResult result, String id) {
        return result.scores().stream()
                .filter(s -> s.id().equals(id))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private Path reference(String name, double mean) {
        double[] mu = new double[COLUMNS];
        double[] sigma = new double[COLUMNS * COLUMNS];
        for (int i = 0; i < COLUMNS; i++) {
            mu[i] = mean;
            sigma[i * COLUMNS + i] = 0.01;
        }
        Path file = folder.resolve(name);
        NpyWriter.writeNpz(
                file,
                Map.of(
                        "arr_0", images(2),
                        "mu", NpyArray.of(mu, COLUMNS),
                        "sigma", NpyArray.of(sigma, COLUMNS, COLUMNS)));
        return file;
    }

    /** Eight grey-striped pictures of 16 x 16. */
    private static NpyArray images(int step) {
        byte[] rgb = new byte[8 * 16 * 16 * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) ((i * 31 * step + i / 768 * 17) % 251);
        }
        return NpyArray.of(rgb, 8, 16, 16, 3);
    }
}
