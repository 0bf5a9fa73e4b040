package dev.assay.datasets.array;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The bytes of one zip entry, held to what the archive says of them: never more than the stated size, and at the end the
 * stated size and CRC-32. Java's own stream checks neither.
 */
public final class ZipEntryStream extends FilterInputStream {
    /** Deflate cannot shrink further than this (RFC 1951: 258 bytes from two bits). */
    private static final long MAX_RATIO = 1032;

    private final ZipEntry entry;
    private final CRC32 crc = new CRC32();
    private long count;
    private boolean verified;

    private ZipEntryStream(InputStream in, ZipEntry entry) {
        super(in);
        this.entry = entry;
    }

    /** Opens an entry; throws ZipException where its stated sizes cannot be true. */
    public static ZipEntryStream open(ZipFile zip, ZipEntry entry) throws IOException {
        boolean stored = entry.getMethod() == ZipEntry.STORED;
        long packed = entry.getCompressedSize();
        long size = entry.getSize();
        if (size < 0 || packed < 0 || (stored ? size != packed : size / MAX_RATIO > packed)) {
            throw new ZipException(
                    "%d packed bytes cannot hold the %d that the archive claims".formatted(packed, size));
        }
        InputStream in = zip.getInputStream(entry);
        if (in == null) {
            throw new ZipException("the entry is not in the archive");
        }
        return new ZipEntryStream(in, entry);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int n = super.read(into, offset, length);
        if (n > 0) {
            count += n;
            if (count > entry.getSize()) {
                throw new ZipException("the entry has more than the %d bytes it claims".formatted(entry.getSize()));
            }
            crc.update(into, offset, n);
        } else if (n < 0 && !verified) {
            verify();
        }
        return n;
    }

    private void verify() throws ZipException {
        if (count != entry.getSize()) {
            throw new ZipException("the entry has %d bytes of the %d it claims".formatted(count, entry.getSize()));
        }
        if (crc.getValue() != entry.getCrc()) {
            throw new ZipException(
                    "the entry is corrupt: its CRC-32 is %08x, not %08x".formatted(crc.getValue(), entry.getCrc()));
        }
        verified = true;
    }

    /** Not supported, so that no byte escapes the checksum. */
    @Override
    public long skip(long n) throws IOException {
        return n <= 0 ? 0 : readNBytes((int) Math.min(n, 1 << 13)).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
