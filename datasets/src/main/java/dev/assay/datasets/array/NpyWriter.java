package dev.assay.datasets.array;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes arrays as NumPy does: little-endian, row-major, format version 1; archives uncompressed with members sorted by
 * name. Equal arrays give equal bytes. A file appears under its name only when it is whole.
 */
public final class NpyWriter {
    /** The earliest time a zip file can hold, as NumPy uses; the same in every time zone. */
    private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

    private static final int CHUNK = 1 << 16;

    private NpyWriter() {}

    /** Writes float32 values, row-major. */
    public static void write(Path file, float[] values, long... shape) {
        write(file, NpyArray.of(values, shape));
    }

    /** Writes float64 values, row-major. */
    public static void write(Path file, double[] values, long... shape) {
        write(file, NpyArray.of(values, shape));
    }

    public static void write(Path file, NpyArray array) {
        NewFile.write(file, out -> write(array, out));
    }

    /** Writes an archive; the keys are the names of the arrays. */
    public static void writeNpz(Path file, Map<String, NpyArray> arrays) {
        NewFile.write(file, out -> {
            ZipOutputStream zip = new ZipOutputStream(out);
            for (Map.Entry<String, NpyArray> array : new TreeMap<>(arrays).entrySet()) {
                put(zip, array.getKey(), array.getValue());
            }
            zip.finish();
        });
    }

    static void put(ZipOutputStream zip, String name, NpyArray array) throws IOException {
        Measure measure = new Measure();
        write(array, measure);
        zip.putNextEntry(stored(name, measure.count, measure.crc.getValue()));
        write(array, zip);
        zip.closeEntry();
    }

    /** An uncompressed member whose size and checksum are known beforehand. */
    static ZipEntry stored(String name, long size, long crc) {
        ZipEntry entry = new ZipEntry(name + ".npy");
        entry.setMethod(ZipEntry.STORED);
        entry.setTimeLocal(EPOCH);
        entry.setSize(size);
        entry.setCrc(crc);
        return entry;
    }

    private static void write(NpyArray array, OutputStream out) throws IOException {
        out.write(header(array.type(), array.shape(), 0));
        byte[] chunk = new byte[CHUNK];
        int size = array.type().size();
        for (int from = 0; from < array.length(); ) {
            int n = Math.min(array.length() - from, CHUNK / size);
            array.put(ByteBuffer.wrap(chunk), from, n);
            out.write(chunk, 0, n * size);
            from += n;
        }
    }

    /** Magic, version, length and dictionary, padded to a multiple of 64 bytes and at least {@code atLeast}. */
    static byte[] header(ElementType type, long[] shape, int atLeast) {
        StringBuilder axes = new StringBuilder();
        for (long length : shape) {
            axes.append(axes.isEmpty() ? "" : " ").append(length).append(',');
        }
        if (shape.length > 1) {
            axes.setLength(axes.length() - 1);
        }
        String order = type.size() == 1 ? "|" : "<";
        String text = "{'descr': '%s%s', 'fortran_order': False, 'shape': (%s), }".formatted(order, type.code(), axes);
        int total = Math.max(atLeast, (10 + text.length() + 1 + 63) / 64 * 64);
        byte[] bytes = new byte[total];
        byte[] magic = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) (total - 10), (byte) ((total - 10) >> 8)};
        System.arraycopy(magic, 0, bytes, 0, 10);
        byte[] dictionary = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(dictionary, 0, bytes, 10, dictionary.length);
        for (int i = 10 + dictionary.length; i < total - 1; i++) {
            bytes[i] = ' ';
        }
        bytes[total - 1] = '\n';
        return bytes;
    }

    /** Counts and checks bytes and keeps none. */
    static final class Measure extends OutputStream {
        final CRC32 crc = new CRC32();
        long count;

        @Override
        public void write(byte[] bytes, int offset, int length) {
            crc.update(bytes, offset, length);
            count += length;
        }

        @Override
        public void write(int b) {
            crc.update(b);
            count++;
        }
    }
}
