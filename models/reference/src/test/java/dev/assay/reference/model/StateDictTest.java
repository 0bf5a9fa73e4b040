package dev.assay.reference.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.graph.Parameter;
import dev.assay.graph.ShapeBackend;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parameters have the names and sizes of the published checkpoints, listed from the original modules. */
class StateDictTest {
    @ParameterizedTest
    @CsvSource({
        "dimr-xl-2r-256, DiMR-XL-2R",
        "dit-xl-2-256, DiT-XL-2",
        "uvit-h-2-256, U-ViT-H-2",
        "sd-vae, sd_vae",
    })
    void namesAndShapesAreThoseOfThePublishedFile(String model, String file) throws IOException {
        Map<String, String> stored = new TreeMap<>();
        try (InputStream in = StateDictTest.class.getResourceAsStream("/golden/state_dict_" + file + ".txt")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> {
                int space = line.indexOf(' ');
                stored.put(line.substring(0, space), line.substring(space + 1).replace(" ", ""));
            });
        }
        Map<String, String> asked = new TreeMap<>();
        for (Parameter p : ShapeBackend.describe(Models.named(model).network()).parameters()) {
            asked.put(p.name(), p.shape().toString());
        }
        assertThat(asked).isEqualTo(stored);
    }
}
