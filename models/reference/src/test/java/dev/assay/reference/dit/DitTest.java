package dev.assay.reference.dit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.graph.Array;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.ShapeBackend;
import dev.assay.reference.Parity;
import dev.assay.reference.model.Model;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DitTest {
    private static final Dit TINY = new Dit(8, 4, 2, 32, 3, 4, 11, true);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void theOriginalGivesTheSame(OnnxFile.Form form) throws IOException {
        JsonNode golden = Parity.golden("uvit-dit.json").get("dit_tiny");
        Map<String, Array> inputs = Map.of(
                "x", Parity.x(2, 4, 8, 8),
                "t", new Array.Floats(Parity.floats(golden.get("t")), 2),
                "y", new Array.Longs(Parity.longs(golden.get("y")), 2));
        float[] out = Parity.run(TINY, Parity.fill(TINY), form, folder, inputs).get("out");
        Parity.assertSummary("out", golden, out);
    }

    @Test
    void theOriginalHasAsManyParameters() {
        JsonNode golden = Parity.golden("uvit-dit.json").get("dit_tiny");
        var description = ShapeBackend.describe(TINY);
        assertThat(Model.parameters(description)).isEqualTo(golden.get("params").asLong());
        assertThat(description.parameters()).hasSize(golden.get("tensors").asInt());
    }

    @Test
    void placesAreTheOriginalsSinesAndCosines() {
        JsonNode rows = Parity.golden("uvit-dit.json").get("dit_posembed_8_3");
        double[] table = Positions.table(8, 3);
        for (int i = 0; i < table.length; i++) {
            assertThat(table[i]).isCloseTo(rows.get(i / 8).get(i % 8).asDouble(), within(1e-15));
        }
    }

    @Test
    void sizesThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> new Dit(9, 4, 2, 32, 3, 4, 11, true))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("size 9 and patch 2");
        assertThatThrownBy(() -> new Dit(8, 4, 2, 32, 3, 5, 11, true))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("width 32 and heads 5");
        assertThatThrownBy(() -> new Dit(8, 4, 2, 32, 3, 4, 0, true)).isInstanceOf(AssayException.class);
    }
}
