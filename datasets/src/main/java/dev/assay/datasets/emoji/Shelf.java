package dev.assay.datasets.emoji;

import dev.assay.spec.AssayException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the packed files lie: inside the jar, or in a folder the packing program has just written. */
@FunctionalInterface
interface Shelf {
    String INDEX = "index.csv";
    String CHECKSUMS = "SHA256SUMS";

    /** The whole file; the largest has 11 MB. */
    byte[] read(String file);

    static Shelf ofClassPath() {
        return file -> {
            try (InputStream in = Shelf.class.getResourceAsStream("/emoji/" + file)) {
                if (in == null) {
                    throw missing(file);
                }
                return in.readAllBytes();
            } catch (IOException e) {
                throw unreadable(file, e);
            }
        };
    }

    static Shelf ofFolder(Path folder) {
        return file -> {
            try {
                return Files.readAllBytes(folder.resolve(file));
            } catch (IOException e) {
                throw unreadable(file, e);
            }
        };
    }

    /** The name of a vendor's pack. */
    static String pack(String vendor) {
        return vendor + ".pack";
    }

    private static AssayException missing(String file) {
        return new AssayException(
                "embedded data set emoji",
                file + " is missing",
                "the build carries it",
                "build Assay again from a complete checkout");
    }

    private static AssayException unreadable(String file, IOException cause) {
        return new AssayException(
                "embedded data set emoji",
                file + " cannot be read",
                "the build carries it",
                "build Assay again from a complete checkout",
                cause);
    }
}
