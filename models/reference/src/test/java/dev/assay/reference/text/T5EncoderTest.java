package dev.assay.reference.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.graph.Array;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.Parameter;
import dev.assay.graph.ShapeBackend;
import dev.assay.reference.Parity;
import dev.assay.reference.model.Model;
import dev.assay.reference.weights.HashFill;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class T5EncoderTest {
    private static final T5Encoder TINY = new T5Encoder(12, 100, 32, 8, 64, 3, 4, false);
    private static final T5Encoder MASKED = new T5Encoder(20, 100, 32, 8, 64, 3, 4, true);

    private static final JsonNode GOLDEN = Parity.golden("text_encoders.json");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void theOriginalGivesTheSame(OnnxFile.Form form) throws IOException {
        JsonNode golden = GOLDEN.get("cases").get("t5_tiny_len12");
        float[] out = run(TINY, form, Map.of("input_ids", ids(golden.get("tokens"))));
        Parity.assertSummary("hidden", golden.get("last_hidden_final_rms"), out);
        JsonNode norms = golden.get("per_sample_l2");
        for (int i = 0; i < norms.size(); i++) {
            float[] each = Arrays.copyOfRange(out, i * out.length / 2, (i + 1) * out.length / 2);
            assertThat(Parity.norm(each)).isCloseTo(norms.get(i).asDouble(), within(1e-4));
        }
    }

    @Test
    void theOriginalHasTheseParameters() {
        JsonNode golden = GOLDEN.get("models").get("t5_tiny");
        var description = ShapeBackend.describe(TINY);
        assertThat(Model.parameters(description)).isEqualTo(golden.get("params").asLong());
        assertThat(description.parameters().stream().map(p -> p.name() + p.shape()))
                .containsExactlyInAnyOrderElementsOf(listed(golden.get("parameters")));
    }

    static List<String> listed(JsonNode parameters) {
        return StreamSupport.stream(parameters.spliterator(), false)
                .map(p -> p.get("name").asText() + p.get("shape"))
                .toList();
    }

    @Test
    void theOriginalSortsPlacesIntoTheSameBuckets() {
        JsonNode buckets = GOLDEN.get("t5_relative_buckets").get("buckets");
        assertThat(IntStream.rangeClosed(-160, 160).map(RelativePositions::bucket))
                .containsExactlyElementsOf(Arrays.stream(Parity.longs(buckets))
                        .mapToObj(Math::toIntExact)
                        .toList());
    }

    /** PixArt's way: what the network makes of a text does not depend on the padding after it. */
    @ParameterizedTest
    @EnumSource
    void maskedPaddingIsAsNoPadding(OnnxFile.Form form) throws IOException {
        JsonNode golden = GOLDEN.get("cases").get("t5_tiny_len12");
        long[] tokens = Parity.longs(golden.get("tokens").get(0));
        float[] alone = run(TINY, form, Map.of("input_ids", new Array.Longs(tokens, 1, 12)));
        long[] mask = new long[20];
        Arrays.fill(mask, 0, 12, 1);
        long[] padded = Arrays.copyOf(tokens, 20);
        Arrays.fill(padded, 12, 20, 7); // whatever they are
        float[] among = run(
                MASKED,
                form,
                Map.of("input_ids", new Array.Longs(padded, 1, 20), "attention_mask", new Array.Longs(mask, 1, 20)));
        Parity.assertClose("hidden", Parity.doubles(alone), Arrays.copyOf(among, alone.length));
    }

    /** Stable Diffusion 3's way: padding is seen. */
    @Test
    void paddingWithoutMaskTakesPart() throws IOException {
        long[] tokens = Parity.longs(
                GOLDEN.get("cases").get("t5_tiny_len12").get("tokens").get(0));
        float[] alone = run(TINY, OnnxFile.Form.CPU, Map.of("input_ids", new Array.Longs(tokens, 1, 12)));
        float[] among = run(
                TINY.withLength(20),
                OnnxFile.Form.CPU,
                Map.of("input_ids", new Array.Longs(Arrays.copyOf(tokens, 20), 1, 20)));
        assertThat(Parity.distance(Parity.doubles(alone), Arrays.copyOf(among, alone.length)))
                .isGreaterThan(1e-2);
    }

    @Test
    void headsMayBeWiderOrNarrowerThanTheirShareOfTheWidth() {
        List<Parameter> parameters = ShapeBackend.describe(new T5Encoder(4, 10, 32, 12, 16, 1, 2, false))
                .parameters();
        assertThat(parameters)
                .filteredOn(p -> p.name().contains("SelfAttention"))
                .extracting(p -> p.shape().toString())
                .containsExactlyInAnyOrder("[24,32]", "[24,32]", "[24,32]", "[32,24]", "[32,2]");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5000})
    void lengthsHaveBounds(int length) {
        assertThatThrownBy(() -> TINY.withLength(length))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("from 1 to 4096");
    }

    private float[] run(T5Encoder network, OnnxFile.Form form, Map<String, Array> inputs) throws IOException {
        return Parity.run(network, new HashFill(), form, folder, inputs).get("last_hidden_state");
    }

    static Array ids(JsonNode rows) {
        long[] all = StreamSupport.stream(rows.spliterator(), false)
                .flatMapToLong(row -> Arrays.stream(Parity.longs(row)))
                .toArray();
        return new Array.Longs(all, rows.size(), all.length / rows.size());
    }
}
