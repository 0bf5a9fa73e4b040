package dev.assay.reference.relay;

import dev.assay.spec.AssayException;

/** What patches and images must have in common. */
final class Patches {
    private Patches() {}

    static void check(BlockDct dct, int height, int width) {
        if (height % dct.patch() != 0 || width % dct.patch() != 0) {
            throw new AssayException(
                    "patch",
                    "%d does not divide %dx%d".formatted(dct.patch(), height, width),
                    "images consist of whole patches",
                    "choose a divisor of both sizes");
        }
    }
}
