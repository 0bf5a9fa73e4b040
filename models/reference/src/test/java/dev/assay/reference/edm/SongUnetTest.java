package dev.assay.reference.edm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.Device;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.OnnxSession;
import dev.assay.graph.Parameter;
import dev.assay.graph.SessionOptions;
import dev.assay.graph.ShapeBackend;
import dev.assay.graph.Weights;
import dev.assay.reference.Golden;
import dev.assay.reference.Parity;
import dev.assay.reference.SinFill;
import dev.assay.spec.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** DDPM++ and NCSN++ against a forward pass of their own in NumPy and float64, {@code golden/song/song.py}. */
class SongUnetTest {
    @TempDir
    private Path folder;

    /** What the script gives for one network: name, shape and role of each tensor, and the output. */
    record Expected(List<List<String>> tensors, double[] out) {}

    /** Its file. */
    record Values(String numpy, Expected ddpmpp, Expected ncsnpp) {
        Expected of(String name) {
            return name.equals("ncsnpp") ? ncsnpp : ddpmpp;
        }
    }

    private static final Values VALUES = Json.read("song.json", Golden.text("song/song.json"), Values.class);

    private static SongUnet network(String name) {
        boolean ve = name.equals("ncsnpp");
        return new SongUnet(
                16,
                3,
                3,
                10,
                9,
                16,
                List.of(1, 2),
                4,
                1,
                List.of(8),
                ve ? SongUnet.Embedding.FOURIER : SongUnet.Embedding.POSITIONAL,
                ve ? 2 : 1,
                ve ? SongUnet.Encoder.RESIDUAL : SongUnet.Encoder.STANDARD,
                ve ? List.of(1, 3, 3, 1) : List.of(1, 1));
    }

    private static float[] numbers(int count, IntToDoubleFunction of) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) of.applyAsDouble(i);
        }
        return values;
    }

    private static Map<String, Array> inputs() {
        float[] classes = new float[20];
        classes[3] = 1;
        classes[10 + 7] = 1;
        return Map.of(
                "x", new Array.Floats(numbers(2 * 3 * 16 * 16, i -> Math.sin(12.9898 * (i + 1))), 2, 3, 16, 16),
                "noise_labels", new Array.Floats(new float[] {-1.25f, 0.75f}, 2),
                "class_labels", new Array.Floats(classes, 2, 10),
                "augment_labels", new Array.Floats(numbers(18, i -> Math.sin(i + 1)), 2, 9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ddpmpp", "ncsnpp"})
    void namesAndShapesAreThoseOfTheScript(String name) {
        List<List<String>> found = ShapeBackend.describe(network(name)).parameters().stream()
                .map(p -> List.of(
                        p.name(),
                        p.shape().dims().stream().map(String::valueOf).collect(Collectors.joining("x")),
                        p.role() == Parameter.Role.BUFFER ? "buffer" : "param"))
                .toList();
        assertThat(found).containsExactlyInAnyOrderElementsOf(VALUES.of(name).tensors());
    }

    /**
     * The weights make rounding grow two hundred times: 1.4e-5 was measured in float32, 0.09 in half precision. There
     * random frequencies stay float32, or their angles would be off by a tenth besides.
     */
    @ParameterizedTest
    @CsvSource({
        "ddpmpp, CPU, FLOAT32, 3e-5",
        "ddpmpp, PORTABLE, FLOAT32, 3e-5",
        "ncsnpp, CPU, FLOAT32, 3e-5",
        "ncsnpp, PORTABLE, FLOAT32, 3e-5",
        "ddpmpp, CPU, FLOAT16, 0.15",
        "ncsnpp, CPU, FLOAT16, 0.15"
    })
    void theOutputIsThatOfTheScript(String name, OnnxFile.Form form, DataType number, double tolerance) {
        SongUnet network = network(name);
        SinFill fill = new SinFill(ShapeBackend.describe(network).parameters(), 1);
        Weights weights = (tensor, shape) -> tensor.equals("map_noise.freqs")
                ? numbers(shape.dim(0), i -> Math.sin(i + 1))
                : fill.tensor(tensor, shape);
        OnnxFile.Options options = new OnnxFile.Options(OnnxFile.Storage.INSIDE, form, number);
        OnnxFile file = OnnxFile.write(network, weights, folder.resolve("s.onnx"), options);
        try (OnnxSession session = OnnxSession.open(file.path(), new SessionOptions(1, Device.CPU))) {
            float[] out = session.runFloats(inputs()).get(RawNetwork.OUTPUT);
            double error = Parity.distance(VALUES.of(name).out(), out);
            assertThat(error).isLessThan(tolerance);
        }
    }
}
