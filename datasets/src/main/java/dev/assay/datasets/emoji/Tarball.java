package dev.assay.datasets.emoji;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.spec.AssayException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * What the packing program needs of an npm package {@code emoji-datasource-VENDOR}.
 *
 * @param vendor such as {@code google}
 * @param emojiJson the list of emoji
 * @param pictures PNG of 64 x 64 pixels by file name
 */
record Tarball(String vendor, byte[] emojiJson, Map<String, byte[]> pictures) {
    private static final String PREFIX = "emoji-datasource-";
    private static final int LARGEST = 16 << 20;

    static Tarball read(Path file) {
        Map<String, byte[]> files = new HashMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (wanted(entry.getName())) {
                    files.put(entry.getName(), content(file, entry, tar));
                }
            }
            return of(file, files);
        } catch (IOException e) {
            throw new AssayException(
                    file.toString(),
                    "cannot be read: " + AssayException.reason(e),
                    "it must be an npm package (.tgz)",
                    "fetch it with npm pack",
                    e);
        }
    }

    private static boolean wanted(String name) {
        return name.equals("package/package.json")
                || name.equals("package/emoji.json")
                || name.matches("package/img/[a-z]+/64/[0-9a-f-]+\\.png");
    }

    private static byte[] content(Path file, TarArchiveEntry entry, InputStream tar) throws IOException {
        if (entry.getSize() > LARGEST) {
            throw new AssayException(
                    file + ": " + entry.getName(),
                    entry.getSize() + " bytes",
                    "at most " + LARGEST + " are read",
                    "use the package versions that the data set names");
        }
        return tar.readAllBytes();
    }

    private static Tarball of(Path file, Map<String, byte[]> files) throws IOException {
        if (!files.containsKey("package/package.json") || !files.containsKey("package/emoji.json")) {
            throw foreign(file, "package.json or emoji.json is missing");
        }
        String name = new ObjectMapper()
                .readTree(files.get("package/package.json"))
                .path("name")
                .asText();
        if (!name.matches(PREFIX + "[a-z]+")) {
            throw foreign(file, "it is the package '" + name + "'");
        }
        String vendor = name.substring(PREFIX.length());
        String folder = "package/img/" + vendor + "/64/";
        Map<String, byte[]> pictures = new HashMap<>();
        files.forEach((path, bytes) -> {
            if (path.startsWith(folder)) {
                pictures.put(path.substring(folder.length()), bytes);
            }
        });
        return new Tarball(vendor, files.get("package/emoji.json"), pictures);
    }

    boolean hasSameListAs(Tarball other) {
        return Arrays.equals(emojiJson, other.emojiJson);
    }

    private static AssayException foreign(Path file, String found) {
        return new AssayException(
                file.toString(), found, "it must be a package " + PREFIX + "VENDOR", "fetch it with npm pack");
    }
}
