package dev.assay.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pixels are known from how each PNG is made: the definition of the format (ISO/IEC 15948) is the reference. */
class PngDecoderTest {
    private static final int WIDTH = 13; // more than one Adam7 tile, no multiple of a byte at 1, 2 or 4 bits
    private static final int HEIGHT = 11;
    private static final int[][] ADAM7 = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };

    private static Image decode(byte[] png) {
        return PictureDecoder.decode("test.png", png, DecodeOptions.DEFAULT);
    }

    private static Image decode(byte[] png, int background) {
        return PictureDecoder.decode("test.png", png, new DecodeOptions(false, background, 1 << 20));
    }

    /** Some sample of full depth. */
    private static int sample(int y, int x, int c, int depth) {
        return (y * 40503 + x * 9973 + c * 12345 + y * x * 77) & ((1 << depth) - 1);
    }

    private static byte[] make(int depth, int type, int interlace, int filter, List<Samples.Chunk> before) {
        int channels = new int[] {1, 0, 3, 1, 2, 0, 4}[type];
        List<byte[][]> rowsOfPasses = new ArrayList<>();
        int[][] passes = interlace == 1 ? ADAM7 : new int[][] {{0, 0, 1, 1}};
        for (int[] pass : passes) {
            List<byte[]> rows = new ArrayList<>();
            for (int y = pass[1]; y < HEIGHT; y += pass[3]) {
                int columns = (WIDTH - pass[0] + pass[2] - 1) / pass[2];
                if (columns == 0) {
                    continue;
                }
                byte[] row = new byte[(columns * channels * depth + 7) / 8];
                for (int i = 0; i < columns * channels; i++) {
                    int x = pass[0] + i / channels * pass[2];
                    put(row, i, depth, sample(y, x, i % channels, depth));
                }
                rows.add(row);
            }
            rowsOfPasses.add(rows.toArray(new byte[0][]));
        }
        return Samples.png(WIDTH, HEIGHT, depth, type, interlace, before, rowsOfPasses, filter);
    }

    private static void put(byte[] row, int i, int depth, int value) {
        if (depth == 16) {
            row[2 * i] = (byte) (value >> 8);
            row[2 * i + 1] = (byte) value;
        } else {
            int bit = i * depth;
            row[bit / 8] |= (byte) (value << (8 - depth - bit % 8));
        }
    }

    static Stream<Arguments> kinds() {
        return Stream.of(new int[][] {
                    {1, 0}, {2, 0}, {4, 0}, {8, 0}, {16, 0}, {8, 2}, {16, 2}, {1, 3}, {2, 3}, {4, 3}, {8, 3}, {8, 4},
                    {16, 4}, {8, 6}, {16, 6}
                })
                .flatMap(k -> Stream.of(0, 1)
                        .flatMap(i -> Stream.of(0, 1, 2, 3, 4).map(f -> Arguments.of(k[0], k[1], i, f))));
    }

    @ParameterizedTest(name = "{0} bits of type {1}, interlace {2}, filter {3}")
    @MethodSource("kinds")
    void everyKindDepthInterlaceAndFilterGivesTheDefinedPixels(int depth, int type, int interlace, int filter) {
        int colours = type == 3 ? 1 << depth : 0;
        byte[] palette = new byte[3 * colours];
        for (int i = 0; i < palette.length; i++) {
            palette[i] = (byte) (i * 73 + 5);
        }
        byte[] png = make(
                depth, type, interlace, filter, type == 3 ? List.of(new Samples.Chunk("PLTE", palette)) : List.of());
        Image image = decode(png);
        assertThat(image.height()).isEqualTo(HEIGHT);
        assertThat(image.width()).isEqualTo(WIDTH);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                for (int c = 0; c < 3; c++) {
                    assertThat(image.at(y, x, c))
                            .as("row %d, column %d, channel %d", y, x, c)
                            .isEqualTo(expected(y, x, c, depth, type, palette));
                }
            }
        }
    }

    private static int expected(int y, int x, int c, int depth, int type, byte[] palette) {
        return switch (type) {
            case 0 -> eight(sample(y, x, 0, depth), depth);
            case 2 -> eight(sample(y, x, c, depth), depth);
            case 3 -> palette[3 * sample(y, x, 0, depth) + c] & 0xFF;
            case 4 -> overWhite(eight(sample(y, x, 0, depth), depth), eight(sample(y, x, 1, depth), depth));
            default -> overWhite(eight(sample(y, x, c, depth), depth), eight(sample(y, x, 3, depth), depth));
        };
    }

    private static int eight(int v, int depth) {
        return depth == 16 ? v >> 8 : v * 255 / ((1 << depth) - 1);
    }

    private static int overWhite(int c, int a) {
        return (int) Math.round((a * c + (255 - a) * 255) / 255.0);
    }

    @Test
    void greyStaysAsItIsWhateverGammaAndProfileSay() {
        byte[][] row = {new byte[256]};
        for (int i = 0; i < 256; i++) {
            row[0][i] = (byte) i;
        }
        List<Samples.Chunk> chunks = List.of(
                new Samples.Chunk("gAMA", ByteBuffer.allocate(4).putInt(100000).array()),
                new Samples.Chunk("iCCP", "icc\0\0not a profile".getBytes(StandardCharsets.US_ASCII)),
                new Samples.Chunk("sRGB", new byte[1]));
        Image image = decode(Samples.png(256, 1, 8, 0, 0, chunks, row, 0));
        for (int i = 0; i < 256; i++) {
            assertThat(image.at(0, i, 0)).isEqualTo(i);
            assertThat(image.at(0, i, 1)).isEqualTo(i);
            assertThat(image.at(0, i, 2)).isEqualTo(i);
        }
    }

    @Test
    void alphaIsLaidOverTheBackgroundOrDropped() {
        byte[][] row = {{10, 20, 30, 0, 10, 20, 30, (byte) 128, 10, 20, 30, (byte) 255}};
        byte[] png = Samples.png(3, 1, 8, 6, 0, List.of(), row, 0);
        assertThat(decode(png, 0xFFFFFF).rgb()).containsExactly(255, 255, 255, 132, 137, 142, 10, 20, 30);
        assertThat(decode(png, 0x0000FF).rgb()).containsExactly(0, 0, 255, 5, 10, 142, 10, 20, 30);
        assertThat(decode(png, DecodeOptions.DROP_ALPHA).rgb()).containsExactly(10, 20, 30, 10, 20, 30, 10, 20, 30);
    }

    @Test
    void paletteTransparencyIsLaidOverTheBackground() {
        List<Samples.Chunk> chunks = List.of(
                new Samples.Chunk("PLTE", new byte[] {10, 20, 30, 40, 50, 60}),
                new Samples.Chunk("tRNS", new byte[] {0}));
        byte[] png = Samples.png(2, 1, 8, 3, 0, chunks, new byte[][] {{0, 1}}, 0);
        assertThat(decode(png, 0xFFFFFF).rgb()).containsExactly(255, 255, 255, 40, 50, 60);
        assertThat(decode(png, DecodeOptions.DROP_ALPHA).rgb()).containsExactly(10, 20, 30, 40, 50, 60);
    }

    @Test
    void colourKeysAreComparedAtFullDepth() {
        List<Samples.Chunk> key = List.of(new Samples.Chunk("tRNS", new byte[] {0x12, 0x34}));
        byte[] png = Samples.png(2, 1, 16, 0, 0, key, new byte[][] {{0x12, 0x34, 0x12, 0x35}}, 0);
        assertThat(decode(png, 0xFF0000).rgb()).containsExactly(255, 0, 0, 0x12, 0x12, 0x12);
        List<Samples.Chunk> rgb = List.of(new Samples.Chunk("tRNS", new byte[] {0, 1, 0, 2, 0, 3}));
        byte[] colour = Samples.png(2, 1, 8, 2, 0, rgb, new byte[][] {{1, 2, 3, 1, 2, 4}}, 0);
        assertThat(decode(colour, 0xFFFFFF).rgb()).containsExactly(255, 255, 255, 1, 2, 4);
        List<Samples.Chunk> bit = List.of(new Samples.Chunk("tRNS", new byte[] {0, 1}));
        byte[] bits = Samples.png(2, 1, 1, 0, 0, bit, new byte[][] {{0x40}}, 0);
        assertThat(decode(bits, 0x010203).rgb()).containsExactly(0, 0, 0, 1, 2, 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void exifOrientationIsAppliedOnlyWhenAsked(int orientation) {
        byte[] exif = ByteBuffer.allocate(26)
                .put(new byte[] {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0})
                .put((byte) orientation)
                .array();
        Image upright = Samples.image(1, 3, 5);
        byte[][] rows = new byte[3][];
        for (int y = 0; y < 3; y++) {
            rows[y] = Arrays.copyOfRange(upright.rgb(), 15 * y, 15 * y + 15);
        }
        byte[] png = Samples.png(5, 3, 8, 2, 0, List.of(new Samples.Chunk("eXIf", exif)), rows, 0);
        assertThat(decode(png).rgb()).isEqualTo(upright.rgb());
        Image turned = PictureDecoder.decode("x", png, new DecodeOptions(true, 0xFFFFFF, 100));
        for (int y = 0; y < 3; y++) {
            for (int x = 0; x < 5; x++) {
                int[] to = seen(orientation, y, x);
                assertThat(turned.at(to[0], to[1], 0)).isEqualTo(upright.at(y, x, 0));
            }
        }
    }

    /** Where the stored row and column are seen, from the words of the EXIF standard: "0th row, 0th column are at". */
    private static int[] seen(int orientation, int y, int x) {
        return switch (orientation) {
            case 1 -> new int[] {y, x}; // top, left
            case 2 -> new int[] {y, 4 - x}; // top, right
            case 3 -> new int[] {2 - y, 4 - x}; // bottom, right
            case 4 -> new int[] {2 - y, x}; // bottom, left
            case 5 -> new int[] {x, y}; // left, top
            case 6 -> new int[] {x, 2 - y}; // right, top
            case 7 -> new int[] {4 - x, 2 - y}; // right, bottom
            default -> new int[] {4 - x, y}; // left, bottom
        };
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] png = Samples.png(Samples.image(3, 9, 7));
        for (int length = 0; length < png.length; length++) {
            byte[] cut = Arrays.copyOf(png, length);
            assertThatThrownBy(() -> decode(cut)).as("%d bytes", length).isInstanceOf(BadImageException.class);
        }
        assertThatThrownBy(() -> decode(Arrays.copyOf(png, png.length - 12)))
                .hasMessage(
                        "test.png: truncated: the PNG ends without its IEND chunk; a whole picture is needed; make or copy it again");
    }

    @Test
    void aDamagedByteInPixelsOrHeaderIsFoundByItsChecksum() {
        byte[] png = Samples.png(Samples.image(3, 9, 7));
        png[60] ^= 1;
        assertThatThrownBy(() -> decode(png)).hasMessageContaining("the checksum of chunk IDAT is wrong");
    }

    @Test
    void hugeDimensionsAreRefusedBeforeMemoryIsTaken() {
        byte[] header = ByteBuffer.allocate(13)
                .putInt(60000)
                .putInt(60000)
                .put((byte) 8)
                .put((byte) 2)
                .array();
        byte[] bomb = Samples.png(List.of(
                new Samples.Chunk("IHDR", header),
                new Samples.Chunk("IDAT", Samples.deflate(new byte[1000])),
                new Samples.Chunk("IEND", new byte[0])));
        assertThatThrownBy(() -> decode(bomb))
                .isInstanceOf(BadImageException.class)
                .hasMessageContaining("60000 x 60000 pixels")
                .hasMessageContaining("at most 67108864");
        byte[] smaller = header.clone();
        ByteBuffer.wrap(smaller).putInt(8000).putInt(8000);
        byte[] hollow = Samples.png(List.of(
                new Samples.Chunk("IHDR", smaller),
                new Samples.Chunk("IDAT", Samples.deflate(new byte[1000])),
                new Samples.Chunk("IEND", new byte[0])));
        assertThatThrownBy(() -> decode(hollow)).hasMessageContaining("cannot hold 8000 x 8000 pixels");
    }

    static Stream<Arguments> nonsense() {
        byte[] ok = Samples.deflate(new byte[] {0, 0});
        return Stream.of(
                Arguments.of("3 bits", header(1, 1, 3, 0, 0), ok, "3 bits of colour type 0"),
                Arguments.of("16-bit palette", header(1, 1, 16, 3, 0), ok, "16 bits of colour type 3"),
                Arguments.of("colour type", header(1, 1, 8, 5, 0), ok, "colour type 5"),
                Arguments.of("interlace", header(1, 1, 8, 0, 2), ok, "interlace 2"),
                Arguments.of("no columns", header(0, 1, 8, 0, 0), ok, "0 x 1 pixels"),
                Arguments.of("negative rows", header(1, -1, 8, 0, 0), ok, "1 x 4294967295 pixels"),
                Arguments.of("no palette", header(1, 1, 8, 3, 0), ok, "the palette has 0 bytes"),
                Arguments.of("filter", header(1, 1, 8, 0, 0), Samples.deflate(new byte[] {9, 0}), "filter type 9"),
                Arguments.of(
                        "no zlib", header(1, 1, 8, 0, 0), new byte[] {1, 2, 3, 4}, "the compressed data are wrong"),
                Arguments.of("few rows", header(1, 9, 8, 0, 0), ok, "end before the last row"));
    }

    private static byte[] header(int width, int height, int depth, int type, int interlace) {
        return ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) depth)
                .put((byte) type)
                .putShort((short) 0)
                .put((byte) interlace)
                .array();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nonsense")
    void nonsenseIsRefusedWithItsReason(String name, byte[] header, byte[] data, String reason) {
        byte[] png = Samples.png(List.of(
                new Samples.Chunk("IHDR", header),
                new Samples.Chunk("IDAT", data),
                new Samples.Chunk("IEND", new byte[0])));
        assertThatThrownBy(() -> decode(png))
                .isInstanceOf(BadImageException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void coloursOutsideThePaletteAreRefused() {
        List<Samples.Chunk> chunks = List.of(new Samples.Chunk("PLTE", new byte[] {1, 2, 3}));
        byte[] png = Samples.png(1, 1, 8, 3, 0, chunks, new byte[][] {{1}}, 0);
        assertThatThrownBy(() -> decode(png)).hasMessageContaining("colour 1 of a palette of 1");
    }
}
