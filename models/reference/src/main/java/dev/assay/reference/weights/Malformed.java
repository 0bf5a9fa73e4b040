package dev.assay.reference.weights;

import dev.assay.spec.AssayException;
import java.io.IOException;

/** The errors of damaged, hostile or unreadable checkpoints. */
final class Malformed {
    private Malformed() {}

    static AssayException file(String file, String found) {
        return new AssayException(file, found, "the file must be whole and well-formed", "fetch it again");
    }

    static AssayException unreadable(String file, IOException e) {
        return new AssayException(
                file,
                "cannot be read (" + AssayException.reason(e) + ")",
                "the file must be whole and readable",
                "check the path or fetch it again",
                e);
    }
}
