package dev.assay.reference.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.graph.DataType;
import dev.assay.graph.Init;
import dev.assay.graph.Parameter;
import dev.assay.graph.Shape;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumpyZipTest {
    @TempDir
    private Path folder;

    private Path write(Map<String, byte[]> entries) throws IOException {
        Path file = folder.resolve("w.npz");
        TestFiles.plainZip(file, entries, ZipEntry.DEFLATED);
        return file;
    }

    private Path write(byte[] array) throws IOException {
        return write(Map.of("w.npy", array));
    }

    private static byte[] array(int version, String header, byte[] data) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        int width = version == 1 ? 2 : 4;
        ByteBuffer out =
                ByteBuffer.allocate(8 + width + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        if (width == 2) {
            out.putShort((short) text.length);
        } else {
            out.putInt(text.length);
        }
        return out.put(text).put(data).array();
    }

    private static byte[] floats(float... values) {
        ByteBuffer out = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        out.asFloatBuffer().put(values);
        return out.array();
    }

    /** Made by NumPy 2.4.6 with savez from arange and literals; it writes zip64 sizes in every local header. */
    @Test
    void aFileOfNumpyIsReadInEveryTypeAndOrder() throws IOException {
        Path file = folder.resolve("numpy.npz");
        try (InputStream in = NumpyZipTest.class.getResourceAsStream("/golden/numpy-2.4.npz")) {
            Files.copy(in, file);
        }
        try (Checkpoint c = Checkpoint.open(file)) {
            assertThat(c.tensors().keySet())
                    .containsExactly("half", "single", "double", "number", "fortran", "big", "steps", "empty");
            assertThat(c.floats("half")).containsExactly(1.5f, -2, 65504, 0x1p-24f);
            assertThat(c.tensors().get("single")).isEqualTo(new StoredTensor(DataType.FLOAT32, List.of(2L, 3L)));
            assertThat(c.floats("single")).containsExactly(0, 1, 2, 3, 4, 5);
            assertThat(c.floats("double")).containsExactly(0.1f, -1e30f);
            assertThat(c.tensors().get("number").sizes()).isEmpty();
            assertThat(c.floats("number")).containsExactly(7);
            float[] counted = new float[24];
            for (int i = 0; i < 24; i++) {
                counted[i] = i;
            }
            assertThat(c.tensors().get("fortran").sizes()).containsExactly(2L, 3L, 4L);
            assertThat(c.floats("fortran")).containsExactly(counted);
            assertThat(c.floats("big")).containsExactly(1, 2.5f);
            assertThat(c.tensors().get("steps").type()).isEqualTo(DataType.INT64);
            assertThat(c.floats("steps")).containsExactly(3);
            assertThat(c.floats("empty")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everyVersionOfTheHeaderIsRead(int version) throws IOException {
        byte[] array =
                array(version, "{\"shape\": (2L,), \"descr\": \"<f4\" ,\n \"fortran_order\": False}  \n", floats(3, 4));
        try (Checkpoint c = Checkpoint.open(write(array))) {
            assertThat(c.floats("w")).containsExactly(3, 4);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,2), }",
                "{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }",
                "{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (2,), }",
                "{'descr': '<f4', 'fortran_order': 0, 'shape': (2,), }",
                "{'descr': '<f4', 'shape': (2,), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'more': 'x'}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} ; __import__('os')",
                "",
            })
    void headersThatDoNotFitTheDataAreRefused(String header) throws IOException {
        Path file = write(array(1, header, floats(1, 2)));
        assertThatThrownBy(() -> Checkpoint.open(file))
                .isInstanceOf(AssayException.class)
                .hasMessageStartingWith("w.npz: ");
    }

    @Test
    void aHeaderLongerThanAnyIsNotAllocated() throws IOException {
        ByteBuffer start = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        start.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0}).putInt(-1);
        Path file = write(start.array());
        assertThatThrownBy(() -> Checkpoint.open(file)).hasMessageContaining("a header of 4294967295 bytes");
    }

    @Test
    void textAndPickledObjectsAreReadPast() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("config.npy", array(1, "{'descr': '<U5', 'fortran_order': False, 'shape': (), }", new byte[20]));
        entries.put("args.npy", array(1, "{'descr': '|O', 'fortran_order': False, 'shape': (), }", new byte[] {'c'}));
        entries.put("readme.txt", new byte[3]);
        Path none = write(entries);
        assertThatThrownBy(() -> Checkpoint.open(none)).hasMessageContaining("no arrays of numbers");
        entries.put("w.npy", array(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", floats(5)));
        try (Checkpoint c = Checkpoint.open(write(entries))) {
            assertThat(c.tensors().keySet()).containsExactly("w");
        }
    }

    @Test
    void aChangedNumberIsFoundByItsChecksum() throws IOException {
        Path file = folder.resolve("w.npz");
        byte[] array = array(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", floats(1, 2));
        TestFiles.plainZip(file, Map.of("w.npy", array), ZipEntry.STORED);
        byte[] bytes = Files.readAllBytes(file);
        int at = 30 + "w.npy".length() + array.length - 1;
        bytes[at] ^= 1;
        Files.write(file, bytes);
        try (Checkpoint c = Checkpoint.open(file)) {
            assertThatThrownBy(() -> c.floats("w"))
                    .isInstanceOf(AssayException.class)
                    .hasMessageContaining("'w.npy' has the CRC-32");
        }
    }

    @Test
    void zipsOfNeitherKindAreNoCheckpoints() throws IOException {
        Path file = write(Map.of("readme.txt", new byte[3]));
        assertThatThrownBy(() -> Checkpoint.open(file))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("0 data.pkl and no arrays");
    }

    @Test
    void wholeNumbersAreNoWeights() throws IOException {
        Path file = write(array(1, "{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }", floats(1, 2)));
        List<Parameter> parameters = List.of(new Parameter("w", Shape.of(2), Parameter.Role.TRAINED, Init.NONE));
        try (Checkpoint c = Checkpoint.open(file)) {
            assertThatThrownBy(() -> MatchedWeights.match(c, parameters))
                    .hasMessageContaining("1 not in floating point (w is INT32)");
        }
    }
}
