package dev.assay.datasets.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.spec.AssayException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Golden files are NumPy's own; see golden/npy/README.md. */
class NpyTest {
    private static final float[] MATRIX = {-2, -0.5f, 1, 2.5f, 4, 5.5f};

    @TempDir
    Path folder;

    private static Path golden(String name) {
        try {
            return Path.of(NpyTest.class.getResource("/golden/npy/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static float[] floats(Path file) {
        try (NpyReader reader = NpyReader.open(file)) {
            float[] values = new float[(int) reader.header().count()];
            assertThat(reader.readFloats(values, 0, values.length)).isEqualTo(values.length);
            assertThat(reader.readFloats(values, 0, values.length)).isZero();
            return values;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"f4.npy", "f8-big.npy", "version-1.npy", "version-2.npy", "version-3.npy"})
    void everyVersionAndByteOrderGivesNumPysValues(String name) {
        assertThat(floats(golden(name))).isEqualTo(MATRIX);
    }

    @Test
    void headersSayTypeOrderAndShape() {
        try (NpyReader reader = NpyReader.open(golden("f8-fortran.npy"))) {
            assertThat(reader.header().describe()).isEqualTo("float64 [2, 3] in Fortran order");
            assertThat(reader.header().fortran()).isTrue();
            float[] values = new float[6];
            reader.readFloats(values, 0, 6);
            assertThat(values).containsExactly(-2, 2.5f, -0.5f, 4, 1, 5.5f); // column by column
        }
        try (NpyReader reader = NpyReader.open(golden("f8-big.npy"))) {
            assertThat(reader.header().bigEndian()).isTrue();
            assertThat(reader.header().shape()).containsExactly(2, 3);
        }
    }

    @Test
    void everyElementTypeIsRead() {
        assertThat(floats(golden("f2.npy")))
                .containsExactly(0, 1, -2, 65504, 6.097555E-5f, 5.9604645E-8f, Float.POSITIVE_INFINITY);
        assertThat(floats(golden("u2.npy"))).containsExactly(0, 65535);
        assertThat(floats(golden("b1.npy"))).containsExactly(1, 0, 1);
        assertThat(floats(golden("scalar.npy"))).containsExactly(3.25f);
        try (NpyReader reader = NpyReader.open(golden("i8.npy"))) {
            long[] values = new long[3];
            reader.readLongs(values, 0, 3);
            assertThat(values).containsExactly(1, -2, 1L << 40);
        }
        try (NpyReader reader = NpyReader.open(golden("u1.npy"))) {
            byte[] values = new byte[24];
            reader.readBytes(values, 0, 24);
            assertThat(values[23]).isEqualTo((byte) 23);
        }
        try (NpyReader reader = NpyReader.open(golden("f8-big.npy"))) {
            double[] values = new double[6];
            reader.readDoubles(values, 0, 6);
            assertThat(values).containsExactly(-2, -0.5, 1, 2.5, 4, 5.5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"f8-big.npy", "f8-fortran.npy"})
    void wholeArraysAreRowMajorAndLittleEndianWhateverTheFile(String name) {
        try (NpyReader reader = NpyReader.open(golden(name))) {
            NpyArray.Raw whole = reader.readWhole();
            assertThat(whole.type()).isEqualTo(ElementType.FLOAT64);
            assertThat(whole.shape()).containsExactly(2, 3);
            double[] values = new double[6];
            whole.buffer().asDoubleBuffer().get(values);
            assertThat(values).containsExactly(-2, -0.5, 1, 2.5, 4, 5.5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"f2.npy", "b1.npy", "i8.npy", "u1.npy", "scalar.npy"})
    void wholeArraysAreWrittenAsTheyWere(String name) {
        Path file = folder.resolve(name);
        try (NpyReader reader = NpyReader.open(golden(name))) {
            NpyWriter.write(file, reader.readWhole());
        }
        assertThat(file).hasSameBinaryContentAs(golden(name));
    }

    @Test
    void halfPrecisionIsExactForEveryBitPattern() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            int exponent = bits >> 10 & 31;
            int fraction = bits & 1023;
            double magnitude =
                    exponent == 0 ? fraction * 0x1p-24 : (1 + fraction / 1024.0) * Math.pow(2, exponent - 15);
            if (exponent == 31) {
                magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            }
            float expected = (float) ((bits & 0x8000) == 0 ? magnitude : -magnitude);
            assertThat(Float.compare(NpyReader.half((short) bits), expected))
                    .as("%04x", bits)
                    .isZero();
        }
    }

    @Test
    void piecesOfAnySizeGiveTheSameValues() {
        float[] values = new float[50_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i * 0.25f;
        }
        Path file = folder.resolve("a.npy");
        NpyWriter.write(file, values, 500, 100);
        for (int piece : new int[] {1, 7, 16_384, 16_385, 49_999}) {
            float[] read = new float[values.length];
            try (NpyReader reader = NpyReader.open(file)) {
                int done = 0;
                for (int n = 1; n > 0; done += n) {
                    n = reader.readFloats(read, done, Math.min(piece, read.length - done));
                }
            }
            assertThat(read).isEqualTo(values);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"f4.npy", "u1.npy", "i8.npy"})
    void writingGivesNumPysBytes(String name) throws IOException {
        Path file = folder.resolve(name);
        switch (name) {
            case "f4.npy" -> NpyWriter.write(file, MATRIX, 2, 3);
            case "i8.npy" -> NpyWriter.write(file, NpyArray.of(new long[] {1, -2, 1L << 40}, 3));
            default -> {
                byte[] bytes = new byte[24];
                for (int i = 0; i < 24; i++) {
                    bytes[i] = (byte) i;
                }
                NpyWriter.write(file, NpyArray.of(bytes, 1, 2, 4, 3));
            }
        }
        assertThat(file).hasSameBinaryContentAs(golden(name));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    /** NumPy's savez writes zip64 extra fields in every member. */
    @Test
    void numPysArchivesAreReadStoredAndCompressed() {
        assertThat(Npz.names(golden("two.npz"))).containsExactly("features", "mu");
        for (String name : new String[] {"two.npz", "compressed.npz"}) {
            try (NpyReader reader = Npz.open(golden(name), "features")) {
                float[] values = new float[6];
                reader.readFloats(values, 0, 6);
                assertThat(values).isEqualTo(MATRIX);
            }
        }
        assertThat(Npz.headers(golden("compressed.npz")).get("logits").describe())
                .isEqualTo("float32 [2, 2]");
    }

    @Test
    void archivesAreWrittenAlikeEveryTimeAndReadBack() throws IOException {
        Map<String, NpyArray> arrays = Map.of(
                "sigma", NpyArray.of(new double[] {1, 2, 3, 4}, 2, 2), "mu", NpyArray.of(new double[] {5, 6}, 2));
        Path first = folder.resolve("a.npz");
        Path second = folder.resolve("b.npz");
        NpyWriter.writeNpz(first, arrays);
        NpyWriter.writeNpz(second, arrays);
        assertThat(first).hasSameBinaryContentAs(second);
        assertThat(Npz.names(first)).containsExactly("mu", "sigma");
        try (NpyReader reader = Npz.open(first, "sigma")) {
            double[] values = new double[4];
            reader.readDoubles(values, 0, 4);
            assertThat(values).containsExactly(1, 2, 3, 4);
        }
    }

    @Test
    void picturesOfUnknownNumberAreWrittenAsTheyCome() {
        Path file = folder.resolve("samples.npz");
        try (NpzImageWriter writer = NpzImageWriter.create(file, 2, 3)) {
            for (int i = 0; i < 20; i++) {
                byte[] rgb = new byte[18];
                Arrays.fill(rgb, (byte) i);
                writer.add(rgb, i % 4);
            }
            writer.finish();
        }
        assertThat(Npz.headers(file).get("arr_0").describe()).isEqualTo("uint8 [20, 2, 3, 3]");
        assertThat(Npz.headers(file).get("arr_1").describe()).isEqualTo("int64 [20]");
        try (NpyReader reader = Npz.open(file, "arr_0")) {
            byte[] all = new byte[360];
            assertThat(reader.readBytes(all, 0, 360)).isEqualTo(360);
            assertThat(all[359]).isEqualTo((byte) 19);
        }
    }

    @Test
    void anUnfinishedWriterLeavesNothingBehind() throws IOException {
        try (NpzImageWriter writer = NpzImageWriter.create(folder.resolve("samples.npz"), 1, 1)) {
            writer.add(new byte[3]);
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void anUnwritablePlaceIsOneClearError() {
        Path nowhere = folder.resolve("absent").resolve("a.npy");
        assertThatThrownBy(() -> NpyWriter.write(nowhere, MATRIX, 6))
                .isInstanceOf(AssayException.class)
                .hasMessageStartingWith(nowhere + ": cannot be written");
        assertThatThrownBy(() -> NpzImageWriter.create(nowhere, 1, 1)).isInstanceOf(AssayException.class);
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static byte[] npy(String header, int dataBytes) {
        byte[] text = (header + "\n").getBytes(StandardCharsets.ISO_8859_1);
        byte[] file = new byte[10 + text.length + dataBytes];
        byte[] start = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length, (byte) (text.length >> 8)};
        System.arraycopy(start, 0, file, 0, 10);
        System.arraycopy(text, 0, file, 10, text.length);
        return file;
    }

    static Stream<Arguments> badHeaders() {
        return Stream.of(
                Arguments.of("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "pickled Python objects"),
                Arguments.of(
                        "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }",
                        "records of several fields"),
                Arguments.of("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", "'<c8' is not supported"),
                Arguments.of("{'descr': '<U3', 'fortran_order': False, 'shape': (1,), }", "'<U3' is not supported"),
                Arguments.of("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "shape that is not a tuple"),
                Arguments.of("{'descr': '<f4', 'fortran_order': False, 'shape': (2.5,), }", "no ')' at character"),
                Arguments.of("{'descr': '<f4', 'fortran_order': False, 'shape': 3, }", "no '(' at character"),
                Arguments.of("{'descr': '<f4', 'fortran_order': Maybe, 'shape': (3,), }", "neither True nor False"),
                Arguments.of("{'descr': '<f4', 'shape': (3,), }", "lacks descr"),
                Arguments.of("{'descr': '', 'fortran_order': False, 'shape': (3,), }", "empty descr"),
                Arguments.of("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), 'x': 1}", "unknown key 'x'"),
                Arguments.of(
                        "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), } + __import__('os')",
                        "goes on after"),
                Arguments.of("__import__('os').system('x')", "no '{' at character"),
                Arguments.of(
                        "{'descr': '<f8', 'fortran_order': False, 'shape': (999999999999999999, 9), }",
                        "more than 2^63 bytes"),
                Arguments.of(
                        "{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999999999999,), }",
                        "shape that is not"),
                Arguments.of(
                        "{'descr': '<f4', 'fortran_order': False, 'shape': (" + "1,".repeat(40) + "), }",
                        "more than 32 axes"),
                Arguments.of("{'descr': '<f4", "open quote"),
                Arguments.of(
                        "{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000, 1000), }",
                        "4000000000000 bytes, but 4 follow"));
    }

    @ParameterizedTest
    @MethodSource("badHeaders")
    void headersThatAreNotNumPysAreRefusedWithTheReason(String header, String reason) throws IOException {
        Path file = write("bad.npy", npy(header, 4));
        assertThatThrownBy(() -> NpyReader.open(file))
                .isInstanceOf(AssayException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"object.npy", "record.npy", "c8.npy"})
    void numPyFilesOfOtherTypesAreRefused(String name) {
        assertThatThrownBy(() -> NpyReader.open(golden(name))).isInstanceOf(AssayException.class);
    }

    @Test
    void everyTruncationAndAnyExtensionIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(golden("f4.npy"));
        for (int length = 0; length < whole.length; length++) {
            Path file = write("cut.npy", Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> NpyReader.open(file))
                    .as("%d bytes", length)
                    .isInstanceOf(AssayException.class);
        }
        Path longer = write("longer.npy", Arrays.copyOf(whole, whole.length + 1));
        assertThatThrownBy(() -> NpyReader.open(longer)).hasMessageContaining("= 24 bytes, but 25 follow");
        Path absent = folder.resolve("absent.npy");
        assertThatThrownBy(() -> NpyReader.open(absent)).hasMessageContaining("there is no such file");
    }

    @Test
    void anUnknownVersionAndAHugeHeaderAreRefused() throws IOException {
        byte[] file = npy("{}", 0);
        file[6] = 4;
        Path version = write("v.npy", file);
        assertThatThrownBy(() -> NpyReader.open(version)).hasMessageContaining("npy format version 4");
        byte[] huge = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, -1, -1, -1, -1, '{'};
        Path header = write("h.npy", huge);
        assertThatThrownBy(() -> NpyReader.open(header)).hasMessageContaining("claims 4294967295 bytes");
    }

    @Test
    void wrongUseOfAReaderIsAnError() {
        try (NpyReader reader = NpyReader.open(golden("f4.npy"))) {
            assertThatThrownBy(() -> reader.readLongs(new long[1], 0, 1)).hasMessageContaining("integers are needed");
            assertThatThrownBy(() -> reader.readBytes(new byte[1], 0, 1)).hasMessageContaining("uint8 is needed");
            assertThatThrownBy(() -> reader.readFloats(new float[1], 0, 2))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void unknownArraysAreAnsweredWithNearNames() {
        assertThatThrownBy(() -> Npz.open(golden("two.npz"), "feature"))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("did you mean features?");
        assertThatThrownBy(() -> Npz.names(folder.resolve("absent.npz"))).hasMessageContaining("there is no such file");
    }

    @Test
    void aWrongChecksumInAnArchiveIsFoundAtTheLastValue() throws IOException {
        byte[] archive = Files.readAllBytes(golden("two.npz"));
        int at = new String(archive, StandardCharsets.ISO_8859_1).indexOf("shape': (2, 3)") + 80;
        archive[at] ^= 1;
        Path file = write("flipped.npz", archive);
        try (NpyReader reader = Npz.open(file, "features")) {
            assertThatThrownBy(() -> reader.readFloats(new float[6], 0, 6))
                    .isInstanceOf(AssayException.class)
                    .hasMessageContaining("CRC-32");
        }
    }

    @Test
    void aMemberWhoseHeaderAndSizeDisagreeIsRefused() throws IOException {
        Path file = folder.resolve("short.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("arr_0.npy"));
            zip.write(npy("{'descr': '|u1', 'fortran_order': False, 'shape': (10, 4, 4, 3), }", 100));
            zip.closeEntry();
        }
        assertThatThrownBy(() -> Npz.open(file, "arr_0")).hasMessageContaining("= 480 bytes, but 100 follow");
    }

    @Test
    void truncatedArchivesAreRefused() throws IOException {
        byte[] whole = Files.readAllBytes(golden("two.npz"));
        for (int length = 0; length < whole.length; length += 7) {
            Path file = write("cut.npz", Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Npz.names(file)).as("%d bytes", length).isInstanceOf(AssayException.class);
        }
    }
}
