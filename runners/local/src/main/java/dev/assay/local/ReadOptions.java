package dev.assay.local;

import dev.assay.datasets.DecodeOptions;
import dev.assay.spec.AssayException;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;

/** How pictures are read; part of what a result depends on. */
final class ReadOptions {
    /** What to do with an EXIF orientation. */
    enum Orientation {
        IGNORE,
        APPLY
    }

    private static final String NONE = "none";

    @Option(
            names = "--skip-bad",
            paramLabel = "N",
            defaultValue = "0",
            description = "Leave out up to N unreadable images, listed in the result (default: ${DEFAULT-VALUE}).")
    int skipBad;

    @Option(
            names = "--orientation",
            paramLabel = "HOW",
            defaultValue = "ignore",
            description =
                    "EXIF orientation of photos: ignore (as other evaluators do) or apply (default: ${DEFAULT-VALUE}).")
    private Orientation orientation;

    @Option(
            names = "--background",
            paramLabel = "RRGGBB",
            defaultValue = "ffffff",
            description = {
                "Colour under transparent pixels (default: ${DEFAULT-VALUE}), or none: forget transparency and keep",
                "the colours stored beneath, as Pillow's convert('RGB') and the tools built on it do."
            })
    private String background;

    DecodeOptions decode() {
        if (!background.matches("[0-9a-fA-F]{6}|" + NONE)) {
            throw new AssayException(
                    "--background",
                    "'" + background + "'",
                    "six hex digits RRGGBB or " + NONE + " are allowed",
                    "write for example ffffff");
        }
        int under = background.equals(NONE) ? DecodeOptions.DROP_ALPHA : Integer.parseInt(background, 16);
        return new DecodeOptions(orientation == Orientation.APPLY, under, DecodeOptions.DEFAULT.maxPixels());
    }

    /** What of this changes pixels, as a result records it. */
    Map<String, String> identity() {
        return Map.of(
                "orientation",
                orientation.name().toLowerCase(Locale.ROOT),
                "background",
                background.toLowerCase(Locale.ROOT));
    }
}
