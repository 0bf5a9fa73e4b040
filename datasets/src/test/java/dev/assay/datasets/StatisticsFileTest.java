package dev.assay.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.datasets.array.ArrayHeader;
import dev.assay.datasets.array.NpyArray;
import dev.assay.datasets.array.NpyWriter;
import dev.assay.datasets.array.Npz;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import dev.assay.spec.SetUsed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Statistics in npz files: Assay's own and others'. */
class StatisticsFileTest {
    @TempDir
    Path temp;

    private static Maker maker() {
        return new Maker("net", Map.of("sha256", "ab", "resize", "torch-bilinear"), Map.of("background", "ffffff"));
    }

    private static Provenance provenance(long count) {
        return new Provenance(
                Provenance.FORMAT,
                "1.2.3",
                maker(),
                List.of(new SetUsed(
                        "images", count + 1, count, List.of(new SetUsed.Skipped("a.png", "cut off")), "cafe")));
    }

    private static Statistics.Own own(long count) {
        return new Statistics.Own(
                Map.of(
                        Statistics.FEATURES,
                        new Statistics.Sums(count, new double[] {1, 2}, new double[] {4, 1, 1, 2}, new float[] {3, 6}),
                        Statistics.SPATIAL,
                        new Statistics.Sums(count, new double[] {5}, new double[] {8}, new float[] {15})),
                provenance(count));
    }

    private Path write(Statistics.Own statistics) {
        Path file = temp.resolve("own.npz");
        StatisticsFile.write(file, statistics);
        return file;
    }

