package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.datasets.array.NpyArray;
import dev.assay.datasets.array.NpyWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people get wrong is answered with one line and exit code 2; never a stack trace, never a number. */
class BadInputTest {
    private static final int GOOD = 40;

    @TempDir
    private static Path shared;

    private static Path reference;
    private static Path features;

    @TempDir
    private Path temp;

    private Path pictures;

    @BeforeAll
    static void writeGoodInput() {
        reference = Pictures.zip(shared.resolve("reference.zip"), 1000, GOOD);
        features = Parity.features(shared.resolve("features.npy"), Parity.REFERENCE, 100, 16);
    }

    @BeforeEach
    void writePictures() {
        pictures = Pictures.folder(temp.resolve("pictures"), 0, 6);
    }

    /** The one line that the command answers with, without the name of the program. */
    private static AbstractStringAssert<?> refused(Object... arguments) {
        Assay.Ran ran = Assay.run(arguments);
        assertThat(ran.err()).startsWith("assay: ").endsWith("\n").doesNotContain("\tat ");
        assertThat(ran.err().lines()).hasSize(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.code()).isEqualTo(Main.BAD_INPUT);
        return assertThat(ran.err().substring("assay: ".length()));
    }

    private static AbstractStringAssert<?> refusedAsGenerated(Path generated, Object... options) {
        Object[] fixed = {"evaluate", "--generated", generated, "--reference", reference, "--json"};
        Object[] all = Arrays.copyOf(fixed, fixed.length + options.length);
        System.arraycopy(options, 0, all, fixed.length, options.length);
        return refused(all);
    }

    private static AbstractStringAssert<?> refusedAsFeatures(Path generated) {
        return refused("evaluate", "--generated", generated, "--reference", features, "--metrics", "fid");
    }

    private Path zip(String entry, byte[] content) throws IOException {
        Path file = temp.resolve("made.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry(entry));
            zip.write(content);
            zip.closeEntry();
        }
        return file;
    }

