package dev.assay.spec;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/**
 * A problem the user can do something about. The message is one line: where, what was found, what is allowed, what to
 * do. The command line prints it without a stack trace and exits with 2.
 */
public class AssayException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public AssayException(String where, String found, String allowed, String remedy) {
        super(message(where, found, allowed, remedy));
    }

    public AssayException(String where, String found, String allowed, String remedy, Throwable cause) {
        super(message(where, found, allowed, remedy), cause);
    }

    /** What went wrong with a file, in plain words and one line; the path is left to the caller. */
    public static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (e instanceof AccessDeniedException) {
            return "no permission";
        }
        if (e instanceof FileAlreadyExistsException exists) {
            return exists.getFile() + " is a file, not a folder";
        }
        if (e instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        if (e instanceof EOFException) {
            return "it ends too early";
        }
        return e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getMessage().lines().findFirst().orElse("no reason given");
    }

    private static String message(String where, String found, String allowed, String remedy) {
        // Names come from archives: a control character in one must not reach a terminal.
        return (where + ": " + found + "; " + allowed + "; " + remedy).replaceAll("\\p{Cc}", "?");
    }
}
