package dev.assay.local.judge;

import dev.assay.datasets.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/** Images as PNG files in memory. */
final class PngBytes {
    private PngBytes() {}

    /** A {@code data:} URL. */
    static String url(Image image) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(of(image));
    }

    static byte[] of(Image image) {
        BufferedImage pixels = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                pixels.setRGB(x, y, image.at(y, x, 0) << 16 | image.at(y, x, 1) << 8 | image.at(y, x, 2));
            }
        }
        ImageIO.setUseCache(false);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(pixels, "png", bytes)) {
                throw new IllegalStateException("this Java has no PNG writer");
            }
        } catch (IOException e) {
            throw new IllegalStateException("a PNG could not be made in memory", e);
        }
        return bytes.toByteArray();
    }
}
