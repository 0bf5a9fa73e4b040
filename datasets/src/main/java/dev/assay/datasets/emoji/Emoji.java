package dev.assay.datasets.emoji;

import dev.assay.spec.Names;
import java.util.List;

/**
 * The data sets that need no download: 3786 emoji of Unicode 16 in each of two styles, Noto (vendor {@code google}) and
 * Twemoji (vendor {@code twitter}).
 *
 * <ul>
 *   <li>{@code emoji-64}: 64 x 64 pixels as published, composited over white: (c * a + 255 * (255 - a)) / 255 rounded to
 *       nearest.
 *   <li>{@code emoji-32}: each pixel the mean of 2 x 2 pixels of emoji-64, (a + b + c + d + 2) / 4 in integers.
 * </ul>
 */
public final class Emoji {
    public static final List<String> NAMES = List.of("emoji-32", "emoji-64");

    private Emoji() {}

    /** The set of that name; throws {@link dev.assay.spec.AssayException} for an unknown one. */
    public static EmbeddedSet load(String name) {
        return switch (name) {
            case "emoji-32" -> EmbeddedSet.read(name, 2, Shelf.ofClassPath());
            case "emoji-64" -> EmbeddedSet.read(name, 1, Shelf.ofClassPath());
            default -> throw Names.unknown("embedded data set", name, NAMES);
        };
    }
}
