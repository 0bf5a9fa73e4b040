package dev.assay.datasets;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Pictures and files for tests. */
final class Samples {
    private Samples() {}

    /** A picture of many colours that depends on k. */
    static Image image(int k, int height, int width) {
        byte[] rgb = new byte[3 * height * width];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (((i * 2654435761L) >>> 7) + 31L * k + i / 3);
        }
        return new Image(height, width, rgb);
    }

    static byte[] png(Image image) {
        byte[][] rows = new byte[image.height()][];
        int stride = 3 * image.width();
        for (int y = 0; y < rows.length; y++) {
            rows[y] = Arrays.copyOfRange(image.rgb(), y * stride, (y + 1) * stride);
        }
        return png(image.width(), image.height(), 8, 2, 0, List.of(), rows, 0);
    }

    record Chunk(String name, byte[] body) {}

    /** A PNG from packed rows (in pass order), each with the given filter (step: bytes to the left neighbour from depth and type). */
    static byte[] png(
            int width, int height, int depth, int type, int interlace, List<Chunk> before, byte[][] rows, int filter) {
        return png(width, height, depth, type, interlace, before, List.<byte[][]>of(rows), filter);
    }

    /** As above from the rows of each Adam7 pass. */
    static byte[] png(
            int width,
            int height,
            int depth,
            int type,
            int interlace,
            List<Chunk> before,
            List<byte[][]> passes,
            int filter) {
        int channels = new int[] {1, 0, 3, 1, 2, 0, 4}[type];
        int step = Math.max(1, channels * depth / 8);
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        for (byte[][] rows : passes) {
            byte[] previous = new byte[rows.length == 0 ? 0 : rows[0].length];
            for (byte[] row : rows) {
                raw.write(filter);
                for (int i = 0; i < row.length; i++) {
                    int left = i >= step ? row[i - step] & 0xFF : 0;
                    int corner = i >= step ? previous[i - step] & 0xFF : 0;
                    raw.write((row[i] & 0xFF) - predict(filter, left, previous[i] & 0xFF, corner));
                }
                previous = row;
            }
        }
        List<Chunk> chunks = new ArrayList<>();
        chunks.add(new Chunk(
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put((byte) depth)
                        .put((byte) type)
                        .putShort((short) 0)
                        .put((byte) interlace)
                        .array()));
        chunks.addAll(before);
        byte[] packed = deflate(raw.toByteArray());
        int half = packed.length / 2; // two IDAT chunks, as real files have
        chunks.add(new Chunk("IDAT", Arrays.copyOf(packed, half)));
        chunks.add(new Chunk("IDAT", Arrays.copyOfRange(packed, half, packed.length)));
        chunks.add(new Chunk("IEND", new byte[0]));
        return png(chunks);
    }

    private static int predict(int filter, int left, int above, int corner) {
        return switch (filter) {
            case 1 -> left;
            case 2 -> above;
            case 3 -> (left + above) / 2;
            case 4 -> {
                int p = left + above - corner;
                int a = Math.abs(p - left);
                int b = Math.abs(p - above);
                int c = Math.abs(p - corner);
                yield a <= b && a <= c ? left : b <= c ? above : corner;
            }
            default -> 0;
        };
    }

    static byte[] png(List<Chunk> chunks) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        for (Chunk chunk : chunks) {
            byte[] name = chunk.name().getBytes(StandardCharsets.US_ASCII);
            CRC32 crc = new CRC32();
            crc.update(name);
            crc.update(chunk.body());
            out.writeBytes(ByteBuffer.allocate(12 + chunk.body().length)
                    .putInt(chunk.body().length)
                    .put(name)
                    .put(chunk.body())
                    .putInt((int) crc.getValue())
                    .array());
        }
        return out.toByteArray();
    }

    static byte[] deflate(byte[] raw) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed, new Deflater(9))) {
            out.write(raw);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    static Path golden(String name) {
        try {
            return Path.of(Samples.class.getResource("/golden/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(golden(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All pictures of a source in order. */
    static List<Image> decodeAll(ImageSource source) {
        List<Image> images = new ArrayList<>();
        try (ImageSource.Reader reader = source.open()) {
            while (reader.hasNext()) {
                images.add(reader.next().decode());
            }
        }
        return images;
    }

    static List<EncodedImage> readAll(ImageSource source) {
        List<EncodedImage> images = new ArrayList<>();
        try (ImageSource.Reader reader = source.open()) {
            while (reader.hasNext()) {
                images.add(reader.next());
            }
        }
        return images;
    }

    static String hash(ImageSource source) {
        ContentHash hash = new ContentHash();
        decodeAll(source).forEach(hash::add);
        return hash.hex();
    }
}
