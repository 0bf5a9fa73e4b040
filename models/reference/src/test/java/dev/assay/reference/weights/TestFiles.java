package dev.assay.reference.weights;

import dev.assay.reference.weights.PickleWriter.TestTensor;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes checkpoints as other programs do, so that the readers have something to read. */
public final class TestFiles {
    private TestFiles() {}

    /** Tensors of float32 by name. */
    public static final class Tensors {
        private final Map<String, TestTensor> all = new LinkedHashMap<>();

        public Tensors add(String name, float[] values, Long... sizes) {
            all.put(name, TestTensor.floats(values, sizes));
            return this;
        }
    }

    public static void torchZip(Path file, Tensors tensors) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("data.pkl", new PickleWriter().stateDict(tensors.all).end());
        entries.put("byteorder", "little".getBytes(StandardCharsets.US_ASCII));
        int key = 0;
        for (TestTensor t : tensors.all.values()) {
            entries.put("data/" + key++, t.bytes());
        }
        zip(file, entries, ZipEntry.STORED);
    }

    static void zip(Path file, Map<String, byte[]> entries, int method) throws IOException {
        Map<String, byte[]> inFolder = new LinkedHashMap<>();
        entries.forEach((name, bytes) -> inFolder.put("archive/" + name, bytes));
        plainZip(file, inFolder, method);
    }

    /** An archive of NumPy. */
    public static void npz(Path file, Tensors tensors) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        tensors.all.forEach((name, tensor) -> {
            String shape = tensor.sizes().stream().map(size -> size + ",").collect(Collectors.joining(" "));
            String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (%s), }\n".formatted(shape);
            byte[] magic = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0};
            entries.put(name + ".npy", bytes(List.of(magic, utf8(header), tensor.bytes())));
        });
        plainZip(file, entries, ZipEntry.STORED);
    }

    static void plainZip(Path file, Map<String, byte[]> entries, int method) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            for (Map.Entry<String, byte[]> e : entries.entrySet()) {
                ZipEntry entry = new ZipEntry(e.getKey());
                CRC32 crc = new CRC32();
                crc.update(e.getValue());
                entry.setMethod(method);
                entry.setSize(e.getValue().length);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(e.getValue());
                zip.closeEntry();
            }
        }
    }

    public static void torchLegacy(Path file, Tensors tensors) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(legacyHeader());
            out.write(new PickleWriter().stateDict(tensors.all).end());
            PickleWriter keys = new PickleWriter().code(']').code('(');
            for (int key = 0; key < tensors.all.size(); key++) {
                keys.text(Integer.toString(key));
            }
            out.write(keys.code('e').end());
            for (TestTensor t : tensors.all.values()) {
                out.write(longs(t.count()));
                out.write(t.bytes());
            }
        }
    }

    static byte[] legacyHeader() {
        PickleWriter magic = new PickleWriter().code(0x8a).code(10);
        magic.little(8, 0xa86a20f9469cfc6cL).little(2, 0x1950);
        byte[] version = new PickleWriter().code('M').little(2, 1001).end();
        byte[] machine = new PickleWriter()
                .code('}')
                .text("little_endian")
                .code(0x88)
                .code('s')
                .end();
        byte[] first = magic.end();
        return ByteBuffer.allocate(first.length + version.length + machine.length)
                .put(first)
                .put(version)
                .put(machine)
                .array();
    }

    static byte[] longs(long value) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }

    public static void safetensors(Path file, Tensors tensors) throws IOException {
        StringBuilder header = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
        long at = 0;
        for (Map.Entry<String, TestTensor> e : tensors.all.entrySet()) {
            TestTensor t = e.getValue();
            header.append(",\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                    .formatted(e.getKey(), t.sizes(), at, at + t.bytes().length));
            at += t.bytes().length;
        }
        byte[] json = header.append("}   ").toString().getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(longs(json.length));
            out.write(json);
            for (TestTensor t : tensors.all.values()) {
                out.write(t.bytes());
            }
        }
    }

    /** A frozen graph of constants and, for each name in {@code scaled}, a normalisation node that uses its gamma. */
    public static void frozenGraph(Path file, Tensors tensors, List<String> scaled) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, TestTensor> e : tensors.all.entrySet()) {
                TestTensor t = e.getValue();
                byte[] shape = bytes(t.sizes().stream()
                        .map(size -> field(2, bytes(List.of(varint(1 << 3), varint(size)))))
                        .collect(Collectors.toList()));
                byte[] tensor = bytes(List.of(varint(1 << 3), varint(1), field(2, shape), field(4, t.bytes())));
                byte[] entry = bytes(List.of(field(1, utf8("value")), field(2, field(8, tensor))));
                out.write(
                        field(1, bytes(List.of(field(1, utf8(e.getKey())), field(2, utf8("Const")), field(5, entry)))));
            }
            for (String node : scaled) {
                byte[] entry = bytes(List.of(
                        field(1, utf8("scale_after_normalization")),
                        field(2, bytes(List.of(varint(5 << 3), varint(1))))));
                out.write(field(
                        1,
                        bytes(List.of(
                                field(1, utf8(node)),
                                field(2, utf8("BatchNormWithGlobalNormalization")),
                                field(5, entry)))));
            }
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A length-delimited protobuf field. */
    static byte[] field(int number, byte[] content) {
        return bytes(List.of(varint(number << 3 | 2), varint(content.length), content));
    }

    static byte[] varint(long value) {
        ByteBuffer out = ByteBuffer.allocate(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
        return java.util.Arrays.copyOf(out.array(), out.position());
    }

    static byte[] bytes(List<byte[]> parts) {
        ByteBuffer all =
                ByteBuffer.allocate(parts.stream().mapToInt(p -> p.length).sum());
        parts.forEach(all::put);
        return all.array();
    }
}
