package dev.assay.datasets.resize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.datasets.BadImageException;
import dev.assay.datasets.FormulaImage;
import dev.assay.datasets.Image;
import dev.assay.spec.AssayException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResizerTest {
    static List<String> names() {
        return Resizer.NAMES;
    }

    @ParameterizedTest
    @MethodSource("names")
    void nameFindsTheResizerOfThatName(String name) {
        assertThat(Resizer.named(name).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void equalSizesCopyThePixels(String name) {
        Image image = FormulaImage.of(1, 24, 17);
        float[] out = resize(name, image, 24, 17);
        for (int y = 0; y < 24; y++) {
            for (int x = 0; x < 17; x++) {
                for (int c = 0; c < 3; c++) {
                    assertThat(out[(c * 24 + y) * 17 + x]).isEqualTo(image.at(y, x, c));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void aPlainColourStaysAsItIs(String name) {
        Image image = plain(33, 21, 200, 7, 255);
        for (int[] size : new int[][] {{10, 50}, {33, 5}, {64, 64}, {1, 1}}) {
            float[] out = resize(name, image, size[0], size[1]);
            int plane = size[0] * size[1];
            for (int i = 0; i < out.length; i++) {
                // Weights sum to 1 up to float32 rounding; the 8-bit resizers round it away.
                assertThat(out[i]).isCloseTo(i < plane ? 200 : i < 2 * plane ? 7 : 255, within(2e-4f));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void nothingOutsideTheTargetIsWritten(String name) {
        float[] out = new float[5 + 3 * 9 * 8 + 4];
        Arrays.fill(out, -77);
        Resizer.named(name).resize(FormulaImage.of(2, 12, 30), 9, 8, out, 5);
        for (int i = 0; i < out.length; i++) {
            if (i < 5 || i >= 5 + 3 * 9 * 8) {
                assertThat(out[i]).isEqualTo(-77);
            } else {
                assertThat(out[i]).isNotEqualTo(-77);
            }
        }
    }

    /** Away from the border, where mirrored pictures see mirrored neighbours; TF1 has no half-pixel centres, and an odd remainder no middle. */
    @ParameterizedTest
    @MethodSource("names")
    void mirroringCommutesWithResizing(String name) {
        if (name.equals("tf1-bilinear") || name.endsWith("-crop")) {
            return;
        }
        Image image = FormulaImage.of(4, 20, 31);
        float[] straight = resize(name, image, 13, 9);
        float[] mirrored = resize(name, mirror(image), 13, 9);
        // An 8-bit resizer rounds halves up on either side, which is one grey level.
        float tolerance = name.startsWith("pil-uint8") ? 1 : 2e-4f;
        for (int row = 0; row < 3 * 13; row++) {
            for (int x = 0; x < 9; x++) {
                assertThat(mirrored[row * 9 + 8 - x]).isCloseTo(straight[row * 9 + x], within(tolerance));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bilinear", "bicubic", "lanczos", "box"})
    void eightBitResizersStayWithinOneGreyLevelOfTheExactOnes(String filter) {
        // Mid greys only: the 8-bit resizers also clip overshoot between the passes, which is another difference.
        Image image = FormulaImage.of(6, 61, 45);
        for (int i = 0; i < image.rgb().length; i++) {
            image.rgb()[i] = (byte) (64 + (image.rgb()[i] & 0xFF) / 2);
        }
        for (int[] size : new int[][] {{20, 90}, {122, 30}, {60, 44}}) {
            float[] exact = resize("pil-" + filter, image, size[0], size[1]);
            float[] rounded = resize("pil-uint8-" + filter, image, size[0], size[1]);
            for (int i = 0; i < exact.length; i++) {
                // Half a level for each of the two roundings, the first one amplified by the weights of the second.
                assertThat(rounded[i]).isCloseTo(exact[i], within(1.3f));
            }
        }
    }

    @Test
    void boxHalvesByAveragingFourPixels() {
        Image image = FormulaImage.of(7, 8, 6);
        float[] out = resize("pil-box", image, 4, 3);
        for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 3; x++) {
                int sum = image.at(2 * y, 2 * x, 1)
                        + image.at(2 * y, 2 * x + 1, 1)
                        + image.at(2 * y + 1, 2 * x, 1)
                        + image.at(2 * y + 1, 2 * x + 1, 1);
                assertThat(out[12 + y * 3 + x]).isEqualTo(sum / 4f);
            }
        }
    }

    /** Shrinking by 2 widens the triangle to the weights 1/8, 3/8, 3/8, 1/8. */
    @ParameterizedTest
    @ValueSource(strings = {"antialias-bilinear", "pil-bilinear"})
    void antialiasedBilinearWeighsNeighboursByTheWidenedTriangle(String name) {
        byte[] rgb = new byte[3 * 8];
        rgb[3 * 3] = (byte) 240;
        float[] out = resize(name, new Image(1, 8, rgb), 1, 4);
        assertThat(Arrays.copyOf(out, 4)).containsExactly(0, 90, 30, 0);
    }

    @Test
    void tf1BilinearStartsAtTheFirstPixelAndRepeatsTheLast() {
        byte[] rgb = {100, 0, 0, 50, 0, 0};
        float[] out = resize("tf1-bilinear", new Image(1, 2, rgb), 1, 4);
        assertThat(Arrays.copyOf(out, 4)).containsExactly(100, 75, 50, 50);
    }

    @Test
    void torchBilinearPutsPixelsAtTheirCentres() {
        byte[] rgb = {100, 0, 0, 60, 0, 0};
        float[] out = resize("torch-bilinear", new Image(1, 2, rgb), 1, 4);
        assertThat(out[0]).isEqualTo(100);
        assertThat(out[1]).isCloseTo(90, within(1e-4f));
        assertThat(out[2]).isCloseTo(70, within(1e-4f));
        assertThat(out[3]).isEqualTo(60);
    }

    @Test
    void unknownNameIsAnsweredWithTheNearOne() {
        assertThatThrownBy(() -> Resizer.named("tf1-bilinaer"))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("did you mean tf1-bilinear");
    }

    @Test
    void targetThatIsTooShortIsRefused() {
        assertThatThrownBy(() -> Resizer.named("pil-box").resize(plain(2, 2, 0, 0, 0), 4, 4, new float[48], 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @MethodSource("names")
    void stripThatWouldFillTheMemoryIsRefused(String name) {
        Image strip = new Image(700_000, 1, new byte[2_100_000]);
        assertThatThrownBy(() -> resize(name, strip, 299, 299))
                .isInstanceOf(BadImageException.class)
                .hasMessageContaining("700000 x 1");
    }

    private static float[] resize(String name, Image image, int height, int width) {
        float[] out = new float[3 * height * width];
        Resizer.named(name).resize(image, height, width, out, 0);
        return out;
    }

    private static Image plain(int height, int width, int r, int g, int b) {
        byte[] rgb = new byte[3 * height * width];
        for (int i = 0; i < height * width; i++) {
            rgb[3 * i] = (byte) r;
            rgb[3 * i + 1] = (byte) g;
            rgb[3 * i + 2] = (byte) b;
        }
        return new Image(height, width, rgb);
    }

    private static Image mirror(Image image) {
        byte[] rgb = new byte[image.rgb().length];
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                int from = 3 * (y * image.width() + x);
                System.arraycopy(image.rgb(), from, rgb, 3 * (y * image.width() + image.width() - 1 - x), 3);
            }
        }
        return new Image(image.height(), image.width(), rgb);
    }
}
