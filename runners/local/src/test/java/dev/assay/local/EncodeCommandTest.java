package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.datasets.array.NpyReader;
import dev.assay.datasets.array.Npz;
import dev.assay.graph.DataType;
import dev.assay.graph.Parameter;
import dev.assay.graph.ShapeBackend;
import dev.assay.reference.model.Models;
import dev.assay.reference.weights.HashFill;
import dev.assay.reference.weights.SafetensorsWriter;
import dev.assay.spec.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncodeCommandTest {
    /** Letters a to h and the marks of a text's start and end, tokens 8 and 9. */
    private static final String TOKENIZER = """
            {"version": "1.0", "truncation": null, "padding": null, "normalizer": {"type": "Lowercase"},
             "added_tokens": [
              {"id": 8, "content": "[s]", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true},
              {"id": 9, "content": "[e]", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true}],
             "pre_tokenizer": {"type": "Whitespace"}, "decoder": null,
             "post_processor": {"type": "RobertaProcessing", "sep": ["[e]", 9], "cls": ["[s]", 8], "trim_offsets": false, "add_prefix_space": false},
             "model": {"type": "BPE", "dropout": null, "unk_token": "[e]", "continuing_subword_prefix": "", "end_of_word_suffix": "",
              "fuse_unk": false, "vocab": {"a": 0, "b": 1, "c": 2, "d": 3, "e": 4, "f": 5, "g": 6, "h": 7, "[s]": 8, "[e]": 9}, "merges": []}}
            """;

    @TempDir
    private Path folder;

    private Path tokenizer;
    private Path texts;
    private Path out;

    @BeforeEach
    void files() throws IOException {
        tokenizer = Files.writeString(folder.resolve("tokenizer.json"), TOKENIZER);
        texts = Files.writeString(folder.resolve("texts.txt"), "a b\n\nabcdefgh abcdefgh\n");
        out = folder.resolve("out").resolve("texts.npz");
    }

    private Assay.Ran encode(String model, Object... options) {
        return encodeBy("hash", model, options);
    }

    private Assay.Ran encodeBy(Object weights, String model, Object... options) {
        Object[] fixed = {
            "models",
            "encode",
            model,
            "-w",
            weights,
            "--tokenizer",
            tokenizer,
            "--texts",
            texts,
            "-o",
            out,
            "--threads=1"
        };
        Object[] all = Arrays.copyOf(fixed, fixed.length + options.length);
        System.arraycopy(options, 0, all, fixed.length, options.length);
        return Assay.run(all);
    }

    private float[] floats(String name) {
        try (NpyReader reader = Npz.open(out, name)) {
            var raw = reader.readWhole();
            float[] values = new float[raw.length()];
            raw.buffer().asFloatBuffer().get(values);
            return values;
        }
    }

    private long[] longs(String name) {
        try (NpyReader reader = Npz.open(out, name)) {
            var raw = reader.readWhole();
            long[] values = new long[raw.length()];
            raw.buffer().asLongBuffer().get(values);
            return values;
        }
    }

    @Test
    void textsBecomeTokensAndWhatATowerMakesOfThem() {
        Assay.Ran ran = encode("clip-text-tiny", "--rule=12:0", "--json");
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.err()).contains("1 of 3 texts are cut to 12 tokens");
        JsonNode json = ran.json();
        assertThat(json.get("texts").asInt()).isEqualTo(3);
        assertThat(json.get("cut").asInt()).isEqualTo(1);
        assertThat(json.get("arrays").get("text_embeds").toString()).isEqualTo("[3,24]");
        assertThat(json.get("arrays").get("penultimate_hidden_state").toString())
                .isEqualTo("[3,12,32]");
        assertThat(longs("input_ids"))
                .containsExactly(
                        8, 0, 1, 9, 0, 0, 0, 0, 0, 0, 0, 0, // a text
                        8, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // an empty one
                        8, 0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 9); // a long one, which keeps its end
        assertThat(longs("attention_mask")).startsWith(1, 1, 1, 1, 0).endsWith(1, 1, 1, 1);
        assertThat(floats("text_embeds")).hasSize(72).doesNotContain(Float.NaN);
    }

    /** The last batch is smaller; kernels may sum another way for another number of texts. */
    @Test
    void theBatchChangesNothingButRounding() {
        encode("clip-text-tiny", "--rule=12:0", "--batch=3");
        float[] together = floats("text_embeds");
        encode("clip-text-tiny", "--rule=12:0", "--batch=2");
        float[] apart = floats("text_embeds");
        for (int i = 0; i < together.length; i++) {
            assertThat(apart[i]).isCloseTo(together[i], within(1e-5f));
        }
    }

    /** T5 is made as long as the rule says, and its mask hides the padding, so that its length does not matter. */
    @Test
    void aMaskedTextDoesNotDependOnItsPadding() throws IOException {
        Files.writeString(texts, "a b");
        assertThat(encode("t5-tiny", "--rule=6:0").code()).isZero();
        float[] shorter = floats("last_hidden_state");
        assertThat(encode("t5-tiny", "--rule=20:0").code()).isZero();
        float[] longer = floats("last_hidden_state");
        assertThat(longer).hasSize(20 * 32);
        for (int i = 0; i < 4 * 32; i++) {
            assertThat(longer[i]).isCloseTo(shorter[i], within(1e-5f));
        }
    }

    @Test
    void aJsonListIsTheSameTexts() throws IOException {
        encode("clip-text-tiny", "--rule=12:0");
        float[] lines = floats("text_embeds");
        texts = Files.writeString(folder.resolve("texts.json"), "[\"a b\", \"\", \"abcdefgh abcdefgh\"]");
        Assay.Ran ran = encode("clip-text-tiny", "--rule=12:0");
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("wrote " + out, "text_embeds [3, 24]");
        assertThat(floats("text_embeds")).containsExactly(lines);
    }

    /** As transformers saves a large network: several files and an index, with tensors of the other tower. */
    @Test
    void aFolderOfSeveralFilesIsAsGoodAsOne() throws IOException {
        encode("clip-text-tiny", "--rule=12:0");
        float[] byRule = floats("text_embeds");
        Path saved = Files.createDirectory(folder.resolve("text_encoder"));
        List<Parameter> all = new ArrayList<>(parameters("clip-text-tiny"));
        all.addAll(parameters("clip-vision-tiny"));
        Map<String, String> map = new TreeMap<>();
        for (int i = 0; i < 2; i++) {
            String file = "model-0000%d-of-00002.safetensors".formatted(i + 1);
            List<Parameter> part = all.subList(i * all.size() / 2, (i + 1) * all.size() / 2);
            SafetensorsWriter.write(saved.resolve(file), part, new HashFill(), Map.of(), DataType.FLOAT32);
            part.forEach(p -> map.put(p.name(), file));
        }
        Files.writeString(
                saved.resolve("model.safetensors.index.json"),
                Json.write(Map.of("metadata", Map.of("total_size", 0), "weight_map", map)));
        Assay.Ran ran = encodeBy(saved, "clip-text-tiny", "--rule=12:0", "--json");
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(floats("text_embeds")).containsExactly(byRule);
        assertThat(ran.json().get("weights").get("network").asText()).matches("text_encoder sha256 [0-9a-f]{64}");
    }

    private static List<Parameter> parameters(String model) {
        return ShapeBackend.describe(Models.named(model).network()).parameters();
    }

    @Test
    void whatDoesNotFitIsOneLine() throws IOException {
        refused(encode("clip-text-tiny", "--rule=10:0")).contains("texts of 10 tokens", "it takes 12");
        refused(encode("clip-text-tiny", "--rule=12:100")).contains("token 100", "it knows 100 tokens");
        refused(encode("clip-text-tiny", "--rule=clip-x")).contains("clip-l");
        refused(encode("dit-tiny", "--rule=12:0")).contains("encodes no texts");
        Files.writeString(texts, "");
        refused(encode("clip-text-tiny", "--rule=12:0")).contains("0 texts");
        texts = folder.resolve("absent.txt");
        refused(encode("clip-text-tiny", "--rule=12:0")).contains("absent.txt: cannot be read");
        texts = Files.writeString(folder.resolve("bad.json"), "{\"a\": 1}");
        refused(encode("clip-text-tiny", "--rule=12:0")).contains("bad.json");
        texts = Files.writeString(folder.resolve("none.json"), "[\"a\", null]");
        refused(encode("clip-text-tiny", "--rule=12:0")).contains("none.json");
        tokenizer = Files.writeString(folder.resolve("other.json"), "{}");
        texts = Files.writeString(folder.resolve("texts.txt"), "a");
        refused(encode("clip-text-tiny", "--rule=12:0")).contains("other.json");
    }

    private static AbstractStringAssert<?> refused(Assay.Ran ran) {
        assertThat(ran.code()).isEqualTo(Main.BAD_INPUT);
        assertThat(List.of(ran.err().split("\n"))).hasSize(1);
        return assertThat(ran.err());
    }
}
