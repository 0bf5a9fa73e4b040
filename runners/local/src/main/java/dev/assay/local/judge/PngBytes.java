package dev.assay.local.judge;

import dev.assay.datasets.Image;
import dev.assay.reports.SampleGrid;
import java.util.Base64;

/** Images as PNG files in memory. */
final class PngBytes {
    private PngBytes() {}

    /** A {@code data:} URL. */
    static String url(Image image) {
        byte[] png = SampleGrid.png(new SampleGrid.Tile(image.height(), image.width(), image.rgb()));
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
    }
}
