package dev.assay.datasets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * PNG (ISO/IEC 15948) of every colour type and depth, interlaced or not. Own code, because ImageIO converts grey through
 * a linear colour space when asked for colours, skips checksums and cannot bound its memory.
 */
final class PngDecoder {
    private static final int GREY = 0;
    private static final int RGB = 2;
    private static final int PALETTE = 3;
    private static final int GREY_ALPHA = 4;
    private static final int RGB_ALPHA = 6;
    /** Deflate cannot shrink further than this. */
    private static final long MAX_RATIO = 1032;

    private record Span(int offset, int length) {}

    /** First column and row of an Adam7 pass and the steps between its pixels. */
    private record Pass(int x0, int y0, int dx, int dy) {}

    private static final Pass WHOLE = new Pass(0, 0, 1, 1);
    private static final List<Pass> ADAM7 = List.of(
            new Pass(0, 0, 8, 8),
            new Pass(4, 0, 8, 8),
            new Pass(0, 4, 4, 8),
            new Pass(2, 0, 4, 4),
            new Pass(0, 2, 2, 4),
            new Pass(1, 0, 2, 2),
            new Pass(0, 1, 1, 2));

    private final String where;
    private final byte[] png;
    private final DecodeOptions options;
    private final int[] background = new int[3];

    private int width;
    private int height;
    private int depth;
    private int type;
    private boolean interlaced;
    private int channels;
    private byte[] palette = {}; // (colours, 3)
    private byte[] transparency = {};
    private int orientation = Orientation.UPRIGHT;
    private final List<Span> data = new ArrayList<>();
    private byte[] rgb = {};

    PngDecoder(String where, byte[] png, DecodeOptions options) {
        this.where = where;
        this.png = png;
        this.options = options;
        for (int c = 0; c < 3; c++) {
            background[c] = options.background() >> (16 - 8 * c) & 0xFF;
        }
    }

    Image decode() {
        readChunks();
        long packed = data.stream().mapToLong(Span::length).sum();
        if (rawBytes() / MAX_RATIO > packed) {
            throw PictureDecoder.truncated(
                    where, "%d bytes of data cannot hold %d x %d pixels".formatted(packed, width, height));
        }
        preparePalette();
        rgb = new byte[3 * width * height];
        readPixels();
        Image image = new Image(height, width, rgb);
        return options.applyExifOrientation() ? Orientation.apply(image, orientation) : image;
    }

    private void readChunks() {
        int at = 8;
        boolean first = true;
        boolean dataEnded = false;
        while (true) {
            if (png.length - at < 12) {
                throw PictureDecoder.truncated(where, "the PNG ends without its IEND chunk");
            }
            int length = int32(at);
            int name = int32(at + 4);
            String chunk = name(name);
            if (length < 0 || length > png.length - at - 12) {
                throw PictureDecoder.truncated(
                        where,
                        "chunk %s has %d bytes, %d are left"
                                .formatted(chunk, length & 0xFFFFFFFFL, png.length - at - 12));
            }
            int body = at + 8;
            if (first != chunk.equals("IHDR")) {
                throw PictureDecoder.damaged(where, "IHDR must be the first chunk, once");
            }
            first = false;
            boolean critical = (name >> 24 & 0x20) == 0;
            if (critical || chunk.equals("tRNS")) {
                checkCrc(at, length, chunk);
            }
            switch (chunk) {
                case "IHDR" -> readHeader(body, length);
                case "PLTE" -> palette = Arrays.copyOfRange(png, body, body + length);
                case "tRNS" -> transparency = Arrays.copyOfRange(png, body, body + length);
                case "eXIf" -> orientation = Orientation.ofExif(png, body, length);
                case "IDAT" -> {
                    if (dataEnded) {
                        throw PictureDecoder.damaged(where, "the IDAT chunks are not together");
                    }
                    data.add(new Span(body, length));
                }
                case "IEND" -> {
                    if (data.isEmpty()) {
                        throw PictureDecoder.truncated(where, "the PNG has no pixels (IDAT)");
                    }
                    return;
                }
                default -> {
                    if (critical) {
                        throw PictureDecoder.damaged(where, "unknown critical chunk " + chunk);
                    }
                }
            }
            dataEnded = !data.isEmpty() && !chunk.equals("IDAT");
            at = body + length + 4;
        }
    }

