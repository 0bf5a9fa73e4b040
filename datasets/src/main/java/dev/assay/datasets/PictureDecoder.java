package dev.assay.datasets;

import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Decodes PNG, JPEG, BMP and WebP to the samples that libpng, libjpeg, PIL and libwebp give, judged by content, not by
 * name.
 *
 * <p>Colour is never managed: gamma, ICC profiles and chromaticities are ignored, as PIL ignores them. Grey becomes three
 * equal channels. Sixteen-bit samples keep their high byte (libpng's strip; PIL instead clips 16-bit grey). Alpha is laid
 * over {@link DecodeOptions#background}: round((a c + (255 - a) b) / 255). A truncated or damaged picture is refused
 * whole: nothing is filled in.
 */
public final class PictureDecoder {
    private PictureDecoder() {}

    /**
     * The picture in {@code encoded}.
     *
     * @param where names the picture in errors
     * @throws BadImageException for what is damaged, unsupported or too large
     */
    public static Image decode(String where, byte[] encoded, DecodeOptions options) {
        if (encoded.length == 0) {
            throw new BadImageException(where, "the file is empty", ALLOWED, "make or copy it again");
        }
        if (starts(encoded, 0, "\u0089PNG\r\n\u001a\n")) {
            return new PngDecoder(where, encoded, options).decode();
        }
        if (starts(encoded, 0, "\u00ff\u00d8")) {
            return JpegDecoder.decode(where, encoded, options);
        }
        if (starts(encoded, 0, "RIFF") && starts(encoded, 8, "WEBP")) {
            return WebpDecoder.decode(where, encoded, options);
        }
        if (starts(encoded, 0, "BM")) {
            return new BmpDecoder(where, encoded, options).decode();
        }
        throw new BadImageException(where, "the content is " + guess(encoded), ALLOWED, "convert it to PNG");
    }

    private static final String ALLOWED = "PNG, JPEG, BMP and WebP are read";

    private static String guess(byte[] encoded) {
        if (starts(encoded, 0, "GIF8")) {
            return "a GIF";
        }
        if (starts(encoded, 0, "II*\0") || starts(encoded, 0, "MM\0*")) {
            return "a TIFF";
        }
        if (starts(encoded, 4, "ftypavif")) {
            return "an AVIF";
        }
        return "no picture that we know";
    }

    private static boolean starts(byte[] bytes, int at, String magic) {
        byte[] wanted = magic.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length < at + wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (bytes[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    /** Checks dimensions read from a header, before memory is taken. */
    static void checkSize(String where, long width, long height, DecodeOptions options) {
        if (width < 1 || height < 1) {
            throw new BadImageException(
                    where,
                    "the picture is %d x %d pixels".formatted(width, height),
                    "both must be at least 1",
                    "make it again");
        }
        if (width > options.maxPixels() || height > options.maxPixels() || width * height > options.maxPixels()) {
            throw new BadImageException(
                    where,
                    "the picture claims %d x %d pixels".formatted(width, height),
                    "at most %d are allowed".formatted(options.maxPixels()),
                    "shrink it, or raise the limit if it is sound");
        }
    }

    static BadImageException truncated(String where, String found) {
        return new BadImageException(
                where, "truncated: " + found, "a whole picture is needed", "make or copy it again");
    }

    static BadImageException damaged(String where, String found) {
        return new BadImageException(where, "damaged: " + found, "a sound picture is needed", "make or copy it again");
    }

    /** What an exception of a library says, on one line. */
    static String reason(Throwable e) {
        if (e instanceof IOException io) {
            return AssayException.reason(io);
        }
        String message = e.getMessage();
        return message == null
                ? e.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    /** Sample c under alpha a over background b, all 0-255; exact rounding, since 255 is odd there are no ties. */
    static int over(int c, int a, int b) {
        return (a * c + (255 - a) * b + 127) / 255;
    }
}
