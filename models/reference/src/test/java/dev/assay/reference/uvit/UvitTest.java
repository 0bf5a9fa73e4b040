package dev.assay.reference.uvit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.graph.Array;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.Parameter;
import dev.assay.graph.Port;
import dev.assay.graph.ShapeBackend;
import dev.assay.reference.Parity;
import dev.assay.reference.model.Model;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UvitTest {
    private static final Uvit TINY = new Uvit(8, 4, 2, 32, 4, 4, 11, 0, 0, false, true);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void theOriginalGivesTheSame(OnnxFile.Form form) throws IOException {
        JsonNode golden = Parity.golden("uvit-dit.json").get("uvit_tiny_cond_conv");
        Map<String, Array> inputs = Map.of(
                "x", Parity.x(2, 4, 8, 8),
                "timesteps", new Array.Floats(Parity.floats(golden.get("t")), 2),
                "y", new Array.Longs(Parity.longs(golden.get("y")), 2));
        float[] out = Parity.run(TINY, Parity.fill(TINY), form, folder, inputs).get("out");
        Parity.assertSummary("out", golden, out);
    }

    @Test
    void theOriginalHasAsManyParameters() {
        JsonNode golden = Parity.golden("uvit-dit.json").get("uvit_tiny_cond_conv");
        var description = ShapeBackend.describe(TINY);
        assertThat(Model.parameters(description)).isEqualTo(golden.get("params").asLong());
        assertThat(description.parameters()).hasSize(golden.get("tensors").asInt());
    }

    @Test
    void eachFormHasItsOwnInputsAndParameters() {
        assertThat(names(new Uvit(8, 4, 2, 32, 4, 4, 0, 0, 0, false, false)))
                .doesNotContain("label_emb.weight", "final_layer.weight", "time_embed.0.weight", "context_embed.weight")
                .contains("mid_block.attn.qkv.weight", "out_blocks.1.skip_linear.bias");
        Uvit text = new Uvit(8, 4, 2, 32, 4, 4, 0, 5, 6, true, true);
        assertThat(names(text)).contains("context_embed.bias", "time_embed.2.bias", "final_layer.weight");
        assertThat(text.inputs()).extracting(Port::name).containsExactly("x", "timesteps", "context");
        assertThat(ShapeBackend.describe(text).parameters())
                .filteredOn(p -> p.name().equals("pos_embed"))
                .extracting(p -> p.shape().toString())
                .containsExactly("[1,22,32]");
    }

    @Test
    void anOddDepthCountsAsTheEvenOneBelow() {
        assertThat(names(new Uvit(8, 4, 2, 32, 5, 4, 11, 0, 0, false, true))).isEqualTo(names(TINY));
    }

    @Test
    void settingsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> new Uvit(9, 4, 2, 32, 4, 4, 11, 0, 0, false, true))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("size 9 and patch 2");
        assertThatThrownBy(() -> new Uvit(8, 4, 2, 32, 4, 4, 0, 77, 0, false, true))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("context 77 x 0");
        assertThatThrownBy(() -> new Uvit(8, 4, 2, 32, 4, 4, 11, 77, 768, false, true))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("classes and a context");
    }

    private static List<String> names(Uvit net) {
        return ShapeBackend.describe(net).parameters().stream()
                .map(Parameter::name)
                .toList();
    }
}
