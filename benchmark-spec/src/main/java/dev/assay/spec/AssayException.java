package dev.assay.spec;

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

    private static String message(String where, String found, String allowed, String remedy) {
        return where + ": " + found + "; " + allowed + "; " + remedy;
    }
}
