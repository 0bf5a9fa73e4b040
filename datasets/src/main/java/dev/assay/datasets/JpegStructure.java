package dev.assay.datasets;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The markers of a JPEG (ITU-T T.81), checked from start to end before any decoding, and the same picture rewritten with
 * only what decoding needs.
 *
 * <p>The rewritten stream states its colour space as libjpeg would guess it ({@code default_decompress_parms} of
 * jdapimin.c): Java's own guess differs for files with neither JFIF nor Adobe marker. Profiles, thumbnails and comments are
 * gone, so none of them can change or break the decoding.
 */
final class JpegStructure {
    /** How the components of the file are to be understood. */
    enum Colour {
        GREY,
        YCC,
        /** Chroma with every second row only (4:4:0). */
        YCC_HALF_ROWS,
        RGB,
        CMYK,
        YCCK
    }

    private static final int SOF0 = 0xC0;
    private static final int DHT = 0xC4;
    private static final int JPG = 0xC8;
    private static final int DAC = 0xCC;
    private static final int SOF15 = 0xCF;
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int DQT = 0xDB;
    private static final int DNL = 0xDC;
    private static final int DRI = 0xDD;
    private static final int APP0 = 0xE0;
    private static final int APP1 = 0xE1;
    private static final int APP14 = 0xEE;
    private static final int APP15 = 0xEF;
    private static final int COM = 0xFE;
    /** Real files have up to about 20; each costs a pass over the whole picture. */
    private static final int MAX_SCANS = 200;

    private final String where;
    private final byte[] jpeg;
    private final DecodeOptions options;
    private final ByteArrayOutputStream tables;

    private int width;
    private int height;
    private int[] componentIds = {};
    private boolean halfRows;
    private boolean jfif;
    private int adobeTransform = -1;
    private int orientation = Orientation.UPRIGHT;

    JpegStructure(String where, byte[] jpeg, DecodeOptions options) {
        this.where = where;
        this.jpeg = jpeg;
        this.options = options;
        tables = new ByteArrayOutputStream(jpeg.length);
        readMarkers();
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    int orientation() {
        return orientation;
    }

    Colour colour() {
        switch (componentIds.length) {
            case 1 -> {
                return Colour.GREY;
            }
            case 3 -> {
                boolean namedRgb = componentIds[0] == 'R' && componentIds[1] == 'G' && componentIds[2] == 'B';
                boolean rgb = !jfif && (adobeTransform == 0 || (adobeTransform < 0 && namedRgb));
                if (rgb) {
                    return Colour.RGB;
                }
                return halfRows ? Colour.YCC_HALF_ROWS : Colour.YCC;
            }
            default -> {
                return adobeTransform <= 0 ? Colour.CMYK : Colour.YCCK;
            }
        }
    }

    /** The picture with its colour space stated and without metadata. */
    byte[] normalised() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(tables.size() + 32);
        out.write(0xFF);
        out.write(SOI);
        Colour colour = colour();
        if (colour == Colour.GREY || colour == Colour.YCC || colour == Colour.YCC_HALF_ROWS) {
            out.writeBytes(
                    new byte[] {(byte) 0xFF, (byte) APP0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0});
        } else {
            byte transform = (byte) (colour == Colour.YCCK ? 2 : 0);
            out.writeBytes(
                    new byte[] {(byte) 0xFF, (byte) APP14, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, transform
                    });
        }
        out.writeBytes(tables.toByteArray());
        return out.toByteArray();
    }

    private void readMarkers() {
        int at = 2;
        int scans = 0;
        while (true) {
            at = markerFrom(at);
            int marker = jpeg[at] & 0xFF;
            at++;
            if (marker == EOI) {
                tables.write(0xFF);
                tables.write(EOI);
                break;
            }
            int length = segmentLength(at, marker);
            segment(marker, at, length);
            at += length;
            if (marker == SOS) {
                if (componentIds.length == 0) {
                    throw PictureDecoder.damaged(where, "a scan comes before the frame header");
                }
                if (++scans > MAX_SCANS) {
                    throw PictureDecoder.damaged(where, "more than %d scans".formatted(MAX_SCANS));
                }
                int end = scanEnd(at);
                tables.write(jpeg, at, end - at);
                at = end;
            }
        }
        if (scans == 0) {
            throw PictureDecoder.truncated(where, "the JPEG has no scan");
        }
    }

