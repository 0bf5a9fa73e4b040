package dev.assay.local;

import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A folder for what a command needs only while it runs; it goes with all that is in it.
 *
 * @param folder among the temporary files of this machine
 */
record Scratch(Path folder) implements AutoCloseable {
    /** Makes a folder whose name begins so. */
    static Scratch open(String prefix) {
        try {
            return new Scratch(Files.createTempDirectory(prefix));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** A new folder inside. */
    Path inner(String name) {
        try {
            return Files.createDirectory(folder.resolve(name));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private static AssayException unusable(IOException e) {
        return new AssayException(
                System.getProperty("java.io.tmpdir"),
                "cannot be written: " + AssayException.reason(e),
                "files are put there while a command runs",
                "free some space, or choose another with ASSAY_JAVA_OPTIONS=-Djava.io.tmpdir=FOLDER",
                e);
    }

    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }
}
