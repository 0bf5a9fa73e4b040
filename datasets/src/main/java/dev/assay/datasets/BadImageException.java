package dev.assay.datasets;

import dev.assay.spec.AssayException;

/** One picture cannot be used. A run stops at it unless the user allowed some to be skipped. */
public final class BadImageException extends AssayException {
    private static final long serialVersionUID = 1;

    private final String found;

    public BadImageException(String where, String found, String allowed, String remedy) {
        super(where, found, allowed, remedy);
        this.found = found;
    }

    public BadImageException(String where, String found, String allowed, String remedy, Throwable cause) {
        super(where, found, allowed, remedy, cause);
        this.found = found;
    }

    /** What is wrong with the picture, without the path of what holds it; equal for a folder and a zip of the same. */
    public String found() {
        return found;
    }
}
