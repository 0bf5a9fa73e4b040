package dev.assay.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.reference.text.TokenRule;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerTest {
    private static final int START_AND_END = 2;

    @TempDir
    private Path folder;

    private static JsonNode golden(String name) throws IOException {
        try (InputStream in = TokenizerTest.class.getResourceAsStream("/golden/" + name)) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static Path file(String name) {
        try {
            return Path.of(TokenizerTest.class.getResource("/golden/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long[] longs(JsonNode array) {
        long[] values = new long[array.size()];
        Arrays.setAll(values, i -> array.get(i).asLong());
        return values;
    }

    @ParameterizedTest
    @ValueSource(strings = {"bpe", "unigram"})
    void twentyTextsHaveTheRecordedTokens(String name) throws IOException {
        JsonNode texts = golden("texts.json");
        JsonNode recorded = golden("recorded.json").get(name);
        assertThat(texts).hasSize(20);
        try (Tokenizer tokenizer = Tokenizer.open(file(name + ".json"))) {
            for (int i = 0; i < texts.size(); i++) {
                assertThat(tokenizer.ids(texts.get(i).asText()))
                        .as(texts.get(i).asText())
                        .containsExactly(longs(recorded.get(i)));
            }
        }
    }

    /** What the library gave when it was recorded is what make.py derived on its own. */
    @ParameterizedTest
    @ValueSource(strings = {"bpe", "unigram"})
    void theRecordedTokensAreThoseThatTheAlgorithmGives(String name) throws IOException {
        JsonNode texts = golden("texts.json");
        for (int i = 0; i < texts.size(); i++) {
            if (!texts.get(i).asText().contains("<|endoftext|>")) { // written out, it is one token at once
                assertThat(golden("recorded.json").get(name).get(i))
                        .as(texts.get(i).asText())
                        .isEqualTo(golden("derived.json").get(name).get(i));
            }
        }
    }

    /** The merge of the lowest rank first, until none is left. */
    @ParameterizedTest
    @ValueSource(strings = {"clock", "garden", "sailor", "drawing", "unseen"})
    void aWordIsMergedByRank(String word) throws IOException {
        JsonNode model = golden("bpe.json").get("model");
        Map<List<String>, Integer> ranks = new HashMap<>();
        model.get("merges").forEach(m -> ranks.put(List.of(m.asText().split(" ")), ranks.size()));
        List<String> parts = new ArrayList<>(List.of(word.split("")));
        parts.set(parts.size() - 1, parts.get(parts.size() - 1) + "</w>");
        for (int best = best(parts, ranks); best >= 0; best = best(parts, ranks)) {
            parts.set(best, parts.get(best) + parts.remove(best + 1));
        }
        try (Tokenizer tokenizer = Tokenizer.open(file("bpe.json"))) {
            long[] ids = tokenizer.ids(word);
            assertThat(Arrays.copyOfRange(ids, 1, ids.length - 1))
                    .containsExactly(parts.stream()
                            .mapToLong(p -> model.get("vocab").get(p).asLong())
                            .toArray());
            assertThat(ids.length - START_AND_END).isLessThanOrEqualTo(word.length());
        }
    }

    private static int best(List<String> parts, Map<List<String>, Integer> ranks) {
        int best = -1;
        int lowest = Integer.MAX_VALUE;
        for (int i = 0; i + 1 < parts.size(); i++) {
            int rank = ranks.getOrDefault(parts.subList(i, i + 2), Integer.MAX_VALUE);
            if (rank < lowest) {
                lowest = rank;
                best = i;
            }
        }
        return best;
    }

    @Test
    void textsAreCutAndFilledUpByTheRuleAlone() {
        try (Tokenizer tokenizer = Tokenizer.open(file("bpe.json"))) {
            String text = "a letter B set in stone";
            long[] all = tokenizer.ids(text);
            long end = all[all.length - 1];
            TokenRule.Tokens cut = tokenizer.tokens(text, new TokenRule(4, 4, 0));
            assertThat(cut.ids()).containsExactly(all[0], all[1], all[2], end);
            assertThat(cut.mask()).containsExactly(1, 1, 1, 1);
            TokenRule.Tokens empty = tokenizer.tokens("", new TokenRule(4, 4, 7));
            assertThat(empty.ids()).containsExactly(all[0], end, 7, 7);
            assertThat(empty.mask()).containsExactly(1, 1, 0, 0);
        }
    }

    /** Published files cut and fill up on their own account, each in another way. */
    @Test
    void whatTheFileSaysAboutCuttingAndPaddingDoesNotCount() throws IOException {
        String text = Files.readString(file("unigram.json"))
                .replace(
                        "\"truncation\": null",
                        "\"truncation\": {\"direction\": \"Right\", \"max_length\": 3, \"strategy\": \"LongestFirst\","
                                + " \"stride\": 0}")
                .replace(
                        "\"padding\": null",
                        "\"padding\": {\"strategy\": {\"Fixed\": 9}, \"direction\": \"Right\", \"pad_to_multiple_of\":"
                                + " null, \"pad_id\": 0, \"pad_type_id\": 0, \"pad_token\": \"<pad>\"}");
        Files.writeString(folder.resolve("tokenizer.json"), text);
        try (Tokenizer plain = Tokenizer.open(file("unigram.json"));
                Tokenizer cutting = Tokenizer.open(folder)) {
            for (String prompt : List.of("a cat", "a letter B set in stone, in three styles")) {
                assertThat(cutting.ids(prompt)).containsExactly(plain.ids(prompt));
            }
            assertThat(cutting.sha256()).isNotEqualTo(plain.sha256()).hasSize(64);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "{}",
                "[1, 2]",
                "{\"model\": 3}",
                "{\"model\": {}}",
                "{\"model\": {\"type\": \"BPE\"}}",
                "{\"model\": {\"type\": \"Nonsense\"}}",
                "{\"version\": \"1.0\", \"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": -1}, \"merges\": []}}",
                "{\"version\": \"1.0\", \"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}, \"merges\": [\"a b\"]}}",
                "{\"version\": \"1.0\", \"model\": {\"type\": \"Unigram\", \"unk_id\": 9, \"vocab\": [[\"a\", 0]]}}",
                "{\"model\": {\"type\": \"BPE\", \"vocab\": {}, \"merges\": []}, \"model\": {}}"
            })
    void whatIsNoTokenizerIsOneClearError(String text) throws IOException {
        refused(Files.writeString(folder.resolve("tokenizer.json"), text), "is needed");
    }

    @Test
    void nestingWithoutEndIsOneClearError() throws IOException {
        String deep = "{\"version\": \"1.0\", \"model\": {\"type\": ";
        String text = deep + "[".repeat(200_000);
        refused(Files.writeString(folder.resolve("tokenizer.json"), text), "it is no JSON");
    }

    @Test
    void anUnknownRegularExpressionIsOneClearError() throws IOException {
        String text = Files.readString(file("bpe.json")).replace("[\\\\p{N}]", "[\\\\p{Nonsense}");
        assertThat(text).contains("Nonsense");
        refused(Files.writeString(folder.resolve("tokenizer.json"), text), "is needed");
    }

    @Test
    void aFileThatIsMissingOrTooLargeIsNamed() throws IOException {
        refused(folder.resolve("other.json"), "other.json: cannot be read (no such file or folder)");
        refused(folder, "tokenizer.json: cannot be read");
        Path large = folder.resolve("large.json");
        try (var channel = FileChannel.open(large, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap("x".getBytes(StandardCharsets.US_ASCII)), 65L << 20);
        }
        refused(large, "at most 64 MiB");
    }

    @Test
    void textsWithoutEndAreRefused() {
        try (Tokenizer tokenizer = Tokenizer.open(file("bpe.json"))) {
            assertThatThrownBy(() -> tokenizer.ids("a ".repeat(60_000)))
                    .isInstanceOf(AssayException.class)
                    .hasMessageContaining("120000 characters");
        }
    }

    private static void refused(Path path, String part) {
        assertThatThrownBy(() -> Tokenizer.open(path).close())
                .isInstanceOf(AssayException.class)
                .hasMessageContaining(part)
                .hasMessageNotContaining("\n");
    }
}