    @Test
    void otherToolsFindMuAndSigmaAsFloat64() {
        Path file = write(own(3));
        Map<String, String> arrays = new HashMap<>();
        for (Map.Entry<String, ArrayHeader> array : Npz.headers(file).entrySet()) {
            arrays.put(array.getKey(), array.getValue().describe());
        }
        int json = Json.write(provenance(3)).length();
        assertThat(arrays)
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("mu", "float64 [2]"),
                        Map.entry("sigma", "float64 [2, 2]"),
                        Map.entry("mu_s", "float64 [1]"),
                        Map.entry("sigma_s", "float64 [1, 1]"),
                        Map.entry("count", "int64 [1]"),
                        Map.entry("count_s", "int64 [1]"),
                        Map.entry("mean", "float64 [2]"),
                        Map.entry("mean_s", "float64 [1]"),
                        Map.entry("scatter", "float64 [2, 2]"),
                        Map.entry("scatter_s", "float64 [1, 1]"),
                        Map.entry("sum_float32", "float32 [2]"),
                        Map.entry("sum_float32_s", "float32 [1]"),
                        Map.entry("assay", "uint8 [" + json + "]")));
        Map<String, Statistics.Gaussian> gaussians = StatisticsFile.readGaussians(file);
        assertThat(gaussians.get(Statistics.FEATURES).mu()).containsExactly(1, 2);
        assertThat(gaussians.get(Statistics.FEATURES).sigma()).containsExactly(2, 0.5, 0.5, 1);
        assertThat(gaussians.get(Statistics.SPATIAL).sigma()).containsExactly(4);
    }

    @Test
    void whatWasWrittenIsReadBackBitForBit() throws IOException {
        Path file = write(own(3));
        Statistics.Own read = (Statistics.Own) StatisticsFile.read(file).orElseThrow();
        assertThat(read.provenance()).isEqualTo(provenance(3));
        assertThat(read.taps()).containsExactly("features", "spatial");
        assertThat(read.sha256()).isEqualTo(own(3).sha256());
        byte[] bytes = Files.readAllBytes(file);
        assertThat(Files.readAllBytes(write(read))).isEqualTo(bytes);
        assertThat(EvaluationInput.open(file, DecodeOptions.DEFAULT)
                        .statistics()
                        .orElseThrow()
                        .sha256())
                .isEqualTo(read.sha256());
    }

    @Test
    void theHashCoversEveryNumber() {
        Statistics.Sums sums = own(3).sums().get(Statistics.FEATURES);
        Statistics.Own other = new Statistics.Own(
                Map.of(
                        Statistics.FEATURES,
                        new Statistics.Sums(3, sums.mean(), sums.scatter(), new float[] {3, 7}),
                        Statistics.SPATIAL,
                        own(3).sums().get(Statistics.SPATIAL)),
                provenance(3));
        assertThat(other.sha256()).isNotEqualTo(own(3).sha256());
        assertThat(own(4).sha256()).isNotEqualTo(own(3).sha256());
    }

    @Test
    void oneImageHasNoSigma() {
        Path file = write(own(1));
        assertThat(Npz.names(file)).contains("mu", "mu_s").doesNotContain("sigma", "sigma_s");
        assertThat(StatisticsFile.read(file).orElseThrow().sha256()).isEqualTo(own(1).sha256());
    }

    @Test
    void aFileWithoutProvenanceIsForeign() {
        Path file = temp.resolve("foreign.npz");
        NpyWriter.writeNpz(
                file,
                Map.of(
                        "mu",
                        NpyArray.of(new double[] {1}, 1),
                        "sigma",
                        NpyArray.of(new float[] {2}, 1, 1),
                        "n",
                        count(5)));
        Statistics.Foreign read = (Statistics.Foreign) StatisticsFile.read(file).orElseThrow();
        assertThat(read.gaussians().get(Statistics.FEATURES).sigma()).containsExactly(2);
    }

    @Test
    void makersDifferByNameNetworkOrReadingButNotByTheSentenceAboutThem() {
        Maker same = new Maker(
                "net",
                Map.of("sha256", "ab", "resize", "torch-bilinear", "about", "new words"),
                Map.of("background", "ffffff"));
        assertThat(maker().difference(same)).isEmpty();
        assertThat(maker().difference(Maker.given("net")))
                .hasValue("both are net, but features is not stated in one and as given by the user in the other");
        assertThat(maker().difference(new Maker("other", maker().network(), maker().images())))
                .hasValue("one is net, the other other");
        assertThat(maker().difference(new Maker("net", maker().network(), Map.of("background", "000000"))))
                .hasValue("both are net, but background is ffffff in one and 000000 in the other");
    }

    @Test
    void tooManyColumnsAreRefused() {
        assertThatThrownBy(() -> StatisticsFile.checkDimensions("x", 8193))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("8193 columns");
    }

    private static NpyArray count(long count) {
        return NpyArray.of(new long[] {count}, 1);
    }

    private static NpyArray text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return NpyArray.of(bytes, bytes.length);
    }

    private static NpyArray provenanceOf(int format) {
        Provenance known = provenance(3);
        return text(Json.write(new Provenance(format, known.assay(), known.maker(), known.sets())));
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("assay", text("{"), "[assay]"),
                Arguments.of("assay", text("{\"format\": 1}"), "[assay]: 'assay' is missing"),
                Arguments.of("assay", provenanceOf(2), "statistics of format 2, by Assay 1.2.3"),
                Arguments.of("assay", NpyArray.of(new double[1], 1), "[assay]: it is float64 [1]"),
                Arguments.of("count", count(4), "[count]: it is 4, but the sets add up to 3"),
                Arguments.of("count", NpyArray.of(new double[] {3}, 1), "[count]: it is float64 [1]"),
                Arguments.of("mean", NpyArray.of(new double[3], 3), "[scatter]: 4 values beside a mean of 3"),
                Arguments.of("mean", NpyArray.of(new double[] {1, Double.NaN}, 2), "mean[1] is NaN"),
                Arguments.of(
                        "scatter", NpyArray.of(new double[] {1, 2, 3, 9}, 2, 2), "scatter[0][1] is 2.0 but scatter[1]"),
                Arguments.of("scatter", NpyArray.of(new double[] {-1, 0, 0, 9}, 2, 2), "scatter[0][0] is -1.0"),
                Arguments.of("scatter", NpyArray.of(new double[4], 4), "[scatter]: the statistics are float64 [4]"),
                Arguments.of("sum_float32", NpyArray.of(new double[2], 2), "[sum_float32]: it is float64 [2]"),
                Arguments.of(
                        "sum_float32",
                        NpyArray.of(new float[] {1, Float.POSITIVE_INFINITY}, 2),
                        "sum_float32[1] is Infinity"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("malformed")
    void aBrokenFileIsOneClearError(String name, NpyArray array, String reason) {
        Map<String, NpyArray> arrays = new HashMap<>(Map.of(
                "mu", NpyArray.of(new double[] {1, 2}, 2),
                "sigma", NpyArray.of(new double[] {2, 0.5, 0.5, 1}, 2, 2),
                "count", count(3),
                "mean", NpyArray.of(new double[] {1, 2}, 2),
                "scatter", NpyArray.of(new double[] {4, 1, 1, 2}, 2, 2),
                "sum_float32", NpyArray.of(new float[] {3, 6}, 2),
                "assay", provenanceOf(Provenance.FORMAT)));
        Path file = temp.resolve("a.npz");
        NpyWriter.writeNpz(file, arrays);
        assertThat(StatisticsFile.read(file)).containsInstanceOf(Statistics.Own.class);
        arrays.put(name, array);
        NpyWriter.writeNpz(file, arrays);
        assertThatThrownBy(() -> StatisticsFile.read(file))
                .isInstanceOf(AssayException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @MethodSource("needed")
    void nothingMayBeMissing(String name) {
        Map<String, NpyArray> arrays = new HashMap<>(Map.of(
                "mu", NpyArray.of(new double[] {1, 2}, 2),
                "sigma", NpyArray.of(new double[] {2, 0.5, 0.5, 1}, 2, 2),
                "count", count(3),
                "mean", NpyArray.of(new double[] {1, 2}, 2),
                "scatter", NpyArray.of(new double[] {4, 1, 1, 2}, 2, 2),
                "sum_float32", NpyArray.of(new float[] {3, 6}, 2),
                "assay", provenanceOf(Provenance.FORMAT)));
        arrays.remove(name);
        Path file = temp.resolve("a.npz");
        NpyWriter.writeNpz(file, arrays);
        assertThatThrownBy(() -> StatisticsFile.read(file))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining(name);
    }

    static Stream<String> needed() {
        return Stream.of("mu", "sigma", "count", "mean", "scatter", "sum_float32");
    }
}
