package dev.assay.datasets;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Files that may be gzipped, told by their first two bytes. */
final class Gzip {
    private static final int BUFFER = 1 << 16;

    private Gzip() {}

    static boolean is(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == 0x1F && in.read() == 0x8B;
        }
    }

    /** The content, decompressed where it is gzipped. Nothing stays open if that fails. */
    static InputStream open(Path file) throws IOException {
        boolean gzip = is(file);
        InputStream in = Files.newInputStream(file);
        try {
            return new BufferedInputStream(gzip ? new GZIPInputStream(in, BUFFER) : in, BUFFER);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }
}
