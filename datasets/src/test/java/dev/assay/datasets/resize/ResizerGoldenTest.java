package dev.assay.datasets.resize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.datasets.FormulaImage;
import dev.assay.datasets.Image;
import dev.assay.spec.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values of the peers themselves: {@code golden/resize.json} names their versions. */
class ResizerGoldenTest {
    /** The rows of the file and whose values they are. */
    private static final Map<String, String> RESIZERS = Map.ofEntries(
            Map.entry("tf1_bilinear_torch_fidelity_slow", "tf1-bilinear"),
            Map.entry("torch_bilinear_no_antialias (pytorch-fid, on [0,1], here x255)", "torch-bilinear"),
            Map.entry("clean_fid_legacy_pytorch", "torch-bilinear"),
            Map.entry("torch_bicubic_no_antialias_336 (CMMD port, on [0,1], here x255)", "torch-bicubic"),
            Map.entry("torch_bilinear_antialias (torchmetrics default)", "antialias-bilinear"),
            Map.entry("torch_bicubic_antialias_224 (EDM2 'torch' mode)", "antialias-bicubic"),
            Map.entry("clean_fid_clean (PIL bicubic per channel, mode F, clipped)", "clean-bicubic"),
            Map.entry("PIL_bilinear_F", "pil-bilinear"),
            Map.entry("PIL_lanczos_F", "clean-lanczos"),
            Map.entry("PIL_box_F", "pil-box"),
            Map.entry("PIL_bicubic_uint8", "pil-uint8-bicubic"),
            Map.entry(
                    "PIL_bicubic_uint8_224 (DINOv2 input, dgm-eval default path resizes uint8)", "pil-uint8-bicubic"));

    /** Not equal bit by bit: the peer sums in another order, or rounds its weights differently. */
    private static final Set<String> ROUNDED = Set.of(
            "clean_fid_legacy_pytorch image(0,32,32)",
            "clean_fid_legacy_pytorch image(2,256,256)",
            "clean_fid_legacy_pytorch image(5,200,400)",
            "torch_bicubic_no_antialias_336 (CMMD port, on [0,1], here x255) image(0,32,32)",
            "torch_bicubic_no_antialias_336 (CMMD port, on [0,1], here x255) image(2,256,256)",
            "torch_bicubic_no_antialias_336 (CMMD port, on [0,1], here x255) image(5,200,400)",
            "torch_bicubic_antialias_224 (EDM2 'torch' mode) image(2,256,256)",
            "torch_bicubic_antialias_224 (EDM2 'torch' mode) image(5,200,400)");

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("cases")
    void valuesAreThoseOfThePeer(String image, String row, JsonNode expected) {
        float[] values = resize(image, row, expected);
        int width = expected.get("shape").get(1).asInt();
        int plane = values.length / 3;
        // 1e-4 grey levels: a few roundings of float32 at 255; the peers' own versions differ by as much.
        for (Map.Entry<String, JsonNode> point : expected.get("points_yxc").properties()) {
            String[] yx = point.getKey().split(",", 2);
            int at = Integer.parseInt(yx[0]) * width + Integer.parseInt(yx[1]);
            for (int c = 0; c < 3; c++) {
                assertThat(values[c * plane + at])
                        .as("%s channel %d", point.getKey(), c)
                        .isCloseTo((float) point.getValue().get(c).asDouble(), within(1e-4f));
            }
        }
        double[] sum = new double[3];
        double squares = 0;
        for (int i = 0; i < values.length; i++) {
            sum[i / plane] += values[i];
            squares += (double) values[i] * values[i];
        }
        for (int c = 0; c < 3; c++) {
            assertThat(sum[c] / plane)
                    .isCloseTo(expected.get("mean_per_channel").get(c).asDouble(), within(1e-5));
        }
        assertThat(squares / expected.get("sum_sq").asDouble()).isCloseTo(1, within(1e-7));
        if (!ROUNDED.contains(row + " " + image)) {
            assertThat(sha256(values))
                    .isEqualTo(expected.get("sha256_f32le_hwc").asText());
        }
    }

    @Test
    void everyRowOfTheFileIsTested() throws IOException {
        assertThat(cases()).hasSize(3 * RESIZERS.size());
    }

    private static float[] resize(String image, String row, JsonNode expected) {
        int height = expected.get("shape").get(0).asInt();
        int width = expected.get("shape").get(1).asInt();
        float[] values = new float[3 * height * width];
        Resizer.named(RESIZERS.get(row)).resize(image(image), height, width, values, 0);
        return values;
    }

    /** "image(2,256,256)". */
    private static Image image(String name) {
        int[] k = Arrays.stream(name.substring(6, name.length() - 1).split(",", 3))
                .mapToInt(Integer::parseInt)
                .toArray();
        return FormulaImage.of(k[0], k[1], k[2]);
    }

    private static String sha256(float[] chw) {
        int plane = chw.length / 3;
        ByteBuffer hwc = ByteBuffer.allocate(4 * chw.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < plane; i++) {
            for (int c = 0; c < 3; c++) {
                hwc.putFloat(chw[c * plane + i]);
            }
        }
        return Json.sha256(hwc.array());
    }

    static List<Arguments> cases() throws IOException {
        try (InputStream in = ResizerGoldenTest.class.getResourceAsStream("/golden/resize.json")) {
            List<Arguments> cases = new ArrayList<>();
            new ObjectMapper().readTree(in).get("cases").properties().forEach(image -> image.getValue()
                    .properties()
                    .forEach(row -> {
                        if (row.getValue().has("shape")) {
                            cases.add(Arguments.of(image.getKey(), row.getKey(), row.getValue()));
                        }
                    }));
            return cases;
        }
    }
}
