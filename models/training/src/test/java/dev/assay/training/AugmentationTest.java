package dev.assay.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.reference.diffusion.ImageShape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AugmentationTest {
    private static final int SIDE = 33;
    private static final int MIDDLE = SIDE / 2;

    /** Channel 0 is x from the middle, channel 1 is y. */
    private static final ImageShape SHAPE = new ImageShape(2, SIDE, SIDE);

    private static double[] places() {
        double[] image = new double[SHAPE.elements()];
        Arrays.setAll(image, i -> (i < SHAPE.plane() ? i % SIDE : i % SHAPE.plane() / SIDE) - (double) MIDDLE);
        return image;
    }

    private static double at(Augmentation.Augmented a, int channel, int x, int y) {
        return a.image()[channel * SHAPE.plane() + (MIDDLE + y) * SIDE + MIDDLE + x];
    }

    @Test
    void withoutTransformsHalfOfTheImagesAreMirrored() {
        int mirrored = 0;
        for (int number = 0; number < 400; number++) {
            Augmentation.Augmented a = new Augmentation(0).of(places(), SHAPE, 1, number);
            assertThat(Arrays.stream(a.labels(), 1, Augmentation.LABELS)).allMatch(v -> v == 0);
            assertThat(at(a, 0, 5, 2)).isEqualTo(a.labels()[0] == 1 ? -5 : 5);
            assertThat(at(a, 1, 5, 2)).isEqualTo(2);
            mirrored += (int) a.labels()[0];
        }
        // five standard errors
        assertThat(mirrored).isBetween(150, 250);
    }

    /**
     * Cubic interpolation is exact on a plane, so four places near the middle of the result show where each came from: the
     * middle of the image is where the shift says, areas have the size that is told, and without a stretch the axes have
     * turned by the angle.
     */
    @Test
    void whatIsDoneIsWhatIsTold() {
        int seen = 0;
        int turned = 0;
        for (int number = 0; number < 300; number++) {
            Augmentation.Augmented a = new Augmentation(0.5).of(places(), SHAPE, 1, number);
            double[] told = a.labels();
            double[] shift = {told[7] * SIDE / 8, told[8] * SIDE / 8};
            if (Math.hypot(shift[0], shift[1]) > 6) {
                continue;
            }
            seen++;
            double[] flip = {told[0] == 1 ? -1 : 1, told[1] == 1 ? -1 : 1};
            double[][] m = new double[2][2];
            for (int c = 0; c < 2; c++) {
                m[c][0] = flip[c] * (at(a, c, 1, 0) - at(a, c, 0, 0));
                m[c][1] = flip[c] * (at(a, c, 0, 1) - at(a, c, 0, 0));
                double there = flip[c] * at(a, c, 0, 0) + m[c][0] * shift[0] + m[c][1] * shift[1];
                assertThat(there).isCloseTo(0, within(1e-9));
            }
            double area = m[0][0] * m[1][1] - m[0][1] * m[1][0];
            assertThat(area).isCloseTo(Math.pow(2, -0.4 * told[2]), within(1e-9));
            if (told[5] == 0 && told[6] == 0 && told[4] != 0) {
                turned++;
                double root = Math.sqrt(area);
                assertThat(m[0][0] / root).isCloseTo(told[3] + 1, within(1e-9));
                assertThat(m[1][0] / root).isCloseTo(told[4], within(1e-9));
            }
        }
        assertThat(seen).isGreaterThan(100);
        assertThat(turned).isGreaterThan(20);
    }

    @Test
    void stretchesKeepOneDirection() {
        int seen = 0;
        for (int number = 0; number < 300; number++) {
            Augmentation.Augmented a = new Augmentation(0.5).of(places(), SHAPE, 2, number);
            double[] told = a.labels();
            boolean stretchedAlong = told[5] != 0 && told[6] == 0;
            if (told[0] == 0 && told[1] == 0 && told[2] == 0 && told[4] == 0 && told[7] == 0 && stretchedAlong) {
                seen++;
                assertThat(at(a, 0, 1, 0) - at(a, 0, 0, 0)).isCloseTo(Math.pow(2, -0.2 * told[5]), within(1e-9));
                assertThat(at(a, 1, 0, 1) - at(a, 1, 0, 0)).isCloseTo(Math.pow(2, 0.2 * told[5]), within(1e-9));
            }
        }
        assertThat(seen).isPositive();
    }

    @Test
    void aPictureOfOneColourStaysSo() {
        double[] grey = new double[SHAPE.elements()];
        Arrays.fill(grey, 0.3);
        for (int number = 0; number < 20; number++) {
            assertThat(Arrays.stream(new Augmentation(1)
                                    .of(grey, SHAPE, 1, number)
                                    .image())
                            .map(v -> Math.abs(v - 0.3))
                            .max()
                            .orElseThrow())
                    .isLessThan(1e-12);
        }
    }
}
