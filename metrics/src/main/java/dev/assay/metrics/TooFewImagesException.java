package dev.assay.metrics;

import dev.assay.spec.AssayException;

/** A metric is not defined for so few images. Other metrics of the same images may be. */
public final class TooFewImagesException extends AssayException {
    private static final long serialVersionUID = 1;

    public TooFewImagesException(String where, String found, String allowed, String remedy) {
        super(where, found, allowed, remedy);
    }
}