    /** Index of the code of the next marker at or after {@code at}; libjpeg skips stray bytes before it as well. */
    private int markerFrom(int at) {
        int i = at;
        while (i < jpeg.length - 1) {
            if (jpeg[i] == (byte) 0xFF && jpeg[i + 1] != (byte) 0xFF && jpeg[i + 1] != 0) {
                return i + 1;
            }
            i++;
        }
        throw truncated();
    }

    private BadImageException truncated() {
        return PictureDecoder.truncated(where, "the JPEG ends without its end marker (EOI)");
    }

    private int segmentLength(int at, int marker) {
        if (jpeg.length - at < 2) {
            throw truncated();
        }
        int length = uint16(at);
        if (length < 2) {
            throw PictureDecoder.damaged(where, "marker %02X has length %d".formatted(marker, length));
        }
        if (length > jpeg.length - at) {
            throw truncated();
        }
        return length;
    }

    /** The segment's content starts after its two bytes of length. */
    private void segment(int marker, int at, int length) {
        if (marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC) {
            frame(marker, at, length);
        }
        switch (marker) {
            case APP0 -> jfif |= length >= 16 && isText(at + 2, "JFIF\0");
            case APP14 -> {
                if (length >= 14 && isText(at + 2, "Adobe")) {
                    adobeTransform = jpeg[at + 13] & 0xFF;
                }
            }
            case APP1 -> {
                if (length > 8 && isText(at + 2, "Exif\0")) {
                    orientation = Orientation.ofExif(jpeg, at + 8, length - 8);
                }
            }
            case DNL -> throw PictureDecoder.damaged(where, "the number of rows comes after the scan (DNL)");
            case SOI -> throw PictureDecoder.damaged(where, "a second picture starts inside the first");
            default -> {}
        }
        boolean dropped = (marker >= APP0 && marker <= APP15) || marker == COM;
        boolean known = (marker >= SOF0 && marker <= SOF15) || marker == SOS || marker == DQT || marker == DRI;
        if (known && !dropped) {
            tables.write(0xFF);
            tables.write(marker);
            tables.write(jpeg, at, length);
        }
    }

    private void frame(int marker, int at, int length) {
        if (componentIds.length > 0) {
            throw PictureDecoder.damaged(where, "two frame headers");
        }
        if (marker > SOF0 + 2) {
            throw new BadImageException(
                    where,
                    "a lossless, hierarchical or arithmetic-coded JPEG (SOF%d)".formatted(marker - SOF0),
                    "baseline and progressive Huffman JPEG are read",
                    "convert it to PNG");
        }
        int components = length < 8 ? 0 : jpeg[at + 7] & 0xFF;
        if (length != 8 + 3 * components) {
            throw PictureDecoder.damaged(where, "the frame header has %d bytes".formatted(length));
        }
        if (jpeg[at + 2] != 8 || (components != 1 && components != 3 && components != 4)) {
            throw new BadImageException(
                    where,
                    "a JPEG of %d components of %d bits".formatted(components, jpeg[at + 2]),
                    "1, 3 or 4 components of 8 bits are read",
                    "convert it to PNG");
        }
        height = uint16(at + 3);
        width = uint16(at + 5);
        PictureDecoder.checkSize(where, width, height, options);
        // Every 8 x 8 block of the finest component takes at least one bit in the first scan.
        if ((long) width * height / 512 > jpeg.length) {
            throw PictureDecoder.truncated(
                    where, "%d bytes cannot hold %d x %d pixels".formatted(jpeg.length, width, height));
        }
        componentIds = new int[components];
        for (int i = 0; i < components; i++) {
            componentIds[i] = jpeg[at + 8 + 3 * i] & 0xFF;
        }
        halfRows = components == 3
                && jpeg[at + 9] == 0x12 // columns and rows of a block of luma, then of both chromas
                && jpeg[at + 12] == 0x11
                && jpeg[at + 15] == 0x11;
    }

    /** Where the entropy-coded data end: at the next marker that is no restart. */
    private int scanEnd(int from) {
        for (int i = from; i < jpeg.length - 1; i++) {
            if (jpeg[i] != (byte) 0xFF) {
                continue;
            }
            int next = jpeg[i + 1] & 0xFF;
            boolean restart = next >= 0xD0 && next <= 0xD7;
            if (next != 0 && next != 0xFF && !restart) {
                return i;
            }
        }
        throw truncated();
    }

    private boolean isText(int at, String text) {
        return at + text.length() <= jpeg.length
                && new String(jpeg, at, text.length(), StandardCharsets.ISO_8859_1).equals(text);
    }

    private int uint16(int at) {
        return (jpeg[at] & 0xFF) << 8 | (jpeg[at + 1] & 0xFF);
    }
}
