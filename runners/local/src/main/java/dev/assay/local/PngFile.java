package dev.assay.local;

import dev.assay.datasets.Image;
import dev.assay.reports.SampleGrid;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Pictures as PNG files; their folders are made. */
final class PngFile {
    private PngFile() {}

    static void write(Path file, Image image) {
        byte[] png = SampleGrid.png(new SampleGrid.Tile(image.height(), image.width(), image.rgb()));
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, png);
        } catch (IOException e) {
            throw new AssayException(
                    file.toString(),
                    "cannot be written: " + AssayException.reason(e),
                    "the place must be writable and have room",
                    "choose another place or free some space",
                    e);
        }
    }
}
