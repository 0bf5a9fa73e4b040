package dev.assay.reference.inception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.graph.Array;
import dev.assay.graph.Description;
import dev.assay.graph.Device;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.OnnxSession;
import dev.assay.graph.Parameter;
import dev.assay.graph.Port;
import dev.assay.graph.SessionOptions;
import dev.assay.graph.Shape;
import dev.assay.graph.ShapeBackend;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every tap against torch-fidelity, pytorch-fid and the sFID tap, with weights and images by formula. */
class InceptionTest {
    /** ONNX Runtime and torch add in another order: up to 1.6e-6 on values below 5 here; the bar is 1e-4. */
    private static final double TOLERANCE = 1e-5;

    private static final String SFID = "sfid_tap CANONICAL (ADM mixed_6/conv:0): Mixed_6d.branch1x1 after bn+relu,"
            + " first 7 channels, flattened H,W,C (2023)";

    @TempDir
    private static Path folder;

    private static JsonNode golden;
    private static OnnxSession session;

    /** Features of 32 images of 32x32 in one run. */
    private static Map<String, float[]> together;

    @BeforeAll
    static void open() throws IOException {
        golden = golden();
        session = open(new Inception(128, 128, true, EnumSet.allOf(Tap.class)), "resizing");
        together = session.runFloats(Map.of("x", images(0, 32, 32)));
    }

    @AfterAll
    static void close() {
        session.close();
    }

