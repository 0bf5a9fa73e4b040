package dev.assay.metrics.group;

import static dev.assay.metrics.group.Vectors.flat;
import static dev.assay.metrics.group.Vectors.noise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.datasets.Image;
import org.junit.jupiter.api.Test;

final class EdgesTest {
    /** A ramp of some levels per pixel from left to right. */
    private static Image ramp(int height, int width, int step) {
        byte[] rgb = new byte[3 * height * width];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i / 3 % width * step);
        }
        return new Image(height, width, rgb);
    }

    private static Image inverted(Image image) {
        byte[] rgb = image.rgb().clone();
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (255 - (rgb[i] & 0xFF));
        }
        return new Image(image.height(), image.width(), rgb);
    }

    @Test
    void aRampHasItsSlopeAndAFlatImageNone() {
        assertThat(Edges.detail(ramp(6, 9, 3))).isCloseTo(3, within(1e-12));
        assertThat(Edges.detail(flat(6, 9, 77))).isCloseTo(0, within(1e-12));
        assertThat(Edges.detail(flat(2, 9, 77))).isZero();
    }

    @Test
    void edgesDoNotSeeWhichSideIsDark() {
        Image image = noise(12, 10, 0, 255, 4);
        assertThat(Edges.agreement(image, inverted(image))).isCloseTo(1, within(1e-9));
        assertThat(Edges.agreement(image, image)).isCloseTo(1, within(1e-12));
        assertThat(Edges.detail(inverted(image))).isCloseTo(Edges.detail(image), within(1e-9));
    }

    @Test
    void edgesOfUnrelatedImagesDoNotAgree() {
        // The correlation of some 900 pairs, of which nine share a pixel, has a deviation below 0.1.
        assertThat(Edges.agreement(noise(32, 32, 0, 255, 1), noise(32, 32, 0, 255, 2)))
                .isBetween(-0.3, 0.3);
        assertThat(Edges.agreement(flat(9, 9, 4), noise(9, 9, 0, 255, 2))).isZero();
    }
}
