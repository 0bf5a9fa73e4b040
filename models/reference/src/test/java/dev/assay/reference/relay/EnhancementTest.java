package dev.assay.reference.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.reference.diffusion.ImageShape;
import dev.assay.spec.AssayException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Enhancements as PIL makes them, and bytes of images. */
class EnhancementTest {
    /** 256 pixels (i, 255 - i, 7 i modulo 256). */
    private static byte[] ramp() {
        byte[] ramp = new byte[256 * 3];
        for (int i = 0; i < 256; i++) {
            ramp[3 * i] = (byte) i;
            ramp[3 * i + 1] = (byte) (255 - i);
            ramp[3 * i + 2] = (byte) (7 * i);
        }
        return ramp;
    }

    private static int[] numbers(byte[] bytes) {
        int[] numbers = new int[bytes.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = bytes[i] & 0xFF;
        }
        return numbers;
    }

    private static byte[] bytes(int... numbers) {
        byte[] bytes = new byte[numbers.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) numbers[i];
        }
        return bytes;
    }

    @Test
    void brightnessIsBitForBitThatOfTheImagenetScript() {
        byte[] enhanced = new Enhancement.Brightness(1.06).apply(ramp(), 3);
        int[] expected = Arrays.stream(RdmValues.numbers("enhance_imagenet_ramp"))
                .mapToInt(v -> (int) v)
                .toArray();
        assertThat(numbers(enhanced)).containsExactly(expected);
    }

    @Test
    void theFirstPixelsOfASampleAreBrightenedAsPublished() {
        double[] before = RdmValues.numbers("u8_img0", "first");
        double[] after = RdmValues.numbers("enhance_imagenet_img", "first");
        byte[] picture = new byte[before.length];
        for (int i = 0; i < picture.length; i++) {
            picture[i] = (byte) before[i];
        }
        byte[] enhanced = new Enhancement.Brightness(1.06).apply(picture, 3);
        for (int i = 0; i < picture.length; i++) {
            assertThat(enhanced[i] & 0xFF).isEqualTo((int) after[i]);
        }
    }

    /** Luma of (200, 100, 50): 59.80 + 58.70 + 5.70 = 124.2; of (0, 0, 255): 29.07. */
    @Test
    void colorIsMixedWithTheLumaOfEachPixel() {
        byte[] picture = bytes(200, 100, 50, 0, 0, 255);
        assertThat(numbers(new Enhancement.Color(0).apply(picture, 3))).containsExactly(124, 124, 124, 29, 29, 29);
        assertThat(numbers(new Enhancement.Color(0.5).apply(picture, 3))).containsExactly(162, 112, 87, 14, 14, 142);
        // 124 + 2 (200 - 124) = 276, 124 - 2 * 24 = 76, 124 - 2 * 74 = -24
        assertThat(numbers(new Enhancement.Color(2).apply(picture, 3))).containsExactly(255, 76, 0, 0, 0, 255);
    }

    /** The mean luma of 124 and 29 is 76.5, which rounds up. */
    @Test
    void contrastIsMixedWithTheMeanLuma() {
        byte[] picture = bytes(200, 100, 50, 0, 0, 255);
        assertThat(numbers(new Enhancement.Contrast(0).apply(picture, 3))).containsOnly(77);
        assertThat(numbers(new Enhancement.Contrast(0.5).apply(picture, 3))).containsExactly(138, 88, 63, 38, 38, 166);
    }

    @Test
    void greyPicturesHaveNoColorToChange() {
        byte[] picture = bytes(0, 10, 200, 255);
        assertThat(new Enhancement.Color(0.3).apply(picture, 1)).containsExactly(picture);
        assertThat(numbers(new Enhancement.Contrast(0).apply(picture, 1))).containsOnly(116);
    }

    @ParameterizedTest
    @ValueSource(strings = {"brightness", "contrast", "color"})
    void aFactorOfOneChangesNothing(String name) {
        Enhancement enhancement = Enhancements.named(name, Map.of("factor", 1));
        assertThat(enhancement.apply(ramp(), 3)).containsExactly(ramp());
    }

    @Test
    void unknownEnhancementsAndMissingFactorsAreErrors() {
        assertThat(Enhancements.names()).isEqualTo(List.of("brightness", "contrast", "color"));
        assertThatThrownBy(() -> Enhancements.named("brightnes", Map.of("factor", 1)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("did you mean brightness?");
        assertThatThrownBy(() -> Enhancements.named("color", Map.of()))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("no value for factor");
        assertThatThrownBy(() -> Enhancements.named("color", Map.of("factor", -1)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("a number from 0");
    }

    /** 127.5 x + 128 and 127.5 x + 127.5, cut off. */
    @Test
    void imagesBecomeBytesInTheRangesOfEdmAndAdm() {
        ImageShape shape = new ImageShape(3, 1, 2);
        double[] batch = {-1, 1, 0, 0.004, -2, 2};
        assertThat(numbers(ByteRange.EDM.toBytes(batch, shape))).containsExactly(0, 128, 0, 255, 128, 255);
        assertThat(numbers(ByteRange.ADM.toBytes(batch, shape))).containsExactly(0, 127, 0, 255, 128, 255);
    }

    @Test
    void bytesBecomeImagesFromMinusOneToOneAndBack() {
        ImageShape shape = new ImageShape(3, 2, 4);
        byte[] bytes = Arrays.copyOf(ramp(), 2 * 24);
        double[] images = ByteRange.toImages(bytes, shape);
        assertThat(images[0]).isEqualTo(-1);
        assertThat(images[8]).isEqualTo(1); // green of the first pixel, 255
        assertThat(ByteRange.EDM.toBytes(images, shape)).containsExactly(bytes);
    }
}