    private void checkCrc(int at, int length, String chunk) {
        CRC32 crc = new CRC32();
        crc.update(png, at + 4, length + 4);
        if ((int) crc.getValue() != int32(at + 8 + length)) {
            throw PictureDecoder.damaged(where, "the checksum of chunk " + chunk + " is wrong");
        }
    }

    private void readHeader(int body, int length) {
        if (length != 13) {
            throw PictureDecoder.damaged(where, "IHDR has %d bytes, not 13".formatted(length));
        }
        PictureDecoder.checkSize(where, int32(body) & 0xFFFFFFFFL, int32(body + 4) & 0xFFFFFFFFL, options);
        width = int32(body);
        height = int32(body + 4);
        depth = png[body + 8];
        type = png[body + 9];
        channels = switch (type) {
            case GREY, PALETTE -> 1;
            case GREY_ALPHA -> 2;
            case RGB -> 3;
            case RGB_ALPHA -> 4;
            default -> throw PictureDecoder.damaged(where, "colour type " + type);
        };
        boolean small = depth == 1 || depth == 2 || depth == 4;
        boolean allowed =
                depth == 8 || (depth == 16 && type != PALETTE) || (small && (type == GREY || type == PALETTE));
        int method = png[body + 12];
        if (!allowed || png[body + 10] != 0 || png[body + 11] != 0 || method < 0 || method > 1) {
            throw PictureDecoder.damaged(
                    where, "%d bits of colour type %d, interlace %d is no PNG".formatted(depth, type, method));
        }
        interlaced = method == 1;
    }

    private void preparePalette() {
        if (type != PALETTE) {
            return;
        }
        if (palette.length == 0 || palette.length % 3 != 0 || palette.length > 768) {
            throw PictureDecoder.damaged(where, "the palette has %d bytes".formatted(palette.length));
        }
        if (options.dropAlpha()) {
            return;
        }
        for (int i = 0; i < Math.min(transparency.length, palette.length / 3); i++) {
            for (int c = 0; c < 3; c++) {
                int k = 3 * i + c;
                palette[k] = (byte) PictureDecoder.over(palette[k] & 0xFF, transparency[i] & 0xFF, background[c]);
            }
        }
    }

    private long rawBytes() {
        return height * (1 + ((long) width * channels * depth + 7) / 8);
    }

    private void readPixels() {
        Inflater inflater = new Inflater();
        try {
            Source source = new Source(inflater);
            for (Pass pass : interlaced ? ADAM7 : List.of(WHOLE)) {
                readPass(source, pass);
            }
            source.finish();
        } catch (DataFormatException e) {
            throw new BadImageException(
                    where,
                    "damaged: the compressed data are wrong: " + PictureDecoder.reason(e),
                    "a sound picture is needed",
                    "make or copy it again",
                    e);
        } finally {
            inflater.end();
        }
    }

    /** The decompressed data of all IDAT chunks. */
    private final class Source {
        private final Inflater inflater;
        private int next;

        Source(Inflater inflater) {
            this.inflater = inflater;
        }

        void fill(byte[] row, int length) throws DataFormatException {
            int done = 0;
            while (done < length) {
                int n = inflate(row, done, length - done);
                if (n == 0) {
                    throw PictureDecoder.truncated(where, "the compressed data end before the last row");
                }
                done += n;
            }
        }

