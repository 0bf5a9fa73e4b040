package dev.assay.reference.weights;

import dev.assay.graph.DataType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A zip file (or zip64) read entry by entry. The sizes it states are checked against each other before anything is
 * allocated, and an entry that is read to its end against its CRC-32; PyTorch may leave that out, which then is 0.
 */
final class Archive implements AutoCloseable {
    private static final int CHUNK = 1 << 20;

    /** Deflate cannot shrink further than this (RFC 1951: 258 bytes from two bits). */
    private static final long MOST_SWELLING = 1032;

    /** Bytes before the numbers of an entry that are read rather than skipped, for the sake of the CRC. */
    private static final int LONGEST_START = 1 << 17;

    private final String file;
    private final ZipFile zip;
    private final Map<String, ZipEntry> entries = new LinkedHashMap<>();

    private Archive(String file, ZipFile zip) {
        this.file = file;
        this.zip = zip;
        zip.stream().forEach(entry -> {
            if (entries.put(entry.getName(), entry) != null) {
                throw Malformed.file(file, "two entries named '" + entry.getName() + "'");
            }
        });
    }

    static Archive open(Path path) {
        String file = String.valueOf(path.getFileName());
        try {
            ZipFile zip = new ZipFile(path.toFile());
            try {
                return new Archive(file, zip);
            } catch (RuntimeException e) {
                zip.close();
                throw e;
            }
        } catch (IOException e) {
            throw Malformed.unreadable(file, e);
        }
    }

    String file() {
        return file;
    }

    /** The entries by name, in the order of the file. */
    Map<String, ZipEntry> entries() {
        return entries;
    }

    /** Refuses an entry ({@code what} in messages) that is shorter than {@code needed} bytes, or whose stated sizes cannot be true. */
    void check(String what, ZipEntry entry, long needed) {
        boolean stored = entry.getMethod() == ZipEntry.STORED;
        long packed = entry.getCompressedSize();
        boolean possible = stored ? entry.getSize() == packed : entry.getSize() / MOST_SWELLING <= packed;
        if (entry.getSize() < needed || packed < 0 || !possible) {
            throw Malformed.file(
                    file,
                    "%s of %d bytes (%d as packed) where %d are stated"
                            .formatted(what, entry.getSize(), packed, needed));
        }
    }

    InputStream open(ZipEntry entry) throws IOException {
        return zip.getInputStream(entry);
    }

    /** {@code count} numbers from byte {@code offset} of an entry; the caller has checked its size. */
    float[] floats(ZipEntry entry, long offset, int count, DataType type, ByteOrder order) {
        float[] values = new float[count];
        long end = offset + (long) count * type.bytes();
        boolean whole = offset <= LONGEST_START && end == entry.getSize() && entry.getCrc() != 0;
        CRC32 crc = new CRC32();
        try (InputStream plain = open(entry);
                InputStream in = whole ? new CheckedInputStream(plain, crc) : plain) {
            in.skipNBytes(offset);
            byte[] chunk = new byte[(int) Math.min(CHUNK, end - offset)];
            for (int done = 0; done < count; ) {
                int part = Math.min(count - done, CHUNK / type.bytes());
                if (in.readNBytes(chunk, 0, part * type.bytes()) < part * type.bytes()) {
                    throw Malformed.file(file, "'" + entry.getName() + "' is cut off");
                }
                Numbers.floats(ByteBuffer.wrap(chunk, 0, part * type.bytes()), order, type, values, done, part);
                done += part;
            }
        } catch (IOException e) {
            throw Malformed.unreadable(file, e);
        }
        if (whole && crc.getValue() != entry.getCrc()) {
            throw Malformed.file(
                    file,
                    "'%s' has the CRC-32 %08x, not %08x".formatted(entry.getName(), crc.getValue(), entry.getCrc()));
        }
        return values;
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw Malformed.unreadable(file, e);
        }
    }
}
