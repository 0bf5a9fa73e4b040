package dev.assay.datasets.emoji;

import dev.assay.spec.AssayException;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** The stored samples of a 64 x 64 PNG as RGBA; never through a colour space, which would change grey ones. */
final class PngPixels {
    private PngPixels() {}

    /** RGBA [64, 64, 4] of a PNG that is RGBA, RGB, grey with or without alpha, or a palette, of up to 8 bits. */
    static byte[] rgba(String where, byte[] png) {
        BufferedImage image = read(where, png);
        Raster raster = image.getRaster();
        ColorModel colours = image.getColorModel();
        if (raster.getSampleModel().getSampleSize(0) > 8) {
            throw refused(where, raster.getSampleModel().getSampleSize(0) + " bits a sample");
        }
        byte[] rgba = new byte[Pack.PICTURE];
        int[] samples = new int[raster.getNumBands()];
        for (int i = 0; i < Pack.SIZE * Pack.SIZE; i++) {
            raster.getPixel(i % Pack.SIZE, i / Pack.SIZE, samples);
            int argb = colours instanceof IndexColorModel palette ? palette.getRGB(samples[0]) : argb(where, samples);
            rgba[4 * i] = (byte) (argb >> 16);
            rgba[4 * i + 1] = (byte) (argb >> 8);
            rgba[4 * i + 2] = (byte) argb;
            rgba[4 * i + 3] = (byte) (argb >>> 24);
        }
        return rgba;
    }

    private static int argb(String where, int[] s) {
        return switch (s.length) {
            case 1 -> 0xFF << 24 | s[0] << 16 | s[0] << 8 | s[0];
            case 2 -> s[1] << 24 | s[0] << 16 | s[0] << 8 | s[0];
            case 3 -> 0xFF << 24 | s[0] << 16 | s[1] << 8 | s[2];
            case 4 -> s[3] << 24 | s[0] << 16 | s[1] << 8 | s[2];
            default -> throw refused(where, s.length + " samples a pixel");
        };
    }

    private static BufferedImage read(String where, byte[] png) {
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(png))) {
            reader.setInput(in, true, true);
            if (reader.getWidth(0) != Pack.SIZE || reader.getHeight(0) != Pack.SIZE) {
                throw refused(where, reader.getHeight(0) + " x " + reader.getWidth(0) + " pixels");
            }
            return reader.read(0);
        } catch (IOException e) {
            throw new AssayException(where, "not a readable PNG", "it must be one", "get the package again", e);
        } finally {
            reader.dispose();
        }
    }

    private static AssayException refused(String where, String found) {
        return new AssayException(
                where,
                found,
                "pictures are 64 x 64 pixels of up to 8 bits a sample",
                "use the package versions that the data set names");
    }
}
