package dev.assay.local;

import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Texts in a file: one on each line, or a JSON list of them. */
final class Prompts {
    private static final int MOST = 100_000;
    private static final long LARGEST = 64L << 20;

    private Prompts() {}

    static List<String> read(Path file) {
        List<String> prompts = parse(file, text(file));
        if (prompts.isEmpty() || prompts.size() > MOST) {
            throw new AssayException(
                    file.toString(),
                    "%d texts".formatted(prompts.size()),
                    "there is at least one and at most " + MOST,
                    "add some or divide the file");
        }
        return prompts;
    }

    private static List<String> parse(Path file, String text) {
        if (!file.toString().endsWith(".json")) {
            return text.lines().toList();
        }
        List<String> all = Arrays.asList(Json.read(file.toString(), text, String[].class));
        if (all.contains(null)) {
            throw new AssayException(file.toString(), "null in place of a text", "texts are strings", "write \"\"");
        }
        return all;
    }

    private static String text(Path file) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) > LARGEST) {
                throw new AssayException(
                        file.toString(),
                        "%d bytes".formatted(Files.size(file)),
                        "files of texts have at most %d MiB".formatted(LARGEST >> 20),
                        "divide the file");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssayException(
                    file.toString(),
                    "cannot be read (" + AssayException.reason(e) + ")",
                    "a file in UTF-8 is needed, with one text on each line or a JSON list of texts",
                    "check the path",
                    e);
        }
    }
}
