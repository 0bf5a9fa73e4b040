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
            description = "Colour under transparent pixels (default: ${DEFAULT-VALUE}).")
    private String background;

    DecodeOptions decode() {
        if (!background.matches("[0-9a-fA-F]{6}")) {
            throw new AssayException(
                    "--background",
                    "'" + background + "'",
                    "six hex digits RRGGBB are allowed",
                    "write for example ffffff");
        }
        return new DecodeOptions(
                orientation == Orientation.APPLY, Integer.parseInt(background, 16), DecodeOptions.DEFAULT.maxPixels());
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
