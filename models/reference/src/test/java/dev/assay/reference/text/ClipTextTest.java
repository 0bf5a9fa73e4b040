package dev.assay.reference.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.graph.Array;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.ShapeBackend;
import dev.assay.reference.Parity;
import dev.assay.reference.model.Model;
import dev.assay.reference.weights.HashFill;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClipTextTest {
    private static final ClipText TINY = new ClipText(77, 49408, 32, 64, 3, 4, ClipActivation.QUICK_GELU, 32);
    private static final ClipText SMALL = new ClipText(6, 20, 32, 64, 3, 4, ClipActivation.GELU, 8);

    private static final JsonNode GOLDEN = Parity.golden("text_encoders.json");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void theOriginalGivesTheSame(OnnxFile.Form form) throws IOException {
        JsonNode golden = GOLDEN.get("cases").get("clip_l_tiny_prompts");
        Array ids = T5EncoderTest.ids(GOLDEN.get("token_ids").get("clip_l"));
        Map<String, float[]> out = Parity.run(TINY, new HashFill(), form, folder, Map.of("input_ids", ids));
        Parity.assertSummary("penultimate", golden.get("used_hidden_penultimate"), out.get("penultimate_hidden_state"));
        Parity.assertSummary("last", golden.get("last_hidden_final_ln"), out.get("last_hidden_state"));
        Parity.assertSummary("pooled", golden.get("pooled_unprojected"), out.get("pooler_output"));
        Parity.assertSummary("projected", golden.get("pooled_projected"), out.get("text_embeds"));
    }

    @Test
    void theOriginalHasTheseParameters() {
        JsonNode golden = GOLDEN.get("models").get("clip_l_tiny");
        var description = ShapeBackend.describe(TINY);
        assertThat(Model.parameters(description)).isEqualTo(golden.get("params").asLong());
        assertThat(description.parameters().stream().map(p -> p.name() + p.shape()))
                .containsExactlyInAnyOrderElementsOf(T5EncoderTest.listed(golden.get("parameters")));
    }

    @Test
    void thePooledTokenIsTheFirstLargest() throws IOException {
        Map<String, float[]> out = run(SMALL, 3, 19, 19, 5, 19, 0, 1, 2, 3, 4, 5, 6);
        float[] hidden = out.get("last_hidden_state");
        int width = SMALL.width();
        assertThat(Arrays.copyOf(out.get("pooler_output"), width))
                .containsExactly(Arrays.copyOfRange(hidden, width, 2 * width));
        assertThat(Arrays.copyOfRange(out.get("pooler_output"), width, 2 * width))
                .containsExactly(Arrays.copyOfRange(hidden, 11 * width, 12 * width));
    }

    @Test
    void laterTokensAreNotSeen() throws IOException {
        float[] first = run(SMALL, 3, 4, 19, 5, 6, 7).get("penultimate_hidden_state");
        float[] second = run(SMALL, 3, 4, 19, 8, 9, 1).get("penultimate_hidden_state");
        int seen = 3 * SMALL.width();
        assertThat(Arrays.copyOf(first, seen)).containsExactly(Arrays.copyOf(second, seen));
        assertThat(first[seen]).isNotEqualTo(second[seen]);
    }

    /** The one difference between OpenAI's and OpenCLIP's towers; at unit scale the functions differ by up to 0.02. */
    @Test
    void theActivationMatters() throws IOException {
        ClipText quick = new ClipText(6, 20, 32, 64, 3, 4, ClipActivation.QUICK_GELU, 8);
        double distance = Parity.distance(
                Parity.doubles(run(SMALL, 1, 2, 3, 4, 5, 6).get("text_embeds")),
                run(quick, 1, 2, 3, 4, 5, 6).get("text_embeds"));
        assertThat(distance).isBetween(1e-4, 0.1);
    }

    @Test
    void aTowerWithoutProjectionHasNoEmbedding() {
        ClipText plain = new ClipText(6, 20, 32, 64, 3, 4, ClipActivation.GELU, 0);
        var description = ShapeBackend.describe(plain);
        assertThat(description.outputs())
                .extracting(p -> p.name())
                .containsExactly("penultimate_hidden_state", "last_hidden_state", "pooler_output");
        assertThat(description.parameters()).noneMatch(p -> p.name().startsWith("text_projection"));
    }

    @Test
    void settingsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> new ClipText(6, 20, 32, 64, 3, 5, ClipActivation.GELU, 8))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("width 32 and heads 5");
        assertThatThrownBy(() -> new ClipText(6, 20, 32, 64, 0, 4, ClipActivation.GELU, 8))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("0 or less");
        assertThatThrownBy(() -> new ClipText(6, 20, 32, 64, 3, 4, ClipActivation.GELU, -1))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("projection -1");
        assertThatThrownBy(() -> new ClipText(50_000, 20, 32, 64, 3, 4, ClipActivation.GELU, 8))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("length 50000; it is from 1 to 4096");
    }

    private Map<String, float[]> run(ClipText network, int... ids) throws IOException {
        long[] tokens = IntStream.of(ids).asLongStream().toArray();
        return Parity.run(
                network,
                new HashFill(),
                OnnxFile.Form.CPU,
                folder,
                Map.of("input_ids", new Array.Longs(tokens, tokens.length / network.length(), network.length())));
    }
}
