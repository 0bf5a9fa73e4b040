package dev.assay.datasets.distort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.datasets.FormulaImage;
import dev.assay.datasets.Image;
import dev.assay.spec.Json;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PixelDistortionTest {
    private static final Image TEXTURE = FormulaImage.of(3, 32, 32);

    /** scipy.ndimage.gaussian_filter 1.17, mode "reflect", truncate 4, of image(0,32,32), rounded; no
     * value lies within 1e-04 of a half, so rounding cannot differ. */
    @Test
    void blurIsThatOfScipy() {
        Image blurred = new GaussianBlur(1.5).distort(FormulaImage.of(0, 32, 32), 0);
        assertThat(Json.sha256(blurred.rgb()))
                .isEqualTo("4c721ea6441a6611c60d357c5990c778906500250575f36a5d88760f170f5e14");
    }

    @Test
    void blurOfAPointIsTheGaussian() {
        byte[] rgb = new byte[3 * 41 * 41];
        rgb[3 * (20 * 41 + 20)] = (byte) 255;
        Image blurred = new GaussianBlur(1).distort(new Image(41, 41, rgb), 0);
        for (int y = 0; y < 41; y++) {
            for (int x = 0; x < 41; x++) {
                double density = Math.exp(-((y - 20) * (y - 20) + (x - 20) * (x - 20)) / 2.0) / (2 * Math.PI);
                // Half a level of rounding; sampling the density changes its sum by less than 1e-7 at sigma 1.
                assertThat((double) blurred.at(y, x, 0)).isCloseTo(255 * density, within(0.51));
                assertThat(blurred.at(y, x, 1)).isZero();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 2, 20})
    void blurKeepsAPlainColourAndLowersContrast(double sigma) {
        byte[] rgb = new byte[3 * 5 * 7];
        Arrays.fill(rgb, (byte) 201);
        assertThat(new GaussianBlur(sigma).distort(new Image(5, 7, rgb), 0).rgb())
                .isEqualTo(rgb);
        assertThat(deviation(new GaussianBlur(sigma).distort(TEXTURE, 0))).isLessThan(deviation(TEXTURE));
    }

    @Test
    void noiseHasTheStatedMomentsAndIsNormal() {
        byte[] rgb = new byte[3 * 256 * 256];
        Arrays.fill(rgb, (byte) 128);
        Image noisy = new GaussianNoise(12, 5).distort(new Image(256, 256, rgb), 9);
        double mean = 0;
        double square = 0;
        double within1 = 0;
        for (byte value : noisy.rgb()) {
            double d = (value & 0xFF) - 128;
            mean += d;
            square += d * d;
            within1 += Math.abs(d) < 12 ? 1 : 0;
        }
        int n = noisy.rgb().length;
        // Five standard errors of n = 196,608 draws: 12 / sqrt(n) = 0.027 for the mean, 12 / sqrt(2n) = 0.019 for
        // sigma.
        assertThat(mean / n).isCloseTo(0, within(0.14));
        // Rounding to whole levels adds 1/12 to the variance.
        assertThat(Math.sqrt(square / n - 1.0 / 12)).isCloseTo(12, within(0.1));
        // |d| <= 11 after rounding is |noise| < 11.5: 2 Phi(11.5 / 12) - 1.
        assertThat(within1 / n).isCloseTo(0.66210, within(0.006));
    }

    @Test
    void noiseDependsOnSeedAndPlaceAlone() {
        GaussianNoise noise = new GaussianNoise(10, 1);
        assertThat(noise.distort(TEXTURE, 4).rgb())
                .isEqualTo(noise.distort(TEXTURE, 4).rgb())
                .isNotEqualTo(noise.distort(TEXTURE, 5).rgb())
                .isNotEqualTo(new GaussianNoise(10, 2).distort(TEXTURE, 4).rgb());
    }

    @Test
    void noiseOfNeighboursIsUncorrelated() {
        byte[] rgb = new byte[3 * 200 * 200];
        Arrays.fill(rgb, (byte) 128);
        Image a = new GaussianNoise(20, 1).distort(new Image(200, 200, rgb), 0);
        Image b = new GaussianNoise(20, 1).distort(new Image(200, 200, rgb), 1);
        double next = 0;
        double other = 0;
        for (int i = 0; i + 1 < rgb.length; i++) {
            next += ((a.rgb()[i] & 0xFF) - 128.0) * ((a.rgb()[i + 1] & 0xFF) - 128.0);
            other += ((a.rgb()[i] & 0xFF) - 128.0) * ((b.rgb()[i] & 0xFF) - 128.0);
        }
        // Five standard errors: 5 / sqrt(120,000) = 0.0144.
        assertThat(next / rgb.length / 400).isCloseTo(0, within(0.0145));
        assertThat(other / rgb.length / 400).isCloseTo(0, within(0.0145));
    }

    @Test
    void lowerJpegQualityIsFurtherFromThePicture() {
        double last = 0;
        for (int quality : new int[] {100, 90, 60, 30, 10, 2}) {
            double distance = distance(TEXTURE, new Jpeg(quality).distort(TEXTURE, 0));
            assertThat(distance).isGreaterThan(last);
            last = distance;
        }
        byte[] grey = new byte[3 * 17 * 9];
        Arrays.fill(grey, (byte) 90);
        assertThat(new Jpeg(95).distort(new Image(17, 9, grey), 0).rgb()).isEqualTo(grey);
    }

    @Test
    void jpegKeepsTheOrderOfTheChannels() {
        byte[] rgb = new byte[3 * 16 * 16];
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = (byte) 200;
            rgb[i + 1] = 100;
            rgb[i + 2] = 30;
        }
        Image image = new Jpeg(95).distort(new Image(16, 16, rgb), 0);
        // A plain colour survives up to the rounding of YCbCr.
        assertThat(image.at(8, 8, 0)).isCloseTo(200, within(2));
        assertThat(image.at(8, 8, 1)).isCloseTo(100, within(2));
        assertThat(image.at(8, 8, 2)).isCloseTo(30, within(2));
    }

    @Test
    void aThirdOfATurnExchangesTheChannels() {
        Image turned = new ColourShift(120, List.of(0.0, 0.0, 0.0)).distort(TEXTURE, 0);
        Image back = new ColourShift(-240, List.of(0.0, 0.0, 0.0)).distort(TEXTURE, 0);
        assertThat(turned.rgb()).isEqualTo(back.rgb());
        for (int x = 0; x < 32; x++) {
            assertThat(turned.at(7, x, 1)).isEqualTo(TEXTURE.at(7, x, 0));
            assertThat(turned.at(7, x, 2)).isEqualTo(TEXTURE.at(7, x, 1));
            assertThat(turned.at(7, x, 0)).isEqualTo(TEXTURE.at(7, x, 2));
        }
    }

    @Test
    void greyHasNoHue() {
        byte[] grey = {10, 10, 10, (byte) 255, (byte) 255, (byte) 255, 0, 0, 0};
        assertThat(new ColourShift(77, List.of(0.0, 0.0, 0.0))
                        .distort(new Image(1, 3, grey), 0)
                        .rgb())
                .isEqualTo(grey);
    }

    @Test
    void offsetIsAddedAndLimited() {
        Image shifted = new ColourShift(0, List.of(100.0, -100.0, 0.0)).distort(TEXTURE, 0);
        for (int x = 0; x < 32; x++) {
            assertThat(shifted.at(2, x, 0)).isEqualTo(Math.min(255, TEXTURE.at(2, x, 0) + 100));
            assertThat(shifted.at(2, x, 1)).isEqualTo(Math.max(0, TEXTURE.at(2, x, 1) - 100));
            assertThat(shifted.at(2, x, 2)).isEqualTo(TEXTURE.at(2, x, 2));
        }
    }

    private static double distance(Image a, Image b) {
        double sum = 0;
        for (int i = 0; i < a.rgb().length; i++) {
            double d = (a.rgb()[i] & 0xFF) - (b.rgb()[i] & 0xFF);
            sum += d * d;
        }
        return sum;
    }

    private static double deviation(Image image) {
        double sum = 0;
        double square = 0;
        for (byte value : image.rgb()) {
            sum += value & 0xFF;
            square += (double) (value & 0xFF) * (value & 0xFF);
        }
        int n = image.rgb().length;
        return square / n - (sum / n) * (sum / n);
    }
}
