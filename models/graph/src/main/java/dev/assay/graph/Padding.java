package dev.assay.graph;

/**
 * Rows and columns added round an image.
 *
 * @param top rows above
 * @param left columns before
 * @param bottom rows below
 * @param right columns after
 */
public record Padding(int top, int left, int bottom, int right) {
    public static final Padding NONE = of(0);

    public Padding {
        if (top < 0 || left < 0 || bottom < 0 || right < 0) {
            throw new IllegalArgumentException(
                    "padding must not be negative, got %d,%d,%d,%d".formatted(top, left, bottom, right));
        }
    }

    /** The same on every side. */
    public static Padding of(int all) {
        return of(all, all);
    }

    /** The same above and below, and the same before and after. */
    public static Padding of(int vertical, int horizontal) {
        return new Padding(vertical, horizontal, vertical, horizontal);
    }
}