    static JsonNode golden() throws IOException {
        try (InputStream in = InceptionTest.class.getResourceAsStream("/golden/inception.json")) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static OnnxSession open(Inception network, String name) {
        Path file = folder.resolve(name + ".onnx");
        OnnxFile.write(network, new FormulaWeights(golden), file, OnnxFile.Storage.INSIDE);
        return OnnxSession.open(file, new SessionOptions(1, Device.CPU));
    }

    /** Images 0 to count - 1, side x side, as [count,3,side,side]. */
    private static Array.Floats images(int first, int count, int side) {
        int size = 3 * side * side;
        float[] values = new float[count * size];
        for (int k = 0; k < count; k++) {
            System.arraycopy(Formula.image(first + k, side, side), 0, values, k * size, size);
        }
        return new Array.Floats(values, count, 3, side, side);
    }

    private static void assertGolden(String name, float[] rows) {
        JsonNode expected = golden.get("cases").get("A_64x64").get(name);
        int n = expected.get("shape").get(0).asInt();
        int width = expected.get("shape").get(1).asInt();
        assertThat(rows).hasSize(n * width);
        for (int i = 0; i < 8; i++) {
            assertThat((double) rows[i])
                    .as("%s, element %d", name, i)
                    .isCloseTo(expected.get("first8_row0").get(i).asDouble(), within(TOLERANCE));
        }
        double sum = 0;
        double squares = 0;
        for (int row = 0; row < n; row++) {
            double norm = 0;
            for (float v : Arrays.copyOfRange(rows, row * width, (row + 1) * width)) {
                sum += v;
                norm += (double) v * v;
            }
            squares += norm;
            assertThat(Math.sqrt(norm))
                    .as("%s, norm of row %d", name, row)
                    .isCloseTo(expected.get("l2_rows").get(row).asDouble(), withPercentage(1e-4));
        }
        assertThat(squares).as(name).isCloseTo(expected.get("sum_sq_f64").asDouble(), withPercentage(1e-4));
        // The sum of the logits nearly cancels, so its error is measured against their size.
        double size = Math.sqrt(squares * rows.length);
        assertThat(sum).as(name).isCloseTo(expected.get("sum_f64").asDouble(), within(1e-6 * size));
    }

    @Test
    void theStateDictIsThatOfThePublishedCheckpoint() {
        Description d = ShapeBackend.describe(new Inception(128, 128, false, EnumSet.allOf(Tap.class)));
        assertThat(d.parameters()).hasSize(golden.get("n_state_dict_entries").asInt());
        List<String> convolutions = d.parameters().stream()
                .map(Parameter::name)
                .filter(name -> name.endsWith(".conv.weight"))
                .toList();
        List<String> expected = new ArrayList<>();
        golden.get("conv_order").forEach(name -> expected.add(name.asText()));
        assertThat(convolutions).containsExactlyInAnyOrderElementsOf(expected);
        long numbers =
                d.count(Parameter.Role.TRAINED) + d.count(Parameter.Role.BUFFER) + d.count(Parameter.Role.UNREAD);
        assertThat(numbers).isEqualTo(golden.get("params_total").asLong());
        long classifier = 1008 * 2048 + 1008;
        assertThat(d.count(Parameter.Role.TRAINED) - classifier).isEqualTo(21_785_568);
        // 5.71 G multiply-accumulates at 299x299, the figure published for Inception v3.
        assertThat(d.macs()).isEqualTo(5_713_232_480L);
    }

    @Test
    void outputsAreNamedByTapAndHaveItsWidth() {
        assertThat(session.outputs())
                .containsExactlyElementsOf(Arrays.stream(Tap.values())
                        .map(t -> new Port(t.output(), dev.assay.graph.DataType.FLOAT32, Shape.of(-1, t.width())))
                        .toList());
    }

    @Test
    void everyTapGivesTheOriginalsValues() {
        Map<String, float[]> rows = session.runFloats(Map.of("x", images(0, 4, 64)));
        assertGolden("torch_fidelity_64", rows.get("features_64"));
        assertGolden("torch_fidelity_192", rows.get("features_192"));
        assertGolden("torch_fidelity_768", rows.get("features_768"));
        assertGolden("torch_fidelity_2048", rows.get("pool3"));
        assertGolden("torch_fidelity_2048_internal_float64", rows.get("pool3"));
        assertGolden("torch_fidelity_logits_unbiased", rows.get("logits_unbiased"));
        assertGolden("torch_fidelity_logits", rows.get("logits"));
        assertGolden(SFID, rows.get("spatial"));
    }

    @Test
    void imagesResizedBeforeGiveTheSame() {
        Array.Floats small = images(0, 4, 64);
        float[] resized = resize(small, 0, 64 / 299f);
        try (OnnxSession fixed = open(new Inception(128, 128, false, EnumSet.of(Tap.POOL3, Tap.SPATIAL)), "fixed")) {
            assertThat(fixed.outputs()).hasSize(2);
            Map<String, float[]> rows = fixed.runFloats(Map.of("x", new Array.Floats(resized, 4, 3, 299, 299)));
            assertGolden("torch_fidelity_2048", rows.get("pool3"));
            assertGolden(SFID, rows.get("spatial"));
        }
    }

    @Test
    void anotherResizeAndCentreGivePytorchFid() {
        float[] resized = resize(images(0, 4, 64), 0.5f, 64 / 299f);
        try (OnnxSession other = open(new Inception(127.5, 127.5, false, EnumSet.of(Tap.POOL3)), "pytorch-fid")) {
            Map<String, float[]> rows = other.runFloats(Map.of("x", new Array.Floats(resized, 4, 3, 299, 299)));
            assertGolden("pytorch_fid_2048", rows.get("pool3"));
        }
    }

    /** Bilinear to 299x299 with source = (target + shift) * step - shift: TensorFlow 1 at shift 0, torch at 0.5. */
    private static float[] resize(Array.Floats images, float shift, float step) {
        int planes = (int) (images.shape()[0] * images.shape()[1]);
        int side = (int) images.shape()[2];
        float[] out = new float[planes * 299 * 299];
        for (int i = 0; i < out.length; i++) {
            int plane = i / (299 * 299);
            int row = i / 299 % 299;
            float sy = Math.max(0, (row + shift) * step - shift);
            float sx = Math.max(0, (i % 299 + shift) * step - shift);
            int y0 = (int) sy;
            int x0 = (int) sx;
            int y1 = Math.min(y0 + 1, side - 1);
            int x1 = Math.min(x0 + 1, side - 1);
            float[] v = images.values();
            int at = plane * side * side;
            float above = v[at + y0 * side + x0] + (v[at + y0 * side + x1] - v[at + y0 * side + x0]) * (sx - x0);
            float below = v[at + y1 * side + x0] + (v[at + y1 * side + x1] - v[at + y1 * side + x0]) * (sx - x0);
            out[i] = above + (below - above) * (sy - y0);
        }
        return out;
    }

    @ParameterizedTest
    @CsvSource({"1,8", "7,32"})
    void aRowDoesNotDependOnTheBatchItIsIn(int batch, int count) {
        for (int first = 0; first < count; first += batch) {
            int size = Math.min(batch, count - first);
            assertRows(first, session.runFloats(Map.of("x", images(first, size, 32))));
        }
    }

    @Test
    void aRowDoesNotDependOnOtherCallers() throws InterruptedException, ExecutionException {
        ExecutorService callers = Executors.newFixedThreadPool(2);
        try {
            List<Callable<Map<String, float[]>>> calls = new ArrayList<>();
            for (int first = 0; first < 8; first += 2) {
                Array.Floats images = images(first, 2, 32);
                calls.add(() -> session.runFloats(Map.of("x", images)));
            }
            List<Future<Map<String, float[]>>> results = callers.invokeAll(calls);
            for (int i = 0; i < results.size(); i++) {
                assertRows(2 * i, results.get(i).get());
            }
        } finally {
            callers.shutdownNow();
        }
    }

    /** The bits of {@code part} are those of all 32 rows from row {@code first} on. */
    private static void assertRows(int first, Map<String, float[]> part) {
        for (Tap tap : Tap.values()) {
            float[] rows = part.get(tap.output());
            int from = first * tap.width();
            assertThat(rows)
                    .as(tap.output())
                    .containsExactly(Arrays.copyOfRange(together.get(tap.output()), from, from + rows.length));
        }
    }
}
