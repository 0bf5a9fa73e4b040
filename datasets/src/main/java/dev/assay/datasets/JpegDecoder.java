package dev.assay.datasets;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * JPEG by the libjpeg inside the JDK, to the samples that libjpeg-turbo and PIL give (bit-equal in the golden tests).
 * Four components become RGB as PIL does it: inverted CMYK as Adobe writes it, R = k - round((255 - c) k / 255).
 */
final class JpegDecoder {
    private static final ImageReaderSpi READER = findReader();

    private JpegDecoder() {}

    /** The JDK's own reader, whatever plug-ins are on the class path. */
    private static ImageReaderSpi findReader() {
        Iterator<ImageReaderSpi> found = IIORegistry.getDefaultInstance()
                .getServiceProviders(
                        ImageReaderSpi.class,
                        spi -> spi.getClass().getName().equals("com.sun.imageio.plugins.jpeg.JPEGImageReaderSpi"),
                        false);
        if (!found.hasNext()) {
            throw new IllegalStateException("this Java runtime has no JPEG reader (module java.desktop)");
        }
        return found.next();
    }

    static Image decode(String where, byte[] encoded, DecodeOptions options) {
        JpegStructure structure = new JpegStructure(where, encoded, options);
        Raster raster = read(where, structure);
        if (raster.getWidth() != structure.width() || raster.getHeight() != structure.height()) {
            throw PictureDecoder.damaged(where, "the decoder found another size than the header says");
        }
        byte[] rgb = new byte[3 * structure.width() * structure.height()];
        switch (structure.colour()) {
            case GREY -> copy(raster, rgb, 0, 0, 0);
            case YCC, RGB -> copy(raster, rgb, 0, 1, 2);
            case YCC_HALF_ROWS -> {
                copy(raster, rgb, 0, 1, 2);
                LumaChroma.smoothRows(rgb, structure.height(), structure.width(), 1);
                LumaChroma.smoothRows(rgb, structure.height(), structure.width(), 2);
                LumaChroma.toRgb(rgb);
            }
            case CMYK -> cmyk(samples(raster), rgb, false);
            case YCCK -> cmyk(samples(raster), rgb, true);
        }
        Image image = new Image(structure.height(), structure.width(), rgb);
        return options.applyExifOrientation() ? Orientation.apply(image, structure.orientation()) : image;
    }

    private static Raster read(String where, JpegStructure structure) {
        List<String> warnings = new ArrayList<>();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(structure.normalised()))) {
            ImageReader reader = READER.createReaderInstance();
            try {
                reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
                reader.setInput(in, true, true);
                Raster raster =
                        switch (structure.colour()) {
                            case GREY, YCC, RGB -> raster(reader.read(0));
                            case YCC_HALF_ROWS, CMYK, YCCK -> reader.readRaster(0, null); // as stored
                        };
                refuseLoss(where, warnings);
                return raster;
            } finally {
                reader.dispose();
            }
        } catch (BadImageException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The JDK's reader answers some damaged files with index, argument or state errors.
            throw new BadImageException(
                    where,
                    "damaged: " + PictureDecoder.reason(e),
                    "a sound JPEG is needed",
                    "make or copy it again",
                    e);
        }
    }

    /** The stored samples; asking the picture for colours would convert grey through a linear space. */
    private static Raster raster(BufferedImage image) {
        return image.getRaster();
    }

    /** libjpeg goes on after damage with a warning. Stray bytes before a marker cost no pixels; all else does. */
    private static void refuseLoss(String where, List<String> warnings) {
        for (String warning : warnings) {
            if (!warning.contains("extraneous bytes before marker")) {
                throw PictureDecoder.damaged(where, warning);
            }
        }
    }

    /** Bands r, g, b of the raster to RGB. */
    private static void copy(Raster raster, byte[] rgb, int r, int g, int b) {
        byte[] from = samples(raster);
        PixelInterleavedSampleModel model = (PixelInterleavedSampleModel) raster.getSampleModel();
        int[] bands = model.getBandOffsets();
        int step = model.getPixelStride();
        int red = bands[r];
        int green = bands[g];
        int blue = bands[b];
        for (int to = 0, at = 0; to < rgb.length; to += 3, at += step) {
            rgb[to] = from[at + red];
            rgb[to + 1] = from[at + green];
            rgb[to + 2] = from[at + blue];
        }
    }

    /** All samples of a raster that is one plain array, as the JDK's JPEG reader makes them. */
    private static byte[] samples(Raster raster) {
        boolean plain = raster.getDataBuffer() instanceof DataBufferByte
                && raster.getSampleModel() instanceof PixelInterleavedSampleModel model
                && model.getScanlineStride() == model.getPixelStride() * raster.getWidth();
        if (!plain) {
            throw new IllegalStateException("the JDK's JPEG reader gave an unexpected raster: " + raster);
        }
        return ((DataBufferByte) raster.getDataBuffer()).getData();
    }

    private static void cmyk(byte[] from, byte[] rgb, boolean luminance) {
        for (int to = 0, at = 0; to < rgb.length; to += 3, at += 4) {
            int c = from[at] & 0xFF;
            int m = from[at + 1] & 0xFF;
            int y = from[at + 2] & 0xFF;
            int k = from[at + 3] & 0xFF;
            if (luminance) { // (Y, Cb, Cr) to (c, m, y), ycck_cmyk_convert
                int red = LumaChroma.red(c, y);
                int green = LumaChroma.green(c, m, y);
                int blue = LumaChroma.blue(c, m);
                c = 255 - red;
                m = 255 - green;
                y = 255 - blue;
            }
            rgb[to] = (byte) ink(255 - c, k);
            rgb[to + 1] = (byte) ink(255 - m, k);
            rgb[to + 2] = (byte) ink(255 - y, k);
        }
    }

    /** What an amount of ink leaves of the light that the black ink lets through. */
    private static int ink(int amount, int light) {
        int product = amount * light + 128;
        return LumaChroma.clip(light - (((product >> 8) + product) >> 8));
    }
}
