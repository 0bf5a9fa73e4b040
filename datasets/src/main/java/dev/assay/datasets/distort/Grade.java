package dev.assay.datasets.distort;

import dev.assay.spec.AssayException;

/** Checks of the parameters people write. */
final class Grade {
    private Grade() {}

    /** Refuses what is not a number from {@code low} to {@code high}. */
    static void check(String distortion, String parameter, double value, double low, double high) {
        if (!(value >= low && value <= high)) {
            throw new AssayException(
                    "distortion " + distortion,
                    parameter + " is " + value,
                    "it goes from " + low + " to " + high,
                    "change it");
        }
    }

    /** To the nearest grey level, halves up, limited to 0..255. */
    static byte level(double value) {
        return (byte) Math.max(0, Math.min(255, (int) Math.floor(value + 0.5)));
    }
}
