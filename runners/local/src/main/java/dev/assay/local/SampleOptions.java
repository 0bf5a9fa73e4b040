package dev.assay.local;

import dev.assay.reports.SampleGrid;
import dev.assay.spec.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** How many images are made, from which seed, and where they and what is said of them go. */
final class SampleOptions {
    static final int MOST_IMAGES = 10_000_000;
    private static final int MOST_COLUMNS = 64;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            defaultValue = "samples",
            description = "Where the files go (default: ${DEFAULT-VALUE}).")
    Path out;

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            defaultValue = "16",
            description = "How many images (default: ${DEFAULT-VALUE}).")
    int count;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "0",
            description = "Of all random numbers (default: ${DEFAULT-VALUE}).")
    long seed;

    @Option(
            names = "--grid",
            paramLabel = "COLUMNS",
            defaultValue = "8",
            description =
                    "Columns of grid.png, which shows as many rows at most; 0 for none (default: ${DEFAULT-VALUE}).")
    private int columns;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    void check() {
        MachineOptions.checked("--count", count, 1, MOST_IMAGES);
        MachineOptions.checked("--grid", columns, 0, MOST_COLUMNS);
    }

    /** How many images the grid shows. */
    int shown() {
        return columns * columns;
    }

    /** The archive of all images. */
    Path archive() {
        return out.resolve("samples.npz");
    }

    /**
     * Writes the grid and the record, and prints the record or its text.
     *
     * @param first the images of the grid
     * @param made what is said of the images
     * @param text the same for people
     */
    void report(List<SampleGrid.Tile> first, Object made, String text, PrintWriter stdout) {
        if (columns > 0) {
            SampleGrid.png(first, columns, out.resolve("grid.png"));
        }
        String record = Json.write(made);
        Output.write(out.resolve("samples.json"), record);
        stdout.print(
                json
                        ? record
                        : text
                                + "written to %s: samples.npz, samples.json%s%n"
                                        .formatted(out, columns > 0 ? ", grid.png" : ""));
        stdout.flush();
    }

    /** The number of images in words. */
    String images() {
        return count + (count == 1 ? " image" : " images");
    }
}
