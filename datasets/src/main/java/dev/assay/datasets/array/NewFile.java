package dev.assay.datasets.array;

import dev.assay.spec.AssayException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** A file that is written beside its place and moved there when whole. */
final class NewFile {
    private NewFile() {}

    /** What writes the content. */
    @FunctionalInterface
    interface Content {
        void write(OutputStream out) throws IOException;
    }

    static void write(Path file, Content content) {
        Path part = part(file);
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16)) {
                content.write(out);
            }
            moveIntoPlace(part, file);
        } catch (IOException e) {
            throw unwritable(file, e);
        } finally {
            discard(part);
        }
    }

    /** Where a file lies while it is being written; two writers of one file get different places. */
    static Path part(Path file) {
        return file.resolveSibling(".%s.%s.part".formatted(file.getFileName(), UUID.randomUUID()));
    }

    static void moveIntoPlace(Path part, Path file) throws IOException {
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }

    static void discard(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw unwritable(part, e);
        }
    }

    static AssayException unwritable(Path file, IOException e) {
        return new AssayException(
                file.toString(),
                "cannot be written: " + AssayException.reason(e),
                "the folder must exist, be writable and have room",
                "choose another place",
                e);
    }
}
