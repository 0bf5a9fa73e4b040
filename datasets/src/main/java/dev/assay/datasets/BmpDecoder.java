package dev.assay.datasets;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Windows bitmaps without compression: 1, 4 and 8 bits with a palette, 16, 24 and 32 bits with or without bit masks, rows
 * from below or above. The fourth byte of plain 32-bit pixels is no alpha, as in PIL. Fields of fewer than 8 bits are
 * scaled by floor(255 v / max), as in PIL.
 */
final class BmpDecoder {
    private static final int RGB = 0;
    private static final int BITFIELDS = 3;
    private static final int ALPHA_BITFIELDS = 6;

    private final String where;
    private final ByteBuffer bmp;
    private final DecodeOptions options;

    BmpDecoder(String where, byte[] bmp, DecodeOptions options) {
        this.where = where;
        this.bmp = ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN);
        this.options = options;
    }

    Image decode() {
        need(26);
        int header = bmp.getInt(14);
        boolean core = header == 12;
        if (!core && (header < 40 || header > 1024)) {
            throw PictureDecoder.damaged(where, "a BMP header of %d bytes".formatted(header));
        }
        need(14 + header);
        int width = core ? bmp.getShort(18) & 0xFFFF : bmp.getInt(18);
        int signedHeight = core ? bmp.getShort(20) & 0xFFFF : bmp.getInt(22);
        PictureDecoder.checkSize(where, width, Math.abs((long) signedHeight), options);
        int height = Math.abs(signedHeight);
        int bits = bmp.getShort(core ? 24 : 28);
        int compression = core ? RGB : bmp.getInt(30);
        boolean masked = compression == BITFIELDS || compression == ALPHA_BITFIELDS;
        if (compression != RGB && !masked) {
            throw new BadImageException(
                    where,
                    "a compressed BMP (method %d)".formatted(compression),
                    "plain BMP is read",
                    "convert it to PNG");
        }
        boolean known = bits == 1 || bits == 4 || bits == 8 || bits == 16 || bits == 24 || bits == 32;
        if (!known || (masked && bits != 16 && bits != 32)) {
            throw PictureDecoder.damaged(where, "a BMP of %d bits a pixel".formatted(bits));
        }
        long start = bmp.getInt(10) & 0xFFFFFFFFL;
        long stride = (bits * (long) width + 31) / 32 * 4;
        if (start < 14 + header || start + stride * height > bmp.capacity()) {
            throw PictureDecoder.truncated(
                    where,
                    "%d x %d pixels need %d bytes, %d are there"
                            .formatted(width, height, start + stride * height, bmp.capacity()));
        }
        byte[] rgb = new byte[3 * width * height];
        Pixels pixels = bits <= 8 ? palette(header, core, bits, start) : fields(header, bits, masked);
        for (int y = 0; y < height; y++) {
            int row = (int) (start + stride * (signedHeight > 0 ? height - 1 - y : y));
            for (int x = 0; x < width; x++) {
                int argb = pixels.argb(row, x);
                for (int c = 0; c < 3; c++) {
                    int shift = 16 - 8 * c;
                    int a = options.dropAlpha() ? 255 : argb >>> 24;
                    rgb[3 * (y * width + x) + c] =
                            (byte) PictureDecoder.over(argb >> shift & 0xFF, a, options.background() >> shift & 0xFF);
                }
            }
        }
        return new Image(height, width, rgb);
    }

    /** The colour of pixel x of the row that starts at a byte, 0xAARRGGBB. */
    @FunctionalInterface
    private interface Pixels {
        int argb(int row, int x);
    }

    private Pixels palette(int header, boolean core, int bits, long start) {
        int entry = core ? 3 : 4;
        int from = 14 + header;
        int stated = core ? 0 : bmp.getInt(46);
        int colours = (int) Math.min((start - from) / entry, stated > 0 ? Math.min(stated, 256) : 1 << bits);
        return (row, x) -> {
            int bit = x * bits;
            int index = bmp.get(row + (bit >> 3)) >> (8 - bits - (bit & 7)) & ((1 << bits) - 1);
            if (index >= colours) {
                throw PictureDecoder.damaged(where, "colour %d of a palette of %d".formatted(index, colours));
            }
            int at = from + entry * index;
            return 0xFF << 24 | (bmp.get(at + 2) & 0xFF) << 16 | (bmp.get(at + 1) & 0xFF) << 8 | (bmp.get(at) & 0xFF);
        };
    }

    private Pixels fields(int header, int bits, boolean masked) {
        int red = bits == 16 ? 0x7C00 : 0xFF0000;
        int green = bits == 16 ? 0x03E0 : 0xFF00;
        int blue = bits == 16 ? 0x1F : 0xFF;
        int alpha = 0;
        if (masked) {
            need(header >= 56 ? 70 : 66);
            red = bmp.getInt(54);
            green = bmp.getInt(58);
            blue = bmp.getInt(62);
            alpha = header >= 56 ? bmp.getInt(66) : 0;
        }
        Field r = new Field(where, red);
        Field g = new Field(where, green);
        Field b = new Field(where, blue);
        Field a = new Field(where, alpha);
        boolean opaque = alpha == 0;
        return (row, x) -> {
            int at = row + x * (bits / 8);
            int v =
                    switch (bits) {
                        case 16 -> bmp.getShort(at) & 0xFFFF;
                        case 24 -> (bmp.getShort(at) & 0xFFFF) | (bmp.get(at + 2) & 0xFF) << 16;
                        default -> bmp.getInt(at);
                    };
            return (opaque ? 255 : a.of(v)) << 24 | r.of(v) << 16 | g.of(v) << 8 | b.of(v);
        };
    }

    /** Some neighbouring bits of a pixel, scaled to 0-255. */
    private record Field(int shift, int max) {
        Field(String where, int mask) {
            this(
                    mask == 0 ? 0 : Integer.numberOfTrailingZeros(mask),
                    mask == 0 ? 0 : mask >>> Integer.numberOfTrailingZeros(mask));
            if ((max & (max + 1)) != 0 || max > 0xFFFF) {
                throw PictureDecoder.damaged(where, "a BMP bit mask %08x".formatted(mask));
            }
        }

        int of(int pixel) {
            return max == 0 ? 0 : (pixel >>> shift & max) * 255 / max;
        }
    }

    private void need(int bytes) {
        if (bmp.capacity() < bytes) {
            throw PictureDecoder.truncated(where, "the BMP ends in its header");
        }
    }
}
