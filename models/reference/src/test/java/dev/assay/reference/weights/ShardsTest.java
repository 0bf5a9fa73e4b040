package dev.assay.reference.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.graph.DataType;
import dev.assay.graph.FileHash;
import dev.assay.graph.Parameter;
import dev.assay.graph.Shape;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardsTest {
    private static final String FIRST = "model-00001-of-00002.safetensors";
    private static final String SECOND = "model-00002-of-00002.safetensors";

    @TempDir
    private Path folder;

    private Path index;

    @Test
    void severalFilesAreOneCheckpoint() throws IOException {
        shards();
        for (Path path : List.of(index, folder)) {
            try (Checkpoint checkpoint = Checkpoint.open(path)) {
                assertThat(checkpoint.file()).isEqualTo("model.safetensors.index.json");
                assertThat(checkpoint.tensors().keySet()).containsExactly("b.weight", "a.weight", "c.bias");
                for (String name : checkpoint.tensors().keySet()) {
                    assertThat(checkpoint.floats(name))
                            .as(name)
                            .containsExactly(new HashFill().tensor(name, shape(name)));
                }
            }
        }
    }

    @Test
    void theHashIsThatOfAllFiles() throws IOException {
        shards();
        List<Path> all = List.of(index, folder.resolve(FIRST), folder.resolve(SECOND));
        assertThat(WeightFile.files(folder)).isEqualTo(all);
        assertThat(WeightFile.verify(index)).isEqualTo(FileHash.sha256(all)).isEqualTo(WeightFile.verify(folder));
        assertThat(WeightFile.files(folder.resolve(FIRST))).containsExactly(folder.resolve(FIRST));
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        shards();
        Files.delete(folder.resolve(SECOND));
        refused(index, SECOND, "there is no such file");
    }

    @Test
    void aFileWithoutItsTensorIsNamed() throws IOException {
        shards();
        shard(SECOND, "b.weight");
        refused(index, SECOND, "no tensor 'c.bias'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../model.safetensors",
                "/model.safetensors",
                "..\\\\model.safetensors",
                "C:model.safetensors",
                "sub/model.safetensors",
                ".safetensors",
                "model.bin",
                "",
                "model.safetensors.index.json"
            })
    void whatLeadsElsewhereIsRefused(String shard) throws IOException {
        index("{\"weight_map\": {\"a.weight\": \"%s\"}}".formatted(shard));
        refused(index, "tensor 'a.weight' is said to be in", "in its own folder");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"metadata\": {}}",
                "{\"weight_map\": {}}",
                "{\"weight_map\": [1, 2]}",
                "{\"weight_map\": {\"a\": 3}}",
                "{\"weight_map\": {\"a\": \"x.safetensors\", \"a\": \"y.safetensors\"}}",
                "{\"weight_map\": {\"a\": \"x.safetensors\"}} more",
                "{\"weight_map\": {"
            })
    void whatIsNoIndexIsRefused(String text) throws IOException {
        index(text);
        refused(index, "model.safetensors.index.json");
    }

    @Test
    void anIndexOfTooManyFilesIsRefusedBeforeOneIsOpened() throws IOException {
        StringBuilder text = new StringBuilder("{\"weight_map\": {\"t\": \"t.safetensors\"");
        for (int i = 0; i < 1024; i++) {
            text.append(", \"t").append(i).append("\": \"").append(i).append(".safetensors\"");
        }
        index(text.append("}}").toString());
        refused(index, "more than 1024 files");
    }

    @Test
    void aFolderWithOneFileIsThatFile() throws IOException {
        shard("clip_l.safetensors", "a.weight");
        try (Checkpoint checkpoint = Checkpoint.open(folder)) {
            assertThat(checkpoint.file()).isEqualTo("clip_l.safetensors");
        }
    }

    @Test
    void theUsualNameGoesBeforeVariants() throws IOException {
        shard("model.fp16.safetensors", "a.weight");
        shard("model.safetensors", "b.weight");
        try (Checkpoint checkpoint = Checkpoint.open(folder)) {
            assertThat(checkpoint.tensors().keySet()).containsExactly("b.weight");
        }
    }

    @Test
    void aFolderThatDoesNotSayWhichIsRefused() throws IOException {
        refused(folder, "it has no weights");
        shard("x.safetensors", "a.weight");
        shard("y.safetensors", "b.weight");
        refused(folder, "several files may be meant: x.safetensors, y.safetensors");
    }

    /** A header of 0x7b bytes begins as an index does. */
    @Test
    void aHeaderWhoseLengthLooksLikeABraceIsNoIndex() throws IOException {
        String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
        byte[] text = (header + " ".repeat(0x7b - header.length())).getBytes(StandardCharsets.US_ASCII);
        byte[] file = new byte[8 + 0x7b + 4];
        file[0] = 0x7b;
        System.arraycopy(text, 0, file, 8, text.length);
        Path path = Files.write(folder.resolve("a.safetensors"), file);
        try (Checkpoint checkpoint = Checkpoint.open(path)) {
            assertThat(checkpoint.floats("a")).containsExactly(0);
        }
    }

    private void shards() throws IOException {
        shard(FIRST, "a.weight", "unnamed.weight");
        shard(SECOND, "b.weight", "c.bias");
        index("""
                {"metadata": {"total_size": 60},
                 "weight_map": {"b.weight": "%2$s", "a.weight": "%1$s", "c.bias": "%2$s"}}
                """.formatted(FIRST, SECOND));
    }

    private void index(String text) throws IOException {
        index = Files.writeString(folder.resolve("model.safetensors.index.json"), text);
    }

    private void shard(String file, String... names) {
        List<Parameter> parameters = List.of(names).stream()
                .map(n -> new Parameter(n, shape(n), Parameter.Role.TRAINED))
                .toList();
        SafetensorsWriter.write(folder.resolve(file), parameters, new HashFill(), Map.of(), DataType.FLOAT32);
    }

    private static Shape shape(String name) {
        return name.endsWith("bias") ? Shape.of(3) : Shape.of(2, 3);
    }

    private static void refused(Path path, String... parts) {
        assertThatThrownBy(() -> Checkpoint.open(path).close())
                .isInstanceOf(AssayException.class)
                .hasMessageContainingAll(parts)
                .hasMessageNotContaining("\n");
    }
}
