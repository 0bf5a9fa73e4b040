package dev.assay.metrics.group;

import static dev.assay.metrics.group.Vectors.flat;
import static dev.assay.metrics.group.Vectors.noise;
import static dev.assay.metrics.group.Vectors.shifted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.datasets.Image;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StructureTest {
    private static final double C1 = 6.5025;
    private static final double C2 = 58.5225;

    @ParameterizedTest
    @CsvSource({"1, 48.1308036", "5, 34.1514036", "16, 24.0484038", "255, 0"})
    void aConstantDifferenceHasItsDecibels(int difference, double decibels) {
        assertThat(Structure.psnr(flat(3, 5, 0), flat(3, 5, difference))).isCloseTo(decibels, within(5e-7));
    }

    @Test
    void equalImagesAreInfinitelyAlikeAndLevelOffAtSixtyDecibels() {
        Image image = noise(5, 4, 0, 255, 1);
        assertThat(Structure.psnr(image, image)).isInfinite().isPositive();
        assertThat(Structure.level(image, image)).isEqualTo(60);
        assertThat(Structure.level(image, shifted(flat(5, 4, 3), 9))).isLessThan(30);
    }

    @Test
    void flatImagesDifferInLuminanceAlone() {
        double expected = (2 * 100.0 * 150 + C1) / (100.0 * 100 + 150.0 * 150 + C1);
        // Sums of a window of 121 products near 2e4 leave about 1e-11 of a variance against C2.
        assertThat(Ssim.of(flat(12, 14, 100), flat(12, 14, 150)).orElseThrow()).isCloseTo(expected, within(1e-11));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void similarityIsOneForEqualImagesAndSymmetric(long seed) {
        Image a = noise(15, 13, 0, 255, seed);
        Image b = noise(15, 13, 0, 255, seed + 50);
        assertThat(Ssim.of(a, a).orElseThrow()).isCloseTo(1, within(1e-12));
        assertThat(Ssim.of(a, b)).isEqualTo(Ssim.of(b, a));
        assertThat(Structure.psnr(a, b)).isEqualTo(Structure.psnr(b, a));
    }

    @Test
    void oneWindowIsTheFormulaOfItsWeightedMoments() {
        Image a = noise(11, 11, 0, 255, 8);
        Image b = noise(11, 11, 60, 190, 9);
        assertThat(Ssim.of(a, b).orElseThrow()).isCloseTo(direct(a, b), within(1e-12));
    }

    /** Equation 13 by weights in two dimensions and centred moments. */
    private static double direct(Image a, Image b) {
        double[] x = Structure.luma(a);
        double[] y = Structure.luma(b);
        double total = 0;
        double mx = 0;
        double my = 0;
        for (int i = 0; i < 121; i++) {
            total += weight(i);
            mx += weight(i) * x[i];
            my += weight(i) * y[i];
        }
        mx /= total;
        my /= total;
        double vx = 0;
        double vy = 0;
        double cov = 0;
        for (int i = 0; i < 121; i++) {
            vx += weight(i) / total * (x[i] - mx) * (x[i] - mx);
            vy += weight(i) / total * (y[i] - my) * (y[i] - my);
            cov += weight(i) / total * (x[i] - mx) * (y[i] - my);
        }
        return (2 * mx * my + C1) * (2 * cov + C2) / ((mx * mx + my * my + C1) * (vx + vy + C2));
    }

    private static double weight(int i) {
        double row = i / 11 - 5;
        double column = i % 11 - 5;
        return Math.exp(-(row * row + column * column) / 4.5);
    }

    @Test
    void anInvertedImageIsDissimilar() {
        Image image = noise(16, 16, 0, 255, 3);
        byte[] inverted = image.rgb().clone();
        for (int i = 0; i < inverted.length; i++) {
            inverted[i] = (byte) (255 - (inverted[i] & 0xFF));
        }
        assertThat(Ssim.of(image, new Image(16, 16, inverted)).orElseThrow()).isLessThan(-0.5);
    }

    @Test
    void similarityFallsAsNoiseGrows() {
        Image flat = flat(20, 20, 128);
        double last = 1;
        for (int amplitude : new int[] {2, 8, 32, 120}) {
            double found = Ssim.of(flat, noise(20, 20, 128 - amplitude, 127 + amplitude, 5))
                    .orElseThrow();
            assertThat(found).isLessThan(last);
            last = found;
        }
    }

    @Test
    void imagesBelowTheWindowHaveNoSimilarity() {
        assertThat(Ssim.of(flat(10, 40, 3), flat(10, 40, 3))).isEmpty();
    }

    @Test
    void preservationLooksOnlyWhereNothingMayChange() {
        Image before = flat(2, 2, 100);
        byte[] rgb = before.rgb().clone();
        rgb[0] = (byte) 255; // pixel 0, where a change was asked for
        rgb[3] = (byte) 151; // pixel 1, one of nine samples off by 51
        Image after = new Image(2, 2, rgb);
        boolean[] mask = {true, false, false, false};
        assertThat(Structure.preservation(before, after, mask).orElseThrow())
                .isCloseTo(1 - 51.0 / 9 / 255, within(1e-15));
        assertThat(Structure.preservation(before, after, new boolean[] {true, true, true, true}))
                .isEmpty();
    }

    @Test
    void imagesOfTwoSizesAreRefused() {
        assertThatThrownBy(() -> Ssim.of(flat(12, 12, 0), flat(12, 13, 0)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Structure.psnr(flat(1, 2, 0), flat(2, 1, 0)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
