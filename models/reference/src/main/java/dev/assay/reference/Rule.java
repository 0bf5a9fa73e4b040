package dev.assay.reference;

import dev.assay.spec.AssayException;

/**
 * What a family of networks asks of its settings.
 *
 * @param family the name that errors begin with
 */
public record Rule(String family) {
    /** One clear error where a rule is broken. */
    public void check(boolean kept, String found, String rule) {
        if (!kept) {
            throw new AssayException(family, found, rule, "correct the configuration");
        }
    }
}
