package dev.assay.local;

import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Result files: whole or not at all, and refused before the work where they could not be written after it. */
final class Output {
    private Output() {}

    /**
     * Fails now if the file could not be written later: makes its folder and a probe beside it. Also where it would
     * take the place of one of the inputs.
     */
    static void check(Path file, Path... inputs) {
        Path folder = folder(file);
        try {
            for (Path input : inputs) {
                if (Files.exists(file) && Files.exists(input) && Files.isSameFile(file, input)) {
                    throw new AssayException(
                            file.toString(),
                            "it is one of the inputs",
                            "a result needs a file of its own",
                            "choose another name, such as result.json");
                }
            }
            if (Files.isDirectory(file)) {
                throw new AssayException(
                        file.toString(),
                        "is a folder",
                        "a file name is needed",
                        "add a file name, such as result.json");
            }
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
        folderFor(folder);
    }

    /** Makes a folder for results, or says why it cannot. */
    static void folderFor(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".assay", ".probe"));
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    /** Writes beside the file, then renames, so that a killed run leaves the old file or the new one. */
    static void write(Path file, String text) {
        Path folder = folder(file);
        try {
            Files.createDirectories(folder);
            // Not a temporary file of the library: those are for their owner's eyes only.
            Path partial = folder.resolve(".assay-%s.partial".formatted(UUID.randomUUID()));
            try {
                Files.write(partial, text.getBytes(StandardCharsets.UTF_8));
                Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(partial);
            }
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static Path folder(Path file) {
        return file.toAbsolutePath().normalize().getParent();
    }

    private static AssayException unwritable(Path file, IOException e) {
        return new AssayException(
                file.toString(),
                "cannot be written: " + AssayException.reason(e),
                "the place must be writable and have room",
                "choose another place or free some space",
                e);
    }
}
