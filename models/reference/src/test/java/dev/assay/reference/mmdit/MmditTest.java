package dev.assay.reference.mmdit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.Parameter;
import dev.assay.graph.ShapeBackend;
import dev.assay.reference.Parity;
import dev.assay.reference.model.Model;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MmditTest {
    private static final JsonNode GOLDEN = Parity.golden("mmdit.json");

    @TempDir
    private Path folder;

    /** Every case of the parity file, and what passes between the blocks. */
    @ParameterizedTest
    @EnumSource
    void theOriginalGivesTheSame(OnnxFile.Form form) throws IOException {
        for (Map.Entry<String, JsonNode> row : GOLDEN.get("cases").properties()) {
            JsonNode example = row.getValue();
            JsonNode x = example.get("x");
            Mmdit net = Tiny.of(
                    GOLDEN.get("models").get(example.get("model").asText()),
                    x.get(2).asInt(),
                    x.get(3).asInt());
            float[] t = Parity.floats(GOLDEN.get("inputs").get("t"));
            Map<String, float[]> out = Parity.run(new Taps(net), Tiny.WEIGHTS, form, folder, Tiny.inputs(net, t));
            Parity.assertSummary(row.getKey(), example.get("out"), out.get("out"));
            Map<String, JsonNode> taps = new LinkedHashMap<>();
            example.get("taps").properties().forEach(tap -> taps.put(tap.getKey(), tap.getValue()));
            assertThat(out.keySet()).containsAll(taps.keySet());
            taps.forEach((name, tap) -> Parity.assertSummary(row.getKey() + ", " + name, tap, out.get(name)));
        }
    }

    @Test
    void parametersAreTheOriginalsInNameShapeAndNumber() {
        GOLDEN.get("models").properties().forEach(row -> {
            var description = ShapeBackend.describe(Tiny.of(row.getValue(), 8, 8));
            Map<String, String> expected = new LinkedHashMap<>();
            row.getValue()
                    .get("parameters")
                    .forEach(p ->
                            expected.put(p.get("name").asText(), p.get("shape").toString()));
            Map<String, String> asked = new LinkedHashMap<>();
            description.parameters().stream()
                    .filter(p -> p.role() == Parameter.Role.TRAINED)
                    .forEach(p -> asked.put(p.name(), p.shape().toString()));
            assertThat(asked).containsExactlyInAnyOrderEntriesOf(expected);
            assertThat(Model.parameters(description))
                    .isEqualTo(row.getValue().get("params").asLong());
            assertThat(description.parameters())
                    .filteredOn(p -> p.role() == Parameter.Role.BUFFER)
                    .extracting(p -> p.name() + " " + p.shape())
                    .containsExactly("pos_embed [1,64,128]");
        });
    }

    /** Four weights of a head's width in each block: 6,144 in all of the medium one, as was counted on the original. */
    @Test
    void normalisedQueriesAndKeysAddTheirWeights() {
        Mmdit plain = new Mmdit(128, 128, 16, 2, 1536, 24, 24, 192, 64, 154, 4096, 2048, false);
        Mmdit normed = new Mmdit(128, 128, 16, 2, 1536, 24, 24, 192, 64, 154, 4096, 2048, true);
        assertThat(Model.parameters(ShapeBackend.describe(plain))).isEqualTo(2_028_328_000L);
        assertThat(Model.parameters(ShapeBackend.describe(normed))).isEqualTo(2_028_334_144L);
        assertThat(ShapeBackend.describe(normed).parameters())
                .extracting(Parameter::name)
                .contains("joint_blocks.0.x_block.attn.ln_q.weight", "joint_blocks.23.context_block.attn.ln_k.weight");
    }

    /** Queries and keys of any length give the same once they are normalised. */
    @Test
    void normalisedQueriesAndKeysHaveNoLength() throws IOException {
        Mmdit net = Tiny.net(8, 8, 2, true);
        Map<String, Array> inputs = Tiny.inputs(net, 3, 741.5f);
        float[] once =
                Parity.run(net, Tiny.WEIGHTS, OnnxFile.Form.CPU, folder, inputs).get("out");
        float[] larger = Parity.run(
                        net,
                        (name, shape) -> {
                            float[] values = Tiny.WEIGHTS.tensor(name, shape);
                            boolean joint = name.contains(".attn.qkv.");
                            for (int i = 0; joint && i < values.length * 2 / 3; i++) {
                                values[i] *= 7;
                            }
                            return values;
                        },
                        OnnxFile.Form.CPU,
                        folder,
                        inputs)
                .get("out");
        // The epsilon, 1e-6 beside squares of about 1.
        assertThat(Parity.distance(Parity.doubles(once), larger)).isLessThan(1e-5);
        float[] plain = Parity.run(Tiny.NET, Tiny.WEIGHTS, OnnxFile.Form.CPU, folder, inputs)
                .get("out");
        assertThat(Parity.distance(Parity.doubles(once), plain)).isGreaterThan(1e-3);
    }

    @Test
    void theTableOfPlacesIsTheOriginals() {
        JsonNode rows = GOLDEN.get("sincos_rows_dim8_grid3");
        double[] table = Positions.table(8, 3, 3);
        for (int i = 0; i < 9; i++) {
            for (int k = 0; k < 8; k++) {
                assertThat(table[8 * i + k]).isCloseTo(rows.get(i).get(k).asDouble(), within(1e-15));
            }
        }
        // Three times the base: every third place is one of the base's.
        double[] finer = Positions.table(8, 9, 3);
        for (int k = 0; k < 8; k++) {
            assertThat(finer[8 * (9 * 3 + 6) + k]).isCloseTo(table[8 * (3 + 2) + k], within(1e-15));
        }
    }

    /** Half precision keeps three digits, and the places are stored in float32 all the same. */
    @Test
    void itRunsInHalfPrecision() throws IOException {
        Map<String, Array> inputs = Tiny.inputs(Tiny.NET, 3, 741.5f);
        float[] whole = Parity.run(Tiny.NET, Tiny.WEIGHTS, OnnxFile.Form.CPU, folder, inputs)
                .get("out");
        float[] half = Parity.run(Tiny.NET, Tiny.WEIGHTS, OnnxFile.Form.PORTABLE, DataType.FLOAT16, folder, inputs)
                .get("out");
        assertThat(Parity.distance(Parity.doubles(whole), half)).isLessThan(5e-3);
    }

    @Test
    void settingsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> Tiny.net(9, 8, 2, false))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("an image of 9 x 8 and patch 2");
        assertThatThrownBy(() -> Tiny.net(8, 18, 2, false))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("4 x 9 tokens; the table of places has 8 x 8");
        assertThatThrownBy(() -> new Mmdit(8, 8, 16, 2, 128, 2, 2, 8, 8, 0, 24, 32, false))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("of the text");
        assertThatThrownBy(() -> new Mmdit(8, 8, 16, 2, 128, 2, 3, 8, 8, 5, 24, 32, false))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("width 128 and heads 3");
        assertThatThrownBy(() -> new Mmdit(8, 8, 16, 2, 6144, 2, 2, 1024, 8, 5, 24, 32, false))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("a table of 1024 x 1024 places of width 6144");
    }
}
