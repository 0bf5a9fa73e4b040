package dev.assay.reference.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.graph.DataType;
import dev.assay.graph.Init;
import dev.assay.graph.Parameter;
import dev.assay.graph.Shape;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsWriterTest {
    @TempDir
    private Path folder;

    private static final List<Parameter> PARAMETERS = List.of(
            new Parameter("block.\"quoted\".weight", Shape.of(3, 5), Parameter.Role.TRAINED, Init.NONE),
            new Parameter("a.bias", Shape.of(7), Parameter.Role.BUFFER, Init.NONE),
            new Parameter("steps", Shape.SCALAR, Parameter.Role.TRAINED, Init.NONE));

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void whatIsWrittenReadsBack() throws IOException {
        Path file = folder.resolve("new/w.safetensors");
        SafetensorsWriter.write(
                file, PARAMETERS, new HashFill(), Map.of("of", "a test\nä", "by", "us"), DataType.FLOAT32);
        try (Checkpoint c = Checkpoint.open(file)) {
            assertThat(c.tensors().keySet()).containsExactly("block.\"quoted\".weight", "a.bias", "steps");
            assertThat(c.tensors().get("steps").sizes()).isEmpty();
            assertThat(c.metadata()).containsOnly(Map.entry("of", "a test\nä"), Map.entry("by", "us"));
            for (Parameter p : PARAMETERS) {
                assertThat(c.floats(p.name())).containsExactly(new HashFill().tensor(p.name(), p.shape()));
            }
        }
    }

    @Test
    void halvesAreTheNearest() throws IOException {
        Path file = folder.resolve("half.safetensors");
        float[] values = {1 + 0x1p-11f, 0.1f, -65504, Float.NEGATIVE_INFINITY, 0x1p-24f};
        List<Parameter> one = List.of(new Parameter("w", Shape.of(5), Parameter.Role.TRAINED, Init.NONE));
        SafetensorsWriter.write(file, one, (name, shape) -> values, Map.of(), DataType.FLOAT16);
        try (Checkpoint c = Checkpoint.open(file)) {
            assertThat(c.tensors().get("w").type()).isEqualTo(DataType.FLOAT16);
            assertThat(c.floats("w")).containsExactly(1, 0x1.998p-4f, -65504, Float.NEGATIVE_INFINITY, 0x1p-24f);
            assertThat(c.metadata()).isEmpty();
        }
        assertThatThrownBy(() -> SafetensorsWriter.write(
                        file,
                        List.of(new Parameter("w", Shape.of(1), Parameter.Role.TRAINED, Init.NONE)),
                        (name, shape) -> new float[] {-70000},
                        Map.of(),
                        DataType.FLOAT16))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("tensor 'w' has the value -70000.0; float16 holds at most 65504");
    }

    @Test
    void numbersBeginAtAMultipleOf64AndEqualContentGivesEqualBytes() throws IOException {
        List<byte[]> written = new ArrayList<>();
        for (Map<String, String> metadata :
                List.of(Map.of("a", "1", "b", "2", "c", "3"), Map.of("c", "3", "b", "2", "a", "1"))) {
            Path file = folder.resolve("w.safetensors");
            SafetensorsWriter.write(file, PARAMETERS, new HashFill(), metadata, DataType.FLOAT32);
            written.add(Files.readAllBytes(file));
        }
        assertThat(written.get(0)).isEqualTo(written.get(1));
        ByteBuffer bytes = ByteBuffer.wrap(written.get(0)).order(ByteOrder.LITTLE_ENDIAN);
        long header = bytes.getLong();
        assertThat((8 + header) % 64).isZero();
        assertThat(bytes.capacity()).isEqualTo((int) (8 + header + 4 * (15 + 7 + 1)));
        String json = new String(written.get(0), 8, (int) header, StandardCharsets.UTF_8);
        assertThat(json).startsWith("{\"__metadata__\":{\"a\":\"1\",\"b\":\"2\",\"c\":\"3\"},\"block.");
        assertThat(json.strip()).endsWith("\"steps\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[88,92]}}");
    }

    @Test
    void tensorsLongerThanTheBufferAreWrittenInPieces() throws IOException {
        Path file = folder.resolve("w.safetensors");
        List<Parameter> large = List.of(new Parameter("w", Shape.of(300_007), Parameter.Role.TRAINED, Init.NONE));
        for (DataType type : List.of(DataType.FLOAT32, DataType.FLOAT16)) {
            SafetensorsWriter.write(file, large, new HashFill(), Map.of(), type);
            float[] expected = new HashFill().tensor("w", Shape.of(300_007));
            for (int i = 0; type == DataType.FLOAT16 && i < expected.length; i++) {
                expected[i] = Half.value(Half.nearest(expected[i]));
            }
            try (Checkpoint c = Checkpoint.open(file)) {
                assertThat(c.floats("w")).isEqualTo(expected);
            }
        }
    }

    @Test
    void aCheckpointIsCopied() throws IOException {
        MemoryCheckpoint source = new MemoryCheckpoint("m")
                .add("w", new float[] {1, 2, 3, 4}, 2, 2)
                .add("none", new float[0], 0, 3);
        Path file = folder.resolve("copy.safetensors");
        SafetensorsWriter.copy(file, source, Map.of(), DataType.FLOAT32);
        try (Checkpoint c = Checkpoint.open(file)) {
            assertThat(c.tensors()).isEqualTo(source.tensors());
            assertThat(c.floats("w")).containsExactly(1, 2, 3, 4);
            assertThat(c.floats("none")).isEmpty();
        }
    }

    @Test
    void aFailureLeavesNoHalfFileAndTheOldOneAsItWas() throws IOException {
        Path file = folder.resolve("w.safetensors");
        SafetensorsWriter.write(file, PARAMETERS, new HashFill(), Map.of(), DataType.FLOAT32);
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> SafetensorsWriter.write(
                        file,
                        PARAMETERS,
                        (name, shape) -> {
                            if (name.equals("steps")) {
                                throw new AssayException("source.pt", "is cut off", "it must be whole", "fetch it");
                            }
                            return new HashFill().tensor(name, shape);
                        },
                        Map.of(),
                        DataType.FLOAT32))
                .hasMessageContaining("source.pt: is cut off");
        assertThatThrownBy(() -> SafetensorsWriter.write(
                        file, PARAMETERS, (name, shape) -> new float[1], Map.of(), DataType.FLOAT32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs 15 values for [3,5], got 1");
        assertThat(files()).containsExactly("w.safetensors");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    /** Takes pieces of at most {@code room} bytes and fails at a longer one as a full disk does. */
    private record Disk(WritableByteChannel channel, int room) implements WritableByteChannel {
        @Override
        public int write(ByteBuffer bytes) throws IOException {
            if (bytes.remaining() > room) {
                channel.write(bytes.slice(bytes.position(), room));
                throw new IOException("No space left on device");
            }
            return channel.write(bytes);
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 300})
    void aFullDiskIsOneClearErrorAndLeavesNothing(int room) throws IOException {
        Path file = folder.resolve("w.safetensors");
        List<Parameter> one = List.of(new Parameter("w", Shape.of(1000), Parameter.Role.TRAINED, Init.NONE));
        SafetensorsWriter writer = SafetensorsWriter.of(one, new HashFill(), Map.of(), DataType.FLOAT32);
        assertThatThrownBy(() -> NewFile.write(file, out -> writer.writeTo(new Disk(out, room), "w")))
                .isInstanceOf(AssayException.class)
                .hasMessage(file + ": cannot be written (No space left on device); the folder must be writable and have"
                        + " room; choose another folder or make room");
        assertThat(files()).isEmpty();
        NewFile.write(file, out -> writer.writeTo(new Disk(out, 5000), "w"));
        assertThat(files()).containsExactly("w.safetensors");
    }

    @Test
    void aPlaceThatCannotBeWrittenIsOneClearError() throws IOException {
        Files.writeString(folder.resolve("file"), "x");
        Path inside = folder.resolve("file/w.safetensors");
        assertThatThrownBy(
                        () -> SafetensorsWriter.write(inside, PARAMETERS, new HashFill(), Map.of(), DataType.FLOAT32))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("is a file, not a folder");
        Path taken = Files.createDirectories(folder.resolve("taken/inner")).getParent();
        assertThatThrownBy(() -> SafetensorsWriter.write(taken, PARAMETERS, new HashFill(), Map.of(), DataType.FLOAT32))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("cannot be written");
        assertThat(files()).containsExactly("file", "taken");
    }
}
