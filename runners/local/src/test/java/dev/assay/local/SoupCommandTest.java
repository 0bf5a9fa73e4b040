package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.graph.DataType;
import dev.assay.graph.InitialWeights;
import dev.assay.graph.Parameter;
import dev.assay.graph.Shape;
import dev.assay.graph.ShapeBackend;
import dev.assay.reference.model.Models;
import dev.assay.reference.weights.Checkpoint;
import dev.assay.reference.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code models soup} and {@code weights map}. */
class SoupCommandTest {
    private static final String NAME = "stages.0.class_embeds.weight";

    @TempDir
    private Path folder;

    /** A checkpoint of the tiny DiMR with initial weights of a seed. */
    private Path checkpoint(long seed) throws IOException {
        List<Parameter> parameters = ShapeBackend.describe(
                        Models.read(TinyModels.dimr(folder)).network())
                .parameters();
        Path file = folder.resolve("seed-" + seed + ".safetensors");
        SafetensorsWriter.write(file, parameters, new InitialWeights(parameters, seed), Map.of(), DataType.FLOAT32);
        return file;
    }

    private static float[] read(Path file) {
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            return checkpoint.floats(NAME);
        }
    }

    private void assertMixed(Path mixed, Path a, Path b, double share) {
        float[] x = read(a);
        float[] y = read(b);
        float[] z = read(mixed);
        for (int i = 0; i < z.length; i++) {
            // One rounding to float32 of numbers below 0.1.
            assertThat((double) z[i]).isCloseTo(share * x[i] + (1 - share) * y[i], Offset.offset(1e-8));
        }
    }

    @Test
    void aSoupIsTheMeanOfItsIngredientsAndOneCanBeTakenOut() throws IOException {
        Path a = checkpoint(1);
        Path b = checkpoint(2);
        Path even = folder.resolve("even.safetensors");
        Path uneven = folder.resolve("uneven.safetensors");
        Path without = folder.resolve("without.safetensors");
        assertThat(Assay.run("models", "soup", a, b, "--out", even).code()).isZero();
        assertMixed(even, a, b, 0.5);
        assertThat(Assay.run("models", "soup", a, b, "--weights", "3,1", "--out", uneven)
                        .code())
                .isZero();
        assertMixed(uneven, a, b, 0.75);
        assertThat(Assay.run("models", "soup", uneven, "--remove", b, "--out", without)
                        .code())
                .isZero();
        assertMixed(without, a, b, 1);
    }

    @Test
    void whatMakesNoSoupIsRefused() throws IOException {
        Path a = checkpoint(1);
        Path other = folder.resolve("other.safetensors");
        SafetensorsWriter.write(
                other,
                List.of(new Parameter("w", Shape.of(1), Parameter.Role.TRAINED)),
                (n, s) -> new float[1],
                Map.of(),
                DataType.FLOAT32);
        Path out = folder.resolve("soup.safetensors");
        refused("differs from", "models", "soup", a, other, "--out", out);
        refused("as many weights as checkpoints", "models", "soup", a, a, "--weights", "1,2,3", "--out", out);
        refused("does not say what it was made of", "models", "soup", a, "--remove", a, "--out", out);
        refused("belongs to --remove", "models", "soup", a, "--share", "0.5", "--out", out);
        refused("one soup is needed", "models", "soup", a, a, "--remove", a, "--out", out);
        refused("it is one of the inputs", "models", "soup", a, "--out", a);
        assertThat(out).doesNotExist();
    }

    private static void refused(String message, Object... arguments) {
        Assay.Ran ran = Assay.run(arguments);
        assertThat(ran.code()).isEqualTo(Main.BAD_INPUT);
        assertThat(ran.err()).startsWith("assay: ").contains(message).hasLineCount(1);
    }

    @Test
    void aMapSaysWhatGoesWhere() throws IOException {
        Path a = checkpoint(1);
        Path model = TinyModels.dimr(folder);
        Assay.Ran ran = Assay.run("weights", "map", "--model", model, a);
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains(NAME).contains("<- " + NAME);
        JsonNode json =
                Assay.run("weights", "map", "--model", model, a, "--json").json();
        assertThat(json.get("missing")).isEmpty();
        assertThat(json.get("rows").size())
                .isEqualTo(ShapeBackend.describe(Models.read(model).network())
                        .parameters()
                        .size());
    }

    @Test
    void aFileOfAnotherModelFailsWithWhatIsMissing() throws IOException {
        Path a = checkpoint(1);
        Assay.Ran ran = Assay.run("weights", "map", "--model", "dit-tiny", a);
        assertThat(ran.code()).isNotZero();
        assertThat(ran.out() + ran.err()).contains("missing");
    }

    @Test
    void aCutFileIsOneLine() throws IOException {
        Path a = checkpoint(1);
        byte[] bytes = Files.readAllBytes(a);
        Path cut = Files.write(folder.resolve("cut.safetensors"), Arrays.copyOf(bytes, bytes.length / 2));
        Assay.Ran ran = Assay.run("weights", "map", "--model", TinyModels.dimr(folder), cut);
        assertThat(ran.code()).isEqualTo(Main.BAD_INPUT);
        assertThat(ran.err()).startsWith("assay: cut.safetensors").hasLineCount(1);
    }
}
