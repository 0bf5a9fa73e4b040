package dev.assay.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BmpDecoderTest {
    private static Image decode(byte[] bmp) {
        return PictureDecoder.decode("test.bmp", bmp, DecodeOptions.DEFAULT);
    }

    /** A bitmap with a 40-byte header; {@code table} is palette or masks. */
    private static byte[] bmp(int width, int height, int bits, int compression, byte[] table, byte[] rows) {
        ByteBuffer out = ByteBuffer.allocate(54 + table.length + rows.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 'B').put((byte) 'M').putInt(out.capacity()).putInt(0).putInt(54 + table.length);
        out.putInt(40)
                .putInt(width)
                .putInt(height)
                .putShort((short) 1)
                .putShort((short) bits)
                .putInt(compression);
        out.putInt(rows.length).putInt(0).putInt(0).putInt(table.length / 4).putInt(0);
        return out.put(table).put(rows).array();
    }

    @Test
    void rowsRunFromBelowUnlessTheHeightIsNegative() {
        byte[] rows = {3, 2, 1, 6, 5, 4, 0, 0, 9, 8, 7, 12, 11, 10, 0, 0}; // blue first, padded to 4 bytes
        assertThat(decode(bmp(2, 2, 24, 0, new byte[0], rows)).rgb())
                .containsExactly(7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6);
        assertThat(decode(bmp(2, -2, 24, 0, new byte[0], rows)).rgb())
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    }

    @Test
    void palettesOfOneFourAndEightBits() {
        byte[] palette = {30, 20, 10, 0, 60, 50, 40, 0};
        assertThat(decode(bmp(2, 1, 1, 0, palette, new byte[] {0x40, 0, 0, 0})).rgb())
                .containsExactly(10, 20, 30, 40, 50, 60);
        assertThat(decode(bmp(2, 1, 4, 0, palette, new byte[] {0x10, 0, 0, 0})).rgb())
                .containsExactly(40, 50, 60, 10, 20, 30);
        assertThat(decode(bmp(2, 1, 8, 0, palette, new byte[] {1, 0, 0, 0})).rgb())
                .containsExactly(40, 50, 60, 10, 20, 30);
        assertThatThrownBy(() -> decode(bmp(1, 1, 8, 0, palette, new byte[] {2, 0, 0, 0})))
                .hasMessageContaining("colour 2 of a palette of 2");
    }

    @Test
    void fieldsOfSixteenAndThirtyTwoBits() {
        byte[] x555 = {(byte) 0xFF, 0x03, 0, 0}; // red 0, green 31, blue 31
        assertThat(decode(bmp(1, 1, 16, 0, new byte[0], x555)).rgb()).containsExactly(0, 255, 255);
        byte[] masks = ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0xF800)
                .putInt(0x07E0)
                .putInt(0x1F)
                .array();
        byte[] p565 = {0x10, (byte) 0x84, 0, 0}; // 16/31, 32/63, 16/31
        assertThat(decode(bmp(1, 1, 16, 3, masks, p565)).rgb()).containsExactly(131, 129, 131);
        assertThat(decode(bmp(1, 1, 32, 0, new byte[0], new byte[] {3, 2, 1, 0}))
                        .rgb())
                .containsExactly(1, 2, 3); // no alpha
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 10, 25, 26, 53, 54, 60, 69})
    void truncationIsRefused(int length) {
        byte[] whole = bmp(2, 2, 24, 0, new byte[0], new byte[16]);
        assertThatThrownBy(() -> decode(Arrays.copyOf(whole, length))).isInstanceOf(BadImageException.class);
    }

    @Test
    void hugeCompressedAndOddBitmapsAreRefused() {
        assertThatThrownBy(() -> decode(bmp(100_000, 100_000, 24, 0, new byte[0], new byte[16])))
                .hasMessageContaining("100000 x 100000");
        assertThatThrownBy(() -> decode(bmp(8000, -8000, 24, 0, new byte[0], new byte[16])))
                .hasMessageContaining("truncated");
        assertThatThrownBy(() -> decode(bmp(1, Integer.MIN_VALUE, 24, 0, new byte[0], new byte[16])))
                .hasMessageContaining("2147483648");
        assertThatThrownBy(() -> decode(bmp(-1, 1, 24, 0, new byte[0], new byte[16])))
                .isInstanceOf(BadImageException.class);
        assertThatThrownBy(() -> decode(bmp(1, 1, 8, 1, new byte[8], new byte[16])))
                .hasMessageContaining("compressed BMP");
        assertThatThrownBy(() -> decode(bmp(1, 1, 7, 0, new byte[8], new byte[16])))
                .hasMessageContaining("7 bits a pixel");
    }

    @Test
    void otherContentIsNamed() {
        assertThatThrownBy(() -> decode("GIF89a....".getBytes(StandardCharsets.US_ASCII)))
                .hasMessageContaining("a GIF");
        assertThatThrownBy(() -> decode("II*\0....".getBytes(StandardCharsets.US_ASCII)))
                .hasMessageContaining("a TIFF");
        assertThatThrownBy(() -> decode("hello".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(BadImageException.class)
                .hasMessage(
                        "test.bmp: the content is no picture that we know; PNG, JPEG, BMP and WebP are read; convert it to PNG");
        assertThatThrownBy(() -> decode(new byte[0])).hasMessageContaining("the file is empty");
    }

    @Test
    void optionsAreChecked() {
        assertThatThrownBy(() -> new DecodeOptions(false, 0x1000000, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DecodeOptions(false, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DecodeOptions(false, 0, 1L << 40)).isInstanceOf(IllegalArgumentException.class);
    }
}
