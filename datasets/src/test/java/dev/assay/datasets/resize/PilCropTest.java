package dev.assay.datasets.resize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.datasets.FormulaImage;
import dev.assay.datasets.Image;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PilCropTest {
    private static final PilUint8 BICUBIC = new PilUint8(PilFilter.BICUBIC);

    /** The sizes that Python gives: the short side to 16, int(16 * long / short), then (long - 16) // 2. */
    @ParameterizedTest
    @CsvSource({
        "40, 64, 16, 25, 0, 4",
        "64, 40, 25, 16, 4, 0",
        "30, 30, 16, 16, 0, 0",
        "10, 12, 16, 19, 0, 1",
        "33, 100, 16, 48, 0, 16"
    })
    void theShortSideIsResizedAndTheCentreCutOut(int h, int w, int scaledH, int scaledW, int top, int left) {
        Image image = FormulaImage.of(3, h, w);
        float[] out = new float[3 * 16 * 16];
        Resizer.named("pil-uint8-bicubic-crop").resize(image, 16, 16, out, 0);
        Image scaled = BICUBIC.resizeImage(image, scaledH, scaledW);
        for (int y = 0; y < 16; y++) {
            for (int x = 0; x < 16; x++) {
                for (int c = 0; c < 3; c++) {
                    assertThat(out[(c * 16 + y) * 16 + x]).isEqualTo(scaled.at(top + y, left + x, c));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"40, 64, 10, 30, 18, 30", "40, 64, 30, 10, 30, 48"})
    void targetsNeedNotBeSquare(int h, int w, int height, int width, int scaledH, int scaledW) {
        Image image = FormulaImage.of(3, h, w);
        float[] out = new float[3 * height * width];
        Resizer.named("pil-uint8-bicubic-crop").resize(image, height, width, out, 0);
        Image scaled = BICUBIC.resizeImage(image, scaledH, scaledW);
        assertThat(out[0]).isEqualTo(scaled.at((scaledH - height) / 2, (scaledW - width) / 2, 0));
        assertThat(out[height * width - 1])
                .isEqualTo(scaled.at((scaledH - height) / 2 + height - 1, (scaledW - width) / 2 + width - 1, 0));
    }
}