        /** Makes the inflater compare its own checksum. Surplus data are harmless and let pass, as libpng does. */
        void finish() throws DataFormatException {
            if (inflate(new byte[1], 0, 1) == 0 && !inflater.finished()) {
                throw PictureDecoder.truncated(where, "the compressed data have no end");
            }
        }

        private int inflate(byte[] into, int offset, int length) throws DataFormatException {
            while (true) {
                int n = inflater.inflate(into, offset, length);
                if (n > 0 || inflater.finished() || inflater.needsDictionary() || next == data.size()) {
                    return n;
                }
                Span span = data.get(next++);
                inflater.setInput(png, span.offset(), span.length());
            }
        }
    }

    private void readPass(Source source, Pass pass) throws DataFormatException {
        int columns = (width - pass.x0() + pass.dx() - 1) / pass.dx();
        int rows = (height - pass.y0() + pass.dy() - 1) / pass.dy();
        if (columns == 0 || rows == 0) {
            return;
        }
        int length = (int) (((long) columns * channels * depth + 7) / 8);
        int step = Math.max(1, channels * depth / 8);
        byte[] row = new byte[length + 1]; // filter type, then samples
        byte[] previous = new byte[length + 1];
        byte[] samples = depth == 8 ? row : new byte[columns * channels + 1];
        for (int r = 0; r < rows; r++) {
            source.fill(row, length + 1);
            unfilter(row, previous, step);
            if (depth != 8) {
                widen(row, samples);
            }
            store(depth == 8 ? row : samples, row, columns, pass.y0() + r * pass.dy(), pass);
            byte[] swap = previous;
            previous = row;
            row = swap;
        }
    }

    /** Undoes the filter of a row (section 9.2); step is the distance to the sample on the left. */
    private void unfilter(byte[] row, byte[] previous, int step) {
        int first = Math.min(step, row.length - 1); // bytes without a left neighbour
        switch (row[0]) {
            case 0 -> {}
            case 1 -> {
                for (int i = 1 + step; i < row.length; i++) {
                    row[i] += row[i - step];
                }
            }
            case 2 -> {
                for (int i = 1; i < row.length; i++) {
                    row[i] += previous[i];
                }
            }
            case 3 -> {
                for (int i = 1; i <= first; i++) {
                    row[i] += (byte) ((previous[i] & 0xFF) >> 1);
                }
                for (int i = first + 1; i < row.length; i++) {
                    row[i] += (byte) (((row[i - step] & 0xFF) + (previous[i] & 0xFF)) >> 1);
                }
            }
            case 4 -> {
                for (int i = 1; i <= first; i++) {
                    row[i] += previous[i]; // paeth(0, above, 0)
                }
                for (int i = first + 1; i < row.length; i++) {
                    row[i] += (byte) paeth(row[i - step] & 0xFF, previous[i] & 0xFF, previous[i - step] & 0xFF);
                }
            }
            default -> throw PictureDecoder.damaged(where, "a row has filter type " + (row[0] & 0xFF));
        }
    }

    private static int paeth(int left, int above, int corner) {
        int toLeft = Math.abs(above - corner);
        int toAbove = Math.abs(left - corner);
        int toCorner = Math.abs(left + above - 2 * corner);
        if (toLeft <= toAbove && toLeft <= toCorner) {
            return left;
        }
        return toAbove <= toCorner ? above : corner;
    }

    /** Samples of 1, 2, 4 or 16 bits to 8: grey scaled to 0-255, palette indices as they are, 16 bits cut. */
    private void widen(byte[] row, byte[] samples) {
        if (depth == 16) {
            for (int i = 1; i < samples.length; i++) {
                samples[i] = row[2 * i - 1];
            }
            return;
        }
        int scale = type == GREY ? 255 / ((1 << depth) - 1) : 1;
        for (int i = 0; i < samples.length - 1; i++) {
            samples[i + 1] = (byte) (scale * narrow(row, i));
        }
    }

