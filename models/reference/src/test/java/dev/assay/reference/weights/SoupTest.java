package dev.assay.reference.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.graph.DataType;
import dev.assay.graph.FileHash;
import dev.assay.graph.Shape;
import dev.assay.reference.weights.Recipe.Portion;
import dev.assay.reference.weights.Soup.Ingredient;
import dev.assay.reference.weights.TestFiles.Tensors;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoupTest {
    private static final int SIZE = 1000;

    @TempDir
    private Path folder;

    private static float[] values(String seed) {
        float[] values = new HashFill().tensor(seed, Shape.of(SIZE));
        values[0] = -0f;
        values[1] = Float.MIN_VALUE;
        values[2] = Float.MAX_VALUE;
        return values;
    }

    private static Ingredient ingredient(String name, float[] values) {
        MemoryCheckpoint checkpoint =
                new MemoryCheckpoint(name).add("w", values, SIZE).add("b", new float[] {1}, 1);
        return new Ingredient(checkpoint, Json.sha256(name));
    }

    private static Ingredient ingredient(String name) {
        return ingredient(name, values(name));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 10})
    void aSoupOfEqualFilesIsThatFile(int count) {
        List<Ingredient> equal = new ArrayList<>();
        List<Double> weights = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            equal.add(ingredient("copy" + i, values("x")));
            weights.add(0.1 + i);
        }
        assertThat(Soup.of(equal).floats("w")).isEqualTo(values("x"));
        assertThat(Soup.of(equal, weights).floats("w")).isEqualTo(values("x"));
    }

    @Test
    void theOrderDoesNotMatter() {
        List<Ingredient> ingredients = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ingredients.add(ingredient("file" + i));
        }
        Soup soup = Soup.of(ingredients);
        for (int seed = 0; seed < 5; seed++) {
            Collections.shuffle(ingredients, new Random(seed));
            Soup shuffled = Soup.of(ingredients);
            assertThat(shuffled.floats("w")).isEqualTo(soup.floats("w"));
            assertThat(shuffled.metadata()).isEqualTo(soup.metadata());
        }
    }

    @Test
    void weightsOfOneAndZeroGiveTheFirst() {
        Ingredient other = ingredient("b", new float[SIZE]);
        ((MemoryCheckpoint) other.checkpoint()).floats("w")[5] = Float.NaN;
        assertThat(Soup.of(List.of(ingredient("a"), other), List.of(1.0, 0.0)).floats("w"))
                .isEqualTo(values("a"));
        assertThat(Soup.of(List.of(other, ingredient("a")), List.of(0.0, 7.0)).floats("w"))
                .isEqualTo(values("a"));
    }

    @Test
    void aSoupIsTheWeightedMean() {
        float[] a = values("a");
        float[] b = values("b");
        float[] soup = Soup.of(List.of(ingredient("a"), ingredient("b")), List.of(3.0, 1.0))
                .floats("w");
        for (int i = 0; i < SIZE; i++) {
            assertThat(soup[i]).isEqualTo((float) (0.75 * a[i] + 0.25 * b[i]));
        }
    }

    private Path write(Soup soup, String name) {
        Path file = folder.resolve(name);
        SafetensorsWriter.copy(file, soup, soup.metadata(), DataType.FLOAT32);
        return file;
    }

    private Path file(String name) throws IOException {
        Path file = folder.resolve(name);
        float[] values = new HashFill().tensor(name, Shape.of(20, 50));
        TestFiles.safetensors(file, new Tensors().add("model.w", values, 20L, 50L));
        return file;
    }

    private static Ingredient open(Path file) {
        return Ingredient.open(file, Optional.empty());
    }

    @Test
    void aFileOfASoupRecordsItsIngredients() throws IOException {
        Path a = file("a.safetensors");
        Path b = file("b.safetensors");
        try (Soup soup = Soup.of(List.of(open(a), open(b)), List.of(3.0, 1.0));
                Checkpoint written = Checkpoint.open(write(soup, "soup.safetensors"))) {
            assertThat(Recipe.of(written).orElseThrow().ingredients())
                    .containsExactlyInAnyOrder(
                            new Portion("a.safetensors", "model", FileHash.sha256(List.of(a)), 0.75),
                            new Portion("b.safetensors", "model", FileHash.sha256(List.of(b)), 0.25));
            assertThat(written.floats("w")).isEqualTo(soup.floats("w"));
            assertThat(written.tensors().get("w").sizes()).containsExactly(20L, 50L);
        }
    }

    /** Taking out what was put in leaves the rest but for the rounding of the soup, magnified by 1 / (1 - share). */
    @ParameterizedTest
    @ValueSource(doubles = {1, 0.25, 5})
    void removingUndoesAdding(double weight) throws IOException {
        Path a = file("a.safetensors");
        Path b = file("b.safetensors");
        Path c = file("c.safetensors");
        try (Soup two = Soup.of(List.of(open(a), open(b)), List.of(1.0, 2.0));
                Soup three = Soup.of(List.of(open(a), open(b), open(c)), List.of(1.0, 2.0, weight))) {
            Path file = write(three, "three.safetensors");
            double share = weight / (3 + weight);
            try (Soup removed = Soup.remove(open(file), open(c));
                    Soup stated = Soup.remove(open(file), open(c), share)) {
                // Values are below 0.25, so that each rounding to float32 is off by at most 2^-27: that of the soup,
                // which is magnified, that of the result and that of the soup of two.
                double allowed = 0x1p-27 / (1 - share) + 2 * 0x1p-27;
                float[] expected = two.floats("w");
                float[] found = removed.floats("w");
                for (int i = 0; i < expected.length; i++) {
                    assertThat(Math.abs(found[i] - (double) expected[i])).isLessThanOrEqualTo(allowed);
                }
                assertThat(stated.floats("w")).isEqualTo(found);
                assertThat(stated.metadata()).isEmpty();
                List<Portion> rest = Json.read("", removed.metadata().get(Recipe.KEY), Recipe.class)
                        .ingredients();
                assertThat(rest).extracting(Portion::file).containsExactlyInAnyOrder("a.safetensors", "b.safetensors");
                assertThat(rest.stream().mapToDouble(Portion::weight).sum()).isCloseTo(1, within(1e-15));
            }
        }
    }

    @Test
    void aPlainAverageWithoutOneFollowsThePaper() {
        // theta_-k = (n theta - theta_k) / (n - 1)
        Ingredient soup = ingredient("soup", values("soup"));
        Ingredient out = ingredient("out", values("out"));
        float[] removed = Soup.remove(soup, out, 1.0 / 4).floats("w");
        for (int i = 3; i < SIZE; i++) {
            double expected = (4.0 * values("soup")[i] - values("out")[i]) / 3;
            assertThat((double) removed[i]).isCloseTo(expected, within(0x1p-24));
        }
    }

    @Test
    void unlikeCheckpointsAreRefused() {
        Ingredient other = new Ingredient(
                new MemoryCheckpoint("other.pt").add("w", new float[2], 1, 2).add("c", new float[1], 1), "00");
        Ingredient whole = new Ingredient(
                new MemoryCheckpoint("whole.pt")
                        .add("w", DataType.INT64, List.of(SIZE))
                        .add("b", DataType.FLOAT16, List.of(1)),
                "ff");
        assertThatThrownBy(() -> Soup.of(List.of(ingredient("a.pt"), other)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("differs from")
                .hasMessageContaining("1 missing (")
                .hasMessageContaining("1 unexpected (")
                .hasMessageContaining("1 wrongly shaped (w is ")
                .hasMessageContaining("of one architecture");
        assertThatThrownBy(() -> Soup.of(List.of(ingredient("a.pt"), whole)))
                .hasMessageContaining("not in floating point (w is INT64)");
    }

    @Test
    void weightsThatAreNoWeightsAreRefused() {
        List<Ingredient> two = List.of(ingredient("a"), ingredient("b"));
        for (List<Double> weights : List.of(
                List.of(1.0),
                List.of(0.0, 0.0),
                List.of(2.0, -1.0),
                List.of(Double.NaN, 1.0),
                List.of(Double.POSITIVE_INFINITY, 1.0))) {
            assertThatThrownBy(() -> Soup.of(two, weights))
                    .isInstanceOf(AssayException.class)
                    .hasMessageContaining("2 checkpoints with the weights");
        }
        assertThatThrownBy(() -> Soup.of(List.of())).isInstanceOf(AssayException.class);
    }

    @Test
    void whatIsNotInASoupCannotBeTakenOut() throws IOException {
        Path a = file("a.safetensors");
        try (Soup soup = Soup.of(List.of(open(a), open(file("b.safetensors"))))) {
            Path file = write(soup, "soup.safetensors");
            Path c = file("c.safetensors");
            assertThatThrownBy(() -> Soup.remove(open(file), open(c)))
                    .isInstanceOf(AssayException.class)
                    .hasMessageContaining("soup.safetensors: c.safetensors is not in it; it was made of ");
            assertThatThrownBy(() -> Soup.remove(open(a), open(c)))
                    .hasMessageContaining("does not say what it was made of");
            assertThatThrownBy(() -> Soup.remove(open(file), open(a), 1)).hasMessageContaining("a share of 1.0");
        }
        try (Soup alone = Soup.of(List.of(open(a)))) {
            Path file = write(alone, "alone.safetensors");
            assertThatThrownBy(() -> Soup.remove(open(file), open(a))).hasMessageContaining("keep at least one");
        }
    }

    @Test
    void aForgedRecipeIsRefused() {
        Ingredient forged = new Ingredient(
                new MemoryCheckpoint("forged").add("w", new float[1], 1).says(Recipe.KEY, "{\"ingredients\": 7}"), "0");
        assertThatThrownBy(() -> Soup.remove(forged, ingredient("a")))
                .isInstanceOf(AssayException.class)
                .hasMessageStartingWith("forged: ");
        Ingredient large = new Ingredient(
                new MemoryCheckpoint("large")
                        .says(
                                Recipe.KEY,
                                "{\"ingredients\": [{\"file\": \"a\", \"part\": \"\", \"sha256\": \"0\", \"weight\": 2}]}"),
                "0");
        assertThatThrownBy(() -> Soup.remove(large, ingredient("a")))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("a share of 2.0");
    }

    @Test
    void aFileThatIsNoCheckpointIsNoIngredient() throws IOException {
        Path file = Files.writeString(folder.resolve("x.pth"), "<html>");
        assertThatThrownBy(() -> open(file)).hasMessageContaining("not a checkpoint of a known kind");
    }
}
