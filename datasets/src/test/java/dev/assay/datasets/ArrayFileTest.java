package dev.assay.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.datasets.array.NpyArray;
import dev.assay.datasets.array.NpyWriter;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Pictures, statistics and features in npy and npz files. */
class ArrayFileTest {
    @TempDir
    Path temp;

    private static EvaluationInput open(Path path) {
        return EvaluationInput.open(path, DecodeOptions.DEFAULT);
    }

    private Path npz(Map<String, NpyArray> arrays) {
        Path file = temp.resolve("a.npz");
        NpyWriter.writeNpz(file, arrays);
        return file;
    }

    private static byte[] pixels(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    private static float[] read(FeatureMatrix matrix, int rows) {
        float[] all = new float[(int) matrix.rows() * matrix.columns()];
        try (FeatureMatrix.RowReader reader = matrix.open()) {
            int done = 0;
            for (int n = reader.read(all, 0, rows); n > 0; n = reader.read(all, done * matrix.columns(), rows)) {
                done += n;
            }
            assertThat(done).isEqualTo((int) matrix.rows());
        }
        return all;
    }

    private static FeatureMatrix features(Path file, String tap) {
        return open(file).features().orElseThrow().taps().get(tap);
    }

    @Test
    void picturesAndLabelsOfAnAdmSampleFile() {
        Path file = npz(Map.of(
                "arr_0",
                NpyArray.of(pixels(4 * 2 * 3 * 3), 4, 2, 3, 3),
                "arr_1",
                NpyArray.of(new long[] {7, 0, 999, 7}, 4)));
        EvaluationInput input = open(file);
        assertThat(input.kind()).isEqualTo("npz");
        assertThat(input.features()).isEmpty();
        assertThat(input.statistics()).isEmpty();
        List<EncodedImage> images = Samples.readAll(input.images().orElseThrow());
        assertThat(images.stream().map(EncodedImage::id)).containsExactly("#0", "#1", "#2", "#3");
        assertThat(images.stream().map(EncodedImage::label)).containsExactly(7, 0, 999, 7);
        Image second = images.get(1).decode();
        assertThat(second.height()).isEqualTo(2);
        assertThat(second.at(1, 2, 1)).isEqualTo(18 + 9 + 6 + 1);
    }

    @Test
    void aPlainNpyOfPictures() {
        Path file = temp.resolve("a.npy");
        NpyWriter.write(file, NpyArray.of(pixels(24), 2, 2, 2, 3));
        ImageSource images = open(file).images().orElseThrow();
        assertThat(open(file).kind()).isEqualTo("npy");
        assertThat(images.count()).hasValue(2);
        assertThat(Samples.readAll(images).get(0).label()).isEqualTo(EncodedImage.NO_LABEL);
        assertThat(Samples.decodeAll(images).get(1).at(0, 0, 0)).isEqualTo(12);
    }

    @Test
    void anArrayThatStandsAloneMayHaveAnyName() {
        Path file = npz(Map.of("images", NpyArray.of(pixels(12), 1, 2, 2, 3)));
        assertThat(open(file).images()).isPresent();
    }

    @Test
    void anAdmReferenceHasPicturesAndBothStatistics() {
        Path file = npz(Map.of(
                "arr_0", NpyArray.of(pixels(12), 1, 2, 2, 3),
                "mu", NpyArray.of(new double[] {1, 2}, 2),
                "sigma", NpyArray.of(new double[] {2, 0.5, 0.5, 1}, 2, 2),
                "mu_s", NpyArray.of(new float[] {3}, 1),
                "sigma_s", NpyArray.of(new float[] {4}, 1, 1)));
        EvaluationInput input = open(file);
        assertThat(input.images()).isPresent();
        Statistics.Foreign statistics = (Statistics.Foreign) input.statistics().orElseThrow();
        assertThat(statistics.taps()).containsExactly("features", "spatial");
        assertThat(statistics.gaussians().get("features").sigma()).containsExactly(2, 0.5, 0.5, 1);
        assertThat(statistics.gaussians().get("spatial").mu()).containsExactly(3);
    }

    @Test
    void featuresOfEveryTapAndNameInPiecesOfAnySize() {
        float[] features = new float[30];
        Arrays.setAll(new Object[30], i -> features[i] = i * 0.5f);
        Path file = npz(Map.of("pool3", NpyArray.of(features, 10, 3), "logits", NpyArray.of(new double[10], 10, 1)));
        EvaluationInput input = open(file);
        assertThat(input.features().orElseThrow().taps().keySet()).containsExactly("features", "logits");
        assertThat(input.notes()).containsExactly("float64 features are rounded to float32");
        for (int rows : new int[] {1, 3, 10, 100}) {
            assertThat(read(features(file, "features"), rows)).isEqualTo(features);
        }
        Path npy = temp.resolve("b.npy");
        NpyWriter.write(npy, features, 10, 3);
        assertThat(features(npy, "features").sha256())
                .isEqualTo(features(file, "features").sha256());
        assertThat(open(npy).notes()).isEmpty();
    }

    @Test
    void columnMajorFeaturesAreTransposed() {
        FeatureMatrix matrix = features(Samples.golden("npy/f8-fortran.npy"), "features");
        assertThat(matrix.rows()).isEqualTo(2);
        assertThat(matrix.columns()).isEqualTo(3);
        assertThat(read(matrix, 1)).containsExactly(-2, -0.5f, 1, 2.5f, 4, 5.5f);
        assertThat(matrix.sha256())
                .isEqualTo(features(Samples.golden("npy/f4.npy"), "features").sha256());
    }

    @Test
    void valuesThatAreNotFiniteAreNamed() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            float[] features = new float[3000];
            features[2002] = bad;
            Path file = temp.resolve("bad.npy");
            NpyWriter.write(file, features, 1000, 3);
            FeatureMatrix matrix = features(file, "features");
            assertThatThrownBy(() -> read(matrix, 7))
                    .isInstanceOf(AssayException.class)
                    .hasMessage(file + ": row 667, column 1 is " + bad
                            + "; features must be finite; find the image that gave it and compute the features again");
        }
        Path wide = temp.resolve("wide.npy");
        NpyWriter.write(wide, new double[] {1, 1e300}, 1, 2);
        assertThatThrownBy(() -> read(features(wide, "features"), 1))
                .hasMessageContaining("column 1 is Infinity as float32");
    }

    static Stream<Arguments> refused() {
        NpyArray mu = NpyArray.of(new double[2], 2);
        return Stream.of(
                Arguments.of(
                        "float pictures",
                        Map.of("arr_0", NpyArray.of(new float[12], 1, 2, 2, 3)),
                        "the pictures are float32 [1, 2, 2, 3]"),
                Arguments.of(
                        "int64 pictures",
                        Map.of("arr_0", NpyArray.of(new long[12], 1, 2, 2, 3)),
                        "the pictures are int64"),
                Arguments.of(
                        "channels first",
                        Map.of("arr_0", NpyArray.of(new byte[24], 2, 3, 2, 2)),
                        "transpose it with (0, 2, 3, 1)"),
                Arguments.of(
                        "four channels", Map.of("arr_0", NpyArray.of(new byte[16], 1, 2, 2, 4)), "uint8 [1, 2, 2, 4]"),
                Arguments.of("no pictures", Map.of("arr_0", NpyArray.of(new byte[0], 0, 2, 2, 3)), "no pictures"),
                Arguments.of(
                        "grey stack",
                        Map.of("arr_0", NpyArray.of(new byte[8], 2, 2, 2)),
                        "the array is uint8 [2, 2, 2]"),
                Arguments.of(
                        "integer features",
                        Map.of("features", NpyArray.of(new long[4], 2, 2)),
                        "the features are int64 [2, 2]"),
                Arguments.of(
                        "vector",
                        Map.of("features", NpyArray.of(new float[4], 4)),
                        "float16, float32 or float64 [N, D]"),
                Arguments.of("no rows", Map.of("features", NpyArray.of(new float[0], 0, 4)), "at least one row"),
                Arguments.of(
                        "unequal rows",
                        Map.of("features", NpyArray.of(new float[4], 2, 2), "logits", NpyArray.of(new float[3], 3, 1)),
                        "different numbers of rows"),
                Arguments.of(
                        "two of one tap",
                        Map.of("features", NpyArray.of(new float[4], 2, 2), "pool3", NpyArray.of(new float[4], 2, 2)),
                        "these are features and so is"),
                Arguments.of(
                        "labels",
                        Map.of("arr_0", NpyArray.of(new byte[12], 1, 2, 2, 3), "arr_1", NpyArray.of(new long[2], 2)),
                        "2 labels for 1 pictures"),
                Arguments.of(
                        "float labels",
                        Map.of("arr_0", NpyArray.of(new byte[12], 1, 2, 2, 3), "arr_1", NpyArray.of(new float[1], 1)),
                        "the labels are float32"),
                Arguments.of(
                        "negative label",
                        Map.of(
                                "arr_0",
                                NpyArray.of(new byte[12], 1, 2, 2, 3),
                                "arr_1",
                                NpyArray.of(new long[] {-2}, 1)),
                        "label 0 is -2"),
                Arguments.of("mu alone", Map.of("mu", mu), "of mu and sigma only one"),
                Arguments.of(
                        "mismatched sigma",
                        Map.of("mu", mu, "sigma", NpyArray.of(new double[9], 3, 3)),
                        "mu has 2 values and sigma 9"),
                Arguments.of(
                        "flat sigma",
                        Map.of("mu", mu, "sigma", NpyArray.of(new double[4], 4)),
                        "the statistics are float64 [4]"),
                Arguments.of(
                        "not square",
                        Map.of("mu", mu, "sigma", NpyArray.of(new double[4], 4, 1)),
                        "the statistics are float64 [4, 1]"),
                Arguments.of(
                        "NaN in mu",
                        Map.of(
                                "mu",
                                NpyArray.of(new double[] {0, Double.NaN}, 2),
                                "sigma",
                                NpyArray.of(new double[4], 2, 2)),
                        "mu[1] is NaN"),
                Arguments.of(
                        "infinite sigma",
                        Map.of("mu", mu, "sigma", NpyArray.of(new double[] {1, Double.POSITIVE_INFINITY, 0, 1}, 2, 2)),
                        "sigma[0][1] is Infinity"),
                Arguments.of(
                        "negative variance",
                        Map.of("mu", mu, "sigma", NpyArray.of(new double[] {1, 0, 0, -1}, 2, 2)),
                        "sigma[1][1] is -1.0"),
                Arguments.of(
                        "no symmetry",
                        Map.of("mu", mu, "sigma", NpyArray.of(new double[] {1, 0.5, 0.4, 1}, 2, 2)),
                        "a covariance is symmetric"),
                Arguments.of("unknown names", Map.of("x", mu, "y", mu), "its 2 arrays are x, y"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void arraysOfWrongTypeShapeOrContentAreRefused(String name, Map<String, NpyArray> arrays, String reason) {
        Path file = npz(new HashMap<>(arrays));
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(AssayException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(reason);
    }

    /** 2^29 labels in 2.3 MB would be 2 GiB as int, all the memory there is. */
    @Test
    void labelsOfOtherPicturesTakeNoMemory() throws IOException {
        Path file = temp.resolve("labels.npz");
        byte[] zeros = new byte[1 << 20];
        String header = "{'descr': '|u1', 'fortran_order': False, 'shape': (536870912,), }";
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.setLevel(Deflater.BEST_SPEED);
            zip.putNextEntry(new ZipEntry("arr_0.npy"));
            zip.write(Files.readAllBytes(Samples.golden("npy/u1.npy")));
            zip.putNextEntry(new ZipEntry("arr_1.npy"));
            zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0});
            zip.write(header.getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 1 << 9; i++) {
                zip.write(zeros);
            }
        }
        assertThat(Files.size(file)).isLessThan(1 << 22);
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("the labels are uint8 [536870912]");
    }

    @Test
    void arraysThatAreThereTwiceAreRefused() throws IOException {
        Path file = npz(Map.of(
                "arr_0", NpyArray.of(pixels(12), 1, 2, 2, 3),
                "arr_1", NpyArray.of(new byte[12], 1, 2, 2, 3)));
        rename(file, "arr_1.npy", "arr_0.npy");
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("the array 'arr_0' is there twice");
    }

    @Test
    void namesOfArraysCannotSteerATerminal() throws IOException {
        Path file = npz(Map.of("arr_0", NpyArray.of(new float[2], 2)));
        rename(file, "arr_0.npy", "\u001b[2J\n.npy");
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("the array '?[2J?' has control characters");
    }

    /** Puts another name of the same length into the archive. */
    private static void rename(Path archive, String from, String to) throws IOException {
        String bytes = new String(Files.readAllBytes(archive), StandardCharsets.ISO_8859_1);
        Files.write(archive, bytes.replace(from, to).getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void columnMajorPicturesAreRefused() throws IOException {
        byte[] npy = Files.readAllBytes(Samples.golden("npy/u1.npy"));
        String text = new String(npy, StandardCharsets.ISO_8859_1).replace("False, ", "True,  ");
        Path file = Files.write(temp.resolve("f.npy"), text.getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("uint8 [1, 2, 4, 3] in Fortran order")
                .hasMessageContaining("ascontiguousarray");
    }

    @Test
    void picturesThatClaimTooManyPixelsAreRefused() {
        Path file = npz(Map.of("arr_0", NpyArray.of(new byte[300], 1, 10, 10, 3)));
        assertThatThrownBy(() -> EvaluationInput.open(file, new DecodeOptions(false, 0, 99)))
                .hasMessageContaining("10 x 10 pixels");
    }

    @Test
    void truncatedFilesAreRefused() throws IOException {
        Path whole = npz(Map.of("arr_0", NpyArray.of(pixels(1200), 100, 2, 2, 3)));
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(temp.resolve("cut.npz"), Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> open(cut)).isInstanceOf(AssayException.class).hasMessageContaining("cannot be read");
        Path npy = temp.resolve("a.npy");
        NpyWriter.write(npy, NpyArray.of(pixels(1200), 100, 2, 2, 3));
        Path shorter = Files.write(temp.resolve("cut.npy"), Arrays.copyOf(Files.readAllBytes(npy), 1000));
        assertThatThrownBy(() -> open(shorter)).hasMessageContaining("the file is truncated");
    }
}
