package dev.assay.datasets.resize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.datasets.BadImageException;
import dev.assay.datasets.FormulaImage;
import dev.assay.datasets.Image;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CenterCropTest {
    @ParameterizedTest
    @CsvSource({"64, 64", "65, 130", "300, 41", "31, 33", "7, 200", "128, 129"})
    void bothRulesGiveSquares(int height, int width) {
        Image image = FormulaImage.of(1, height, width);
        assertThat(CenterCrop.adm(image, 32)).returns(32, Image::height).returns(32, Image::width);
        assertThat(CenterCrop.edm(image, 32)).returns(32, Image::height).returns(32, Image::width);
    }

    @Test
    void pictureOfThatSizeIsUnchanged() {
        Image image = FormulaImage.of(2, 32, 32);
        assertThat(CenterCrop.adm(image, 32).rgb()).isEqualTo(image.rgb());
        assertThat(CenterCrop.edm(image, 32).rgb()).isEqualTo(image.rgb());
    }

    @Test
    void admOnlyCutsWhereTheShortSideFits() {
        Image image = FormulaImage.of(3, 32, 45);
        Image cropped = CenterCrop.adm(image, 32);
        assertThat(cropped.at(5, 0, 2)).isEqualTo(image.at(5, 6, 2));
        assertThat(cropped.at(31, 31, 0)).isEqualTo(image.at(31, 37, 0));
    }

    /** 160 x 130 with size 32: two halvings to 40 x 32 (160 / 4 and 130 / 2 / 2), then no resize but a cut. */
    @Test
    void admHalvesByBoxWhileTheShortSideAllows() {
        Image image = FormulaImage.of(4, 160, 130);
        PilUint8 box = new PilUint8(PilFilter.BOX);
        Image quarter = box.resizeImage(box.resizeImage(image, 80, 65), 40, 32);
        Image cropped = CenterCrop.adm(image, 32);
        for (int y = 0; y < 32; y++) {
            assertThat(cropped.at(y, 11, 1)).isEqualTo(quarter.at(y + 4, 11, 1));
        }
    }

    @Test
    void edmCutsTheCentreSquareFirst() {
        Image image = FormulaImage.of(5, 20, 33);
        assertThat(CenterCrop.edm(image, 20).at(3, 0, 0)).isEqualTo(image.at(3, 6, 0));
    }

    @Test
    void stripThatWouldFillTheMemoryIsRefused() {
        Image strip = new Image(1, 700_000, new byte[2_100_000]);
        assertThatThrownBy(() -> CenterCrop.adm(strip, 256)).isInstanceOf(BadImageException.class);
        assertThat(CenterCrop.edm(strip, 256)).returns(256, Image::width);
    }

    @Test
    void emptyCropIsRefused() {
        assertThatThrownBy(() -> CenterCrop.adm(FormulaImage.of(1, 4, 4), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
