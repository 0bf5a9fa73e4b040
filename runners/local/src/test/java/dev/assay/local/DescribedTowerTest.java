package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.graph.Device;
import dev.assay.graph.SessionOptions;
import dev.assay.metrics.group.Embedding;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DescribedTowerTest {
    private static final SessionOptions CPU = new SessionOptions(1, Device.CPU);

    @TempDir
    private Path folder;

    private Path tower;

    @BeforeEach
    void write() {
        tower = TinyPair.texts(folder);
    }

    private void edit(String from, String to) throws IOException {
        Files.writeString(tower, Files.readString(tower).replace(from, to));
    }

    @Test
    void textsOfTheSameWordsHaveTheSameDirection() {
        try (TextTower open = DescribedTower.open(tower, CPU)) {
            List<Embedding> all = open.embed(List.of("red", "Red, red!", "red green", "what else"));
            assertThat(all.get(0).cosine(all.get(1))).isCloseTo(1, within(1e-6));
            assertThat(all.get(0).cosine(all.get(2))).isCloseTo(Math.sqrt(0.5), within(1e-6));
            assertThat(all.get(0).cosine(all.get(3))).isZero();
            assertThat(open.extractor()).isEqualTo("tiny-colour");
        }
    }

    @Test
    void aTokenizerTakesThePlaceOfWords() throws IOException {
        // Letters a, b, c are tokens 0, 1, 2: c is what the table calls red. The marks at both ends become a and b.
        String tokenizer =
                EncodeCommandTest.TOKENIZER.replace("\"[s]\", 8", "\"[s]\", 0").replace("\"[e]\", 9", "\"[e]\", 1");
        Path file = Files.writeString(folder.resolve("tokenizer.json"), tokenizer);
        edit("vocabulary: words.txt", "vocabulary: tokenizer.json");
        edit(Json.sha256(Files.readAllBytes(folder.resolve("words.txt"))), Json.sha256(Files.readAllBytes(file)));
        try (TextTower open = DescribedTower.open(tower, CPU)) {
            List<Embedding> all = open.embed(List.of("c", "d", "c d"));
            assertThat(all.get(0).cosine(all.get(1))).isZero();
            assertThat(all.get(0).cosine(all.get(2))).isCloseTo(Math.sqrt(0.5), within(1e-6));
        }
    }

    @Test
    void changedFilesAreRefused() throws IOException {
        Files.writeString(folder.resolve("words.txt"), "red\nblue\ngreen\n");
        assertThatThrownBy(() -> DescribedTower.open(tower, CPU))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("words.txt: its SHA-256 is");
        Files.delete(folder.resolve("words.txt"));
        assertThatThrownBy(() -> DescribedTower.open(tower, CPU)).hasMessageContaining("there is no such file");
    }

    @Test
    void descriptorsThatLeaveTheirFolderOrMakeNoSenseAreRefused() throws IOException {
        edit("vocabulary: words.txt", "vocabulary: ../words.txt");
        assertThatThrownBy(() -> DescribedTower.open(tower, CPU)).hasMessageContaining("a file in this folder");
        edit("vocabulary: ../words.txt", "vocabulary: words.txt");
        edit("padding: 0", "padding: 7");
        assertThatThrownBy(() -> DescribedTower.open(tower, CPU)).hasMessageContaining("0 for words");
        edit("padding: 7", "padding: 0");
        edit("length: 4", "length: 0");
        assertThatThrownBy(() -> DescribedTower.open(tower, CPU)).hasMessageContaining("from 1 to 4096");
        assertThatThrownBy(() -> DescribedTower.open(folder.resolve("none.yaml"), CPU))
                .hasMessageContaining("there is no such file");
    }

    @Test
    void aTowerOfAnotherPairIsRefused() throws IOException {
        edit("extractor: tiny-colour", "extractor: other");
        Assay.Ran ran = Assay.run(
                "run",
                "emoji-groups",
                "--system",
                Files.createDirectories(folder.resolve("s/clock-sequence-00")).getParent(),
                "--extractor",
                TinyPair.images(folder),
                "--text-extractor",
                tower);
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("it goes with extractor other");
    }
}
