package dev.assay.graph;

import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/** The SHA-256 of files too large to hold in memory. */
public final class FileHash {
    private FileHash() {}

    /** SHA-256 of the files' bytes one after another, lower-case hex. */
    public static String sha256(List<Path> files) {
        MessageDigest digest = Json.sha256();
        byte[] chunk = new byte[1 << 16];
        for (Path file : files) {
            try (InputStream in = Files.newInputStream(file)) {
                for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                    digest.update(chunk, 0, n);
                }
            } catch (IOException e) {
                throw new AssayException(
                        file.toString(),
                        "cannot be read (" + AssayException.reason(e) + ")",
                        "it must be readable",
                        "check the path",
                        e);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