    private Path npy(String header, int bytes) throws IOException {
        Path file = temp.resolve("made.npy");
        byte[] text = header.getBytes(StandardCharsets.US_ASCII);
        byte[] content = new byte[10 + text.length + bytes];
        byte[] magic = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length, 0};
        System.arraycopy(magic, 0, content, 0, magic.length);
        System.arraycopy(text, 0, content, magic.length, text.length);
        return Files.write(file, content);
    }

    // Places.

    @Test
    void emptyFolder() throws IOException {
        Path empty = Files.createDirectory(temp.resolve("empty"));
        refusedAsGenerated(empty).startsWith(empty.toString()).contains("no pictures");
    }

    @Test
    void folderWithoutPictures() throws IOException {
        Path texts = Files.createDirectory(temp.resolve("texts"));
        Files.writeString(texts.resolve("notes.txt"), "nothing to see");
        refusedAsGenerated(texts).contains("no pictures");
    }

    @Test
    void absentPath() {
        refusedAsGenerated(temp.resolve("absent")).contains("there is no such file or folder");
    }

    /** As where a variable of a script is not set; not the current folder. */
    @Test
    void emptyPath() {
        refused("evaluate", "--generated", "", "--reference", reference)
                .contains("--generated")
                .contains("empty");
        refusedAsGenerated(reference, "--out", "").contains("--out").contains("empty");
    }

    @Test
    void unreadablePath() throws IOException {
        Path locked = Files.write(temp.resolve("locked.npz"), Files.readAllBytes(reference));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
        assumeThat(Files.isReadable(locked)).isFalse();
        refusedAsGenerated(locked).startsWith(locked.toString()).contains("permission");
    }

    @Test
    void fileOfNoKnownKind() throws IOException {
        refusedAsGenerated(Files.writeString(temp.resolve("notes.txt"), "nothing to see"))
                .contains("the content is of no known kind");
    }

    @Test
    void emptyFile() throws IOException {
        refusedAsGenerated(Files.createFile(temp.resolve("empty.npz"))).contains("the file is empty");
    }

    @Test
    void onePictureInPlaceOfASet() throws IOException {
        refusedAsGenerated(Files.write(temp.resolve("one.png"), Pictures.png(0)))
                .contains("one picture");
    }

    @Test
    void aSetOfOnePicture() {
        Path one = Pictures.folder(temp.resolve("one"), 0, 1);
        refusedAsGenerated(one).contains("generated, features: a set of 1 image;");
        refusedAsGenerated(one, "--metrics", "fid").contains("a set of 1 image;");
        refusedAsGenerated(one, "--metrics", "precision").contains("at least 4 of each");
    }

    // Pictures.

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg"})
    void truncatedPictures(String format) throws IOException {
        byte[] whole = Pictures.encoded(3, format);
        for (int length : new int[] {0, 1, 20, whole.length / 2, whole.length - 3}) {
            Files.write(pictures.resolve("broken." + format), Arrays.copyOf(whole, length));
            refusedAsGenerated(pictures).contains("broken." + format).contains("--skip-bad");
        }
    }

    @Test
    void picturesThatAreNone() throws IOException {
        Files.writeString(pictures.resolve("broken.png"), "not a picture");
        refusedAsGenerated(pictures).contains("broken.png");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 16})
    void badPicturesAreLeftOutAndListedWhereThatIsAllowed(int batch) throws IOException {
        Path many = Pictures.folder(temp.resolve("many"), 0, GOOD);
        JsonNode whole = Assay.evaluate(many, reference).json();
        byte[] png = Pictures.png(3);
        Files.write(many.resolve("class1/bad.png"), Arrays.copyOf(png, png.length - 9));
        Files.write(many.resolve("zero.jpg"), new byte[0]);

        Assay.Ran ran = Assay.evaluate(many, reference, "--skip-bad", 2, "--batch", batch);
        assertThat(ran.code()).as(ran.err()).isZero();
        JsonNode generated = ran.json().get("generated");
        assertThat(generated.get("planned").asInt()).isEqualTo(GOOD + 2);
        assertThat(generated.get("used").asInt()).isEqualTo(GOOD);
        assertThat(generated.get("skipped").findValuesAsText("id")).containsExactly("class1/bad.png", "zero.jpg");
        assertThat(generated.get("skipped").findValuesAsText("reason")).noneMatch(String::isBlank);
        assertThat(ran.json().get("scores")).isEqualTo(whole.get("scores"));
        assertThat(generated.get("sha256")).isEqualTo(whole.get("generated").get("sha256"));

        refusedAsGenerated(many, "--skip-bad", 1, "--batch", batch)
                .contains("2 images")
                .contains("--skip-bad");
    }

    @Test
    void nothingLeftAfterSkipping() throws IOException {
        Path bad = Files.createDirectory(temp.resolve("bad"));
        Files.writeString(bad.resolve("a.png"), "not a picture");
        refusedAsGenerated(bad, "--skip-bad", 5).contains("a.png");
    }

    // Archives.

    @ParameterizedTest
    @ValueSource(strings = {"../escape.png", "a/../../escape.png", "/etc/escape.png", "..\\escape.png"})
    void zipThatWritesOutside(String name) throws IOException {
        refusedAsGenerated(zip(name, Pictures.png(0))).contains("escape.png");
        assertThat(temp.getParent().resolve("escape.png")).doesNotExist();
    }

    @Test
    void zipBomb() throws IOException {
        refusedAsGenerated(zip("bomb.png", new byte[300 << 20])).contains("bomb.png");
    }

    @Test
    void truncatedArchives() throws IOException {
        byte[] zip = Files.readAllBytes(reference);
        refusedAsGenerated(Files.write(temp.resolve("cut.zip"), Arrays.copyOf(zip, zip.length / 2)))
                .contains("cut.zip");
        byte[] tar = Files.readAllBytes(Pictures.tar(temp.resolve("whole.tar"), 0, 6));
        refusedAsGenerated(Files.write(temp.resolve("cut.tar"), Arrays.copyOf(tar, 3000)))
                .contains("cut.tar");
        byte[] npz = Files.readAllBytes(Pictures.npz(temp.resolve("whole.npz"), 0, 6));
        refusedAsGenerated(Files.write(temp.resolve("cut.npz"), Arrays.copyOf(npz, npz.length / 2)))
                .contains("cut.npz");
    }

    // Arrays.

    @Test
    void arraysOfAWrongTypeOrShape() throws IOException {
        Path npz = temp.resolve("wrong.npz");
        NpyWriter.writeNpz(npz, Map.of("arr_0", NpyArray.of(new long[48], 1, 4, 4, 3)));
        refusedAsGenerated(npz).contains("wrong.npz").contains("int64");
        NpyWriter.writeNpz(npz, Map.of("arr_0", NpyArray.of(new byte[64], 1, 4, 4, 4)));
        refusedAsGenerated(npz).contains("[1, 4, 4, 4]");
        NpyWriter.writeNpz(npz, Map.of("arr_0", NpyArray.of(new byte[48], 48)));
        refusedAsGenerated(npz).contains("[48]");
        NpyWriter.writeNpz(npz, Map.of("mu", NpyArray.of(new double[4], 4)));
        refusedAsGenerated(npz).contains("sigma");
        NpyWriter.writeNpz(npz, Map.of("mu", NpyArray.of(new double[4], 4), "sigma", NpyArray.of(new double[9], 3, 3)));
        refusedAsGenerated(npz).contains("wrong.npz");
    }

    @Test
    void arraysOfPicturesInFortranOrder() throws IOException {
        refusedAsGenerated(npy("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 4, 4, 3), }\n", 96))
                .contains("Fortran");
    }

    /** Matrices are transposed, so that the numbers are right. */
    @Test
    void matricesInFortranOrderGiveTheSame() throws IOException {
        int rows = 30;
        int columns = 5;
        float[] values = new float[rows * columns];
        byte[] turned = new byte[4 * values.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                values[i * columns + j] = (float) Math.sin(1.7 * i + j * j);
                ByteBuffer.wrap(turned)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putFloat(4 * (j * rows + i), values[i * columns + j]);
            }
        }
        Path plain = temp.resolve("plain.npy");
        NpyWriter.write(plain, values, rows, columns);
        Path fortran = npy("{'descr': '<f4', 'fortran_order': True, 'shape': (30, 5), }\n", turned.length);
        byte[] file = Files.readAllBytes(fortran);
        System.arraycopy(turned, 0, file, file.length - turned.length, turned.length);
        Files.write(fortran, file);
        Path other = Parity.features(temp.resolve("other.npy"), Parity.REFERENCE, 40, columns);
        assertThat(Assay.evaluate(fortran, other).withoutTimings())
                .isEqualTo(Assay.evaluate(plain, other).withoutTimings());
    }

    @Test
    void arraysShorterOrLargerThanTheirHeaderSays() throws IOException {
        refusedAsGenerated(npy("{'descr': '|u1', 'fortran_order': False, 'shape': (200, 4, 4, 3), }\n", 96))
                .contains("made.npy");
        refusedAsFeatures(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999, 16), }\n", 640))
                .contains("made.npy");
        refusedAsFeatures(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (-1, 16), }\n", 640))
                .contains("made.npy");
        refusedAsFeatures(npy("{'descr': '|O', 'fortran_order': False, 'shape': (10, 16), }\n", 640))
                .contains("made.npy");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void featuresThatAreNotFinite(float value) {
        float[] values = new float[100 * 16];
        values[7 * 16 + 3] = value;
        Path file = temp.resolve("values.npy");
        NpyWriter.write(file, values, 100, 16);
        for (String metric : new String[] {"fid", "kid", "precision"}) {
            refused("evaluate", "--generated", file, "--reference", features, "--metrics", metric)
                    .contains("row 7, column 3");
            refused("evaluate", "--generated", features, "--reference", file, "--metrics", metric)
                    .contains("row 7, column 3");
        }
    }

    @Test
    void statisticsThatAreNotFinite() {
        Path file = temp.resolve("statistics.npz");
        double[] sigma = new double[16 * 16];
        sigma[5] = Double.NaN;
        NpyWriter.writeNpz(file, Map.of("mu", NpyArray.of(new double[16], 16), "sigma", NpyArray.of(sigma, 16, 16)));
        refusedAsFeatures(file).contains("NaN");
    }

    @Test
    void featuresOfDifferentWidths() {
        Path wide = Parity.features(temp.resolve("wide.npy"), Parity.GENERATED, 100, 17);
        for (String metric : new String[] {"fid", "kid", "precision"}) {
            refused("evaluate", "--generated", wide, "--reference", features, "--metrics", metric)
                    .contains("17")
                    .contains("16");
        }
        refused("evaluate", "--generated", wide, "--reference", features).contains("17");
    }

    @Test
    void noRows() throws IOException {
        refusedAsFeatures(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 16), }\n", 0))
                .contains("made.npy");
        refusedAsGenerated(npy("{'descr': '|u1', 'fortran_order': False, 'shape': (0, 4, 4, 3), }\n", 0))
                .contains("made.npy");
    }

    @Test
    void picturesAgainstFeatures() {
        refusedAsGenerated(features).contains("features").contains("--extractor");
        refused("evaluate", "--generated", reference, "--reference", features).contains("--extractor");
    }

    /** Statistics alone serve the Fréchet distance only, on either side. */
    @Test
    void statisticsWhereSingleImagesAreNeeded() {
        Path statistics = temp.resolve("statistics.npz");
        double[] sigma = new double[16 * 16];
        for (int i = 0; i < 16; i++) {
            sigma[17 * i] = 1;
        }
        NpyWriter.writeNpz(
                statistics, Map.of("mu", NpyArray.of(new double[16], 16), "sigma", NpyArray.of(sigma, 16, 16)));
        double there = Assay.evaluate(features, statistics, "--metrics", "fid").score("fd[features]");
        assertThat(Assay.evaluate(statistics, features, "--metrics", "fid").score("fd[features]"))
                .isCloseTo(there, within(1e-12 * there))
                .isPositive();
        refused("evaluate", "-g", features, "-r", statistics, "--metrics", "kid")
                .contains("the reference set holds no 'features' of single images");
        refused("evaluate", "-g", statistics, "-r", features, "--metrics", "recall")
                .contains("the generated set holds no 'features' of single images");
        refused("evaluate", "-g", statistics, "-r", reference).contains("768").contains("16");
    }

    // Words.

    @ParameterizedTest
    @CsvSource({
        "--preset, exakt, 'did you mean exact'",
        "--preset, cleanfid, 'did you mean clean-fid'",
        "--metrics, fidd, 'fid'",
        "--metrics, 'fid,presision', 'did you mean precision'",
        "--extractor, pixels-61, 'did you mean pixels-16'",
        "--extractor, absent.yaml, 'absent.yaml'",
        "--set, kid.subset_sise=5, 'did you mean subset_size'",
        "--set, kidd.subset_size=5, 'did you mean kid'",
        "--set, kid.subset_size=many, subset_size",
        "--set, kid.subset_size=0, subset_size",
        "--set, precision.k=0, k",
        "--set, precision.k=1.5, k",
        "--set, precision.compare=lessthan, compare",
        "--set, kid, '--set'",
        "--set, kid=3, 'METRIC.PARAMETER=VALUE'",
        "--threads, 0, '--threads'",
        "--threads, -3, '--threads'",
        "--threads, two, '--threads'",
        "--batch, 0, '--batch'",
        "--batch, 99999999, '--batch'",
        "--skip-bad, -1, '--skip-bad'",
        "--device, tpu, '--device'",
        "--background, white, '--background'",
        "--orientation, left, '--orientation'",
        "--weights, absent.pth, 'absent.pth'",
        "--presets, exact, '--preset'",
    })
    void wrongWordsAfterOptions(String option, String value, String answer) {
        refusedAsGenerated(reference, option, value).contains(answer);
    }

    @Test
    void wrongCommandsAndMissingOptions() {
        refused("evaluat").contains("evaluat").contains("evaluate");
        refused("evaluate").contains("--generated").contains("--reference").contains("--help");
        refused("evaluate", "--generated", reference).contains("--reference").contains("--help");
        refused("evaluate", "--generated").contains("--generated");
        refusedAsGenerated(reference, "surplus").contains("surplus");
        refused("run", "metric-sanitty").contains("did you mean metric-sanity");
        refused("data").contains("list").contains("verify");
        refused("data", "verify", "emoji-23").contains("did you mean emoji-32");
        refused("weights").contains("import");
        refused("weights", "verify", temp.resolve("absent.pth")).contains("absent.pth");
        refused("bench", "moment").contains("did you mean moments");
        refused("bench", "trace", "--threads", 0).contains("--threads");
        refused("report", temp).contains(temp.toString()).contains("assay run");
    }

    // Weights.

    @Test
    void weightsWithOtherBytesThanPublished() throws IOException {
        Path file = Files.write(temp.resolve("pt_inception-2015-12-05-6726825d.pth"), new byte[4096]);
        refusedAsGenerated(reference, "--weights", file).contains("6726825d").contains("SHA-256");
        refused("weights", "verify", file).contains("6726825d");
        refused("weights", "import", file).contains("6726825d");
    }

    @Test
    void weightsThatAreNone() throws IOException {
        Path file = Files.writeString(temp.resolve("mine.pth"), "these are no weights");
        refusedAsGenerated(reference, "--weights", file).contains("mine.pth");
        refusedAsGenerated(reference, "--weights", temp).contains(temp.toString());
    }

    @Test
    void weightsThatAreNotThere() {
        refusedAsGenerated(reference, "--extractor", "inception-2015-12-05")
                .contains("pt_inception-2015-12-05-6726825d.pth");
    }

    @Test
    void extractorWhoseNetworkWasChanged() throws IOException {
        Path descriptor = ConvExtractor.write(temp);
        Path onnx = temp.resolve("small.onnx");
        byte[] bytes = Files.readAllBytes(onnx);
        bytes[bytes.length / 2] ^= 1;
        Files.write(onnx, bytes);
        refusedAsGenerated(reference, "--extractor", descriptor).contains("SHA-256");
        Files.writeString(descriptor, "extractor: small\nonnx: [");
        refusedAsGenerated(reference, "--extractor", descriptor).contains("small.yaml");
        Files.writeString(descriptor, "extractor: small\nmeen: [0, 0, 0]\n");
        refusedAsGenerated(reference, "--extractor", descriptor).contains("small.yaml");
    }

    // Results.

    @Test
    void folderInPlaceOfAResultFile() {
        refusedAsGenerated(reference, "--out", temp).startsWith(temp.toString()).contains("is a folder");
    }

    @Test
    void resultBelowAFile() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "");
        refusedAsGenerated(reference, "--out", file.resolve("result.json")).contains("file");
        refused("run", "--out", file.resolve("results")).contains("file");
    }

    @Test
    void unwritableFolder() throws IOException {
        Path locked = Files.createDirectory(temp.resolve("locked"));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
        assumeThat(Files.isWritable(locked)).isFalse();
        refusedAsGenerated(reference, "--out", locked.resolve("result.json")).contains("permission");
        refused("run", "--out", locked).contains("permission");
    }

    /** A result must not take the place of what it measures. */
    @Test
    void resultOverAnInput() throws IOException {
        byte[] before = Files.readAllBytes(reference);
        refusedAsGenerated(pictures, "--out", reference).contains("reference.zip");
        assertThat(Files.readAllBytes(reference)).isEqualTo(before);
    }
}
