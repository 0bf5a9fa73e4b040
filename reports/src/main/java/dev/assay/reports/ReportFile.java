package dev.assay.reports;

import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/** Files of a report: written whole or not at all, with a plain message where that fails. */
public final class ReportFile {
    private static final long MOST_PNG_BYTES = 32L << 20;
    private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    private ReportFile() {}

    /** Replaces the file, making its folders; a reader sees the old bytes or the new ones. */
    public static void write(Path file, byte[] bytes) {
        Path target = file.toAbsolutePath().normalize();
        Path part = target.resolveSibling(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            Files.createDirectories(target.getParent());
            try {
                Files.write(part, bytes);
                move(part, target);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static void move(Path part, Path target) throws IOException {
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The bytes of a PNG file of at most 32 MiB. */
    static byte[] readPng(Path file) {
        try {
            long size = Files.size(file);
            if (size > MOST_PNG_BYTES) {
                throw new AssayException(
                        file.toString(),
                        size + " bytes",
                        "a sample grid may have " + MOST_PNG_BYTES,
                        "make a grid of fewer images");
            }
            byte[] bytes = Files.readAllBytes(file);
            if (!Arrays.equals(bytes, 0, Math.min(8, bytes.length), PNG_SIGNATURE, 0, 8)) {
                throw new AssayException(
                        file.toString(),
                        "it does not start as a PNG file",
                        "sample grids are PNG files",
                        "make the grid again");
            }
            return bytes;
        } catch (IOException e) {
            throw new AssayException(
                    file.toString(),
                    "cannot be read: " + AssayException.reason(e),
                    "a sample grid must be a readable file",
                    "make the grid again or leave it out",
                    e);
        }
    }

    static AssayException unwritable(Path file, IOException e) {
        return new AssayException(
                file.toString(),
                "cannot be written: " + AssayException.reason(e),
                "the report needs a writable folder with free space",
                "choose another place or make room",
                e);
    }
}
