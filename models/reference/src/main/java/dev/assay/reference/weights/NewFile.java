package dev.assay.reference.weights;

import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** A file that is written beside its place and moved there when it is whole and on the disk. */
final class NewFile {
    private NewFile() {}

    /** What writes the content. */
    @FunctionalInterface
    interface Content {
        void write(WritableByteChannel out) throws IOException;
    }

    /** Writes a file, replacing one of that name; a failure leaves that one as it was and nothing else. */
    static void write(Path file, Content content) {
        Path part = file.resolveSibling(".%s.%s.part".formatted(file.getFileName(), UUID.randomUUID()));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try {
                try (FileChannel channel =
                        FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                    content.write(channel);
                    channel.force(true);
                }
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new AssayException(
                    file.toString(),
                    "cannot be written (" + AssayException.reason(e) + ")",
                    "the folder must be writable and have room",
                    "choose another folder or make room",
                    e);
        }
    }
}
