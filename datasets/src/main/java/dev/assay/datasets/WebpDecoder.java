package dev.assay.datasets;

import com.luciad.imageio.webp.WebPImageReaderSpi;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** WebP, lossy and lossless, by libwebp. The container (RFC 9649) is checked here first; animations are refused. */
final class WebpDecoder {
    private static final int ANIMATED = 0x02;

    private final String where;
    private final ByteBuffer riff;
    private final DecodeOptions options;
    private int width;
    private int height;
    private int orientation = Orientation.UPRIGHT;

    private WebpDecoder(String where, byte[] encoded, DecodeOptions options) {
        this.where = where;
        this.riff = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
        this.options = options;
    }

    static Image decode(String where, byte[] encoded, DecodeOptions options) {
        WebpDecoder decoder = new WebpDecoder(where, encoded, options);
        decoder.readChunks();
        Image image = decoder.pixels();
        return options.applyExifOrientation() ? Orientation.apply(image, decoder.orientation) : image;
    }

    private void readChunks() {
        long end = 8 + (riff.getInt(4) & 0xFFFFFFFFL);
        if (end > riff.capacity()) {
            throw PictureDecoder.truncated(where, "the WebP has %d of its %d bytes".formatted(riff.capacity(), end));
        }
        int at = 12;
        boolean pixels = false;
        while (at + 8 <= end) {
            String name = new String(riff.array(), at, 4, StandardCharsets.ISO_8859_1);
            long length = riff.getInt(at + 4) & 0xFFFFFFFFL;
            int body = at + 8;
            if (length > end - body) {
                throw PictureDecoder.truncated(
                        where, "WebP chunk %s has %d bytes, %d are left".formatted(name, length, end - body));
            }
            switch (name) {
                case "VP8X" -> extended(body, length);
                case "VP8 " -> lossy(body, length);
                case "VP8L" -> lossless(body, length);
                case "EXIF" -> orientation = Orientation.ofExif(riff.array(), body, (int) length);
                default -> {}
            }
            pixels |= name.equals("VP8 ") || name.equals("VP8L");
            at = (int) Math.min(end, body + length + (length & 1));
        }
        if (!pixels) {
            throw PictureDecoder.truncated(where, "the WebP has no pixels");
        }
    }

    private void extended(int body, long length) {
        need(length, 10);
        if ((riff.get(body) & ANIMATED) != 0) {
            throw new BadImageException(where, "an animated WebP", "still pictures are read", "save its frames as PNG");
        }
        PictureDecoder.checkSize(where, 1 + uint24(body + 4), 1 + uint24(body + 7), options);
    }

    private void lossy(int body, long length) {
        need(length, 10);
        size(riff.getShort(body + 6) & 0x3FFF, riff.getShort(body + 8) & 0x3FFF);
    }

    private void lossless(int body, long length) {
        need(length, 5);
        int bits = riff.getInt(body + 1);
        size(1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF));
    }

    private void need(long length, int needed) {
        if (length < needed) {
            throw PictureDecoder.truncated(where, "a WebP header has %d of %d bytes".formatted(length, needed));
        }
    }

    private void size(int w, int h) {
        PictureDecoder.checkSize(where, w, h, options);
        width = w;
        height = h;
    }

    private int uint24(int at) {
        return (riff.getShort(at) & 0xFFFF) | (riff.get(at + 2) & 0xFF) << 16;
    }

    private Image pixels() {
        BufferedImage image = read();
        if (image.getWidth() != width || image.getHeight() != height) {
            throw PictureDecoder.damaged(where, "the decoder found another size than the header says");
        }
        int[] argb = image.getRGB(0, 0, width, height, null, 0, width); // stored samples: the raster is sRGB
        byte[] rgb = new byte[3 * argb.length];
        for (int i = 0; i < argb.length; i++) {
            int a = options.dropAlpha() ? 255 : argb[i] >>> 24;
            for (int c = 0; c < 3; c++) {
                int shift = 16 - 8 * c;
                rgb[3 * i + c] =
                        (byte) PictureDecoder.over(argb[i] >> shift & 0xFF, a, options.background() >> shift & 0xFF);
            }
        }
        return new Image(height, width, rgb);
    }

    private BufferedImage read() {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(riff.array()))) {
            ImageReader reader = new WebPImageReaderSpi().createReaderInstance(null);
            try {
                reader.setInput(in, true, true);
                return reader.read(0);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            throw new BadImageException(
                    where,
                    "damaged: " + PictureDecoder.reason(e),
                    "a sound WebP is needed",
                    "make or copy it again",
                    e);
        } catch (OutOfMemoryError e) {
            // The wrapper's name for a status of libwebp, which damaged data cause too; Java's own error has a message.
            if (e.getMessage() != null) {
                throw e;
            }
            throw new BadImageException(
                    where,
                    "damaged: libwebp finds no memory for it",
                    "a sound WebP is needed",
                    "make or copy it again",
                    e);
        } catch (LinkageError e) {
            throw new BadImageException(
                    where,
                    "WebP cannot be decoded on this platform: " + e.getMessage(),
                    "libwebp for this system is needed",
                    "convert it to PNG",
                    e);
        }
    }
}