    /** Sample i of a row of 1, 2 or 4 bits a sample. */
    private int narrow(byte[] row, int i) {
        int bit = i * depth;
        return row[1 + (bit >> 3)] >> (8 - depth - (bit & 7)) & ((1 << depth) - 1);
    }

    /** Writes a row of 8-bit samples (from index 1) to its pixels. */
    private void store(byte[] s, byte[] raw, int columns, int y, Pass pass) {
        int to = 3 * (y * width + pass.x0());
        int step = 3 * pass.dx();
        boolean opaque = options.dropAlpha();
        switch (type) {
            case GREY -> {
                for (int i = 1; i <= columns; i++, to += step) {
                    rgb[to] = s[i];
                    rgb[to + 1] = s[i];
                    rgb[to + 2] = s[i];
                }
            }
            case RGB -> {
                if (step == 3) {
                    System.arraycopy(s, 1, rgb, to, 3 * columns);
                } else {
                    for (int i = 1; i <= 3 * columns; i += 3, to += step) {
                        System.arraycopy(s, i, rgb, to, 3);
                    }
                }
            }
            case PALETTE -> {
                for (int i = 1; i <= columns; i++, to += step) {
                    int index = 3 * (s[i] & 0xFF);
                    if (index >= palette.length) {
                        throw PictureDecoder.damaged(
                                where, "colour %d of a palette of %d".formatted(index / 3, palette.length / 3));
                    }
                    System.arraycopy(palette, index, rgb, to, 3);
                }
            }
            case GREY_ALPHA -> {
                for (int i = 1; i <= 2 * columns; i += 2, to += step) {
                    int a = opaque ? 255 : s[i + 1] & 0xFF;
                    for (int c = 0; c < 3; c++) {
                        rgb[to + c] = (byte) PictureDecoder.over(s[i] & 0xFF, a, background[c]);
                    }
                }
            }
            default -> {
                for (int i = 1; i <= 4 * columns; i += 4, to += step) {
                    int a = opaque ? 255 : s[i + 3] & 0xFF;
                    for (int c = 0; c < 3; c++) {
                        rgb[to + c] =
                                a == 255 ? s[i + c] : (byte) PictureDecoder.over(s[i + c] & 0xFF, a, background[c]);
                    }
                }
            }
        }
        if (transparency.length > 0 && !opaque && (type == GREY || type == RGB)) {
            clearKey(raw, columns, 3 * (y * width + pass.x0()), step);
        }
    }

    /** Pixels whose samples, at full depth, equal the transparent colour become background. */
    private void clearKey(byte[] raw, int columns, int to, int step) {
        if (transparency.length != 2 * channels) {
            throw PictureDecoder.damaged(
                    where, "tRNS has %d bytes, not %d".formatted(transparency.length, 2 * channels));
        }
        for (int i = 0; i < columns; i++) {
            boolean equal = true;
            for (int c = 0; c < channels; c++) {
                int key = (transparency[2 * c] & 0xFF) << 8 | (transparency[2 * c + 1] & 0xFF);
                equal &= key == sample(raw, i * channels + c);
            }
            if (equal) {
                for (int c = 0; c < 3; c++) {
                    rgb[to + i * step + c] = (byte) background[c];
                }
            }
        }
    }

    private int sample(byte[] raw, int i) {
        return switch (depth) {
            case 16 -> (raw[1 + 2 * i] & 0xFF) << 8 | (raw[2 + 2 * i] & 0xFF);
            case 8 -> raw[1 + i] & 0xFF;
            default -> narrow(raw, i);
        };
    }

    private int int32(int at) {
        return png[at] << 24 | (png[at + 1] & 0xFF) << 16 | (png[at + 2] & 0xFF) << 8 | (png[at + 3] & 0xFF);
    }

    private static String name(int code) {
        StringBuilder name = new StringBuilder();
        for (int shift = 24; shift >= 0; shift -= 8) {
            char c = (char) (code >> shift & 0xFF);
            name.append((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ? c : '?');
        }
        return name.toString();
    }
}
