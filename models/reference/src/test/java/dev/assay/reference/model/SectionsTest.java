package dev.assay.reference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the sections of a user's model may say. */
class SectionsTest {
    @TempDir
    private Path folder;

    private Model model(int noClass, String scale) throws IOException {
        Path file = folder.resolve("mine.yaml");
        return Models.read(Files.writeString(file, """
                model: mine
                family: dit
                network: {size: 8, channels: 4, patch: 2, width: 32, depth: 1, heads: 2, classes: 11, learns_variance: false}
                diffusion: {schedule: linear, prediction: eps, time_scale: 1000, time_shift: -1, no_class: %d}
                latents: {autoencoder: sd-vae, scale: %s}
                """.formatted(noClass, scale)));
    }

    @Test
    void theClassThatStandsForNoneIsOneOfTheNetworks() throws IOException {
        assertThat(model(10, "1").diffusion().noClass()).isEqualTo(10);
        assertThat(model(-1, "1").diffusion().noClass()).isEqualTo(-1);
        Model eleven = model(11, "1");
        assertThatThrownBy(eleven::diffusion)
                .isInstanceOf(AssayException.class)
                .hasMessage(
                        "mine: diffusion: no_class is 11; the network's classes are numbered below 11; choose one of"
                                + " them, or -1 if none stands for no class");
    }

    @ParameterizedTest
    @CsvSource({"0", "-0.5", "1e400"})
    void latentsAreScaledByAPositiveNumber(String scale) throws IOException {
        Model model = model(10, scale);
        assertThatThrownBy(model::latents)
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("latents: scale is ");
        assertThat(model(10, "0.5").latents().scale()).isEqualTo(0.5);
    }

    /** The list may be read from inside a jar, which each thread opens for itself. */
    @Test
    void severalThreadsListThePresetsAtOnce() {
        List<String> names = Models.names();
        Function<Integer, List<String>> list = i -> Models.names();
        assertThat(IntStream.range(0, 16).parallel().boxed().map(list)).allMatch(names::equals);
    }
}
