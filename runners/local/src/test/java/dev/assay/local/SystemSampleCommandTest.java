package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.datasets.DecodeOptions;
import dev.assay.datasets.EvaluationInput;
import dev.assay.datasets.ImageSource;
import dev.assay.datasets.array.NpzImageWriter;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A system of two stages with the weights before training. */
class SystemSampleCommandTest {
    @TempDir
    private Path folder;

    private Path system(String second, String from) {
        String sampler = second.equals("rdm-emoji-32")
                ? "{name: relay, steps: 8, rho: 7, start: 0.9}"
                : "{name: heun, steps: 2}";
        String first = from.equals("previous")
                ? "  - {model: rdm-emoji-8, weights: '', from: noise, sampler: {name: heun, steps: 2}, guidance: {name: none}}\n"
                : "";
        return TinyModels.write(
                folder.resolve(second + ".yaml"),
                """
                system: two
                about: trial
                source: ours
                labels: {name: balanced, classes: 99}
                enhancements: []
                stages:
                """ + first + "  - {model: " + second + ", weights: '', from: '" + from + "', sampler: " + sampler
                        + ", guidance: {name: none}}\n");
    }

    private Assay.Ran sample(Path system, String out, Object... options) {
        Object[] fixed = {"systems", "sample", system, "--out", folder.resolve(out), "--json", "--grid", 2};
        Object[] all = Arrays.copyOf(fixed, fixed.length + options.length);
        System.arraycopy(options, 0, all, fixed.length, options.length);
        Assay.Ran ran = Assay.run(all);
        assertThat(ran.code()).as(ran.err()).isZero();
        return ran;
    }

    private byte[] pixels(String out) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ImageSource source = EvaluationInput.open(folder.resolve(out).resolve("samples.npz"), DecodeOptions.DEFAULT)
                .images()
                .orElseThrow();
        try (ImageSource.Reader reader = source.open()) {
            while (reader.hasNext()) {
                var picture = reader.next();
                all.write(picture.label());
                all.writeBytes(picture.decode().rgb());
            }
        }
        return all.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rdm-emoji-32", "upsampler-emoji-32"})
    void imagesDependOnNeitherBatchNorThreads(String second) {
        Path system = system(second, "previous");
        List<Object> options = List.of("--weights", "random:1", "--weights", "hash", "--count", 3, "--seed", 5);
        JsonNode told = sample(system, "a", with(options, "--threads", 1)).json();
        sample(system, "b", with(options, "--threads", 2, "--batch", 2));
        assertThat(pixels("a")).hasSize(3 * (1 + 32 * 32 * 3)).isEqualTo(pixels("b"));
        assertThat(folder.resolve("a").resolve("grid.png")).exists();
        assertThat(told.get("stages")).hasSize(2);
        assertThat(told.get("stages").get(0).get("nfe").asInt()).isEqualTo(3);
        assertThat(told.get("outside_share").asDouble()).isBetween(0.0, 1.0);
        assertThat(told.get("stages").get(1).get("sampler_settings").has("name"))
                .isTrue();
    }

    private static Object[] with(List<Object> options, Object... more) {
        return Stream.concat(options.stream(), Arrays.stream(more)).toArray();
    }

    /** With weights before training a denoiser gives skip x, and at noise levels near 0 that is the picture given. */
    @Test
    void picturesOfAFileAreShrunkAndKeepTheirClasses() throws Exception {
        Path file = folder.resolve("given.npz");
        byte[] grey = new byte[32 * 32 * 3];
        Arrays.fill(grey, (byte) 200);
        try (NpzImageWriter writer = NpzImageWriter.create(file, 32, 32)) {
            writer.add(grey, 42);
            writer.add(grey, 7);
            writer.finish();
        }
        Path system = system("rdm-emoji-32", file.toString());
        Files.writeString(
                system,
                Files.readString(system)
                        .replace("steps: 8, rho: 7, start: 0.9", "steps: 30, rho: 7, start: 0.01, sigma_min: 0.002"));
        sample(system, "c", "--weights", "random:1", "--count", 2, "--threads", 1);
        byte[] made = pixels("c");
        assertThat(made[0]).isEqualTo((byte) 42);
        assertThat(made[1 + grey.length]).isEqualTo((byte) 7);
        double mean = 0;
        for (int i = 1; i <= grey.length; i++) {
            mean += (made[i] & 0xFF) / (double) grey.length;
        }
        assertThat(mean).isCloseTo(200, within(1.0));
        sample(system, "d", "--weights", "random:1", "--count", 2, "--threads", 1, "--low-noise", 0.1);
        assertThat(pixels("d")).isNotEqualTo(made);
    }

    @Test
    void whatIsMissingIsTold() {
        Path system = system("rdm-emoji-32", "previous");
        Assay.Ran one = Assay.run("systems", "sample", system, "--weights", "random:1");
        assertThat(one.code()).isNotZero();
        assertThat(one.err()).contains("there are 1").contains("two has 2 stages");
        Assay.Ran list = Assay.run("systems", "list");
        assertThat(list.out()).contains("rdm-imagenet-256").contains("upsampler-emoji-32");
        Assay.Ran none = Assay.run("systems", "sample", "rdm-emoji-23");
        assertThat(none.err()).contains("did you mean rdm-emoji-32?");
    }
}
