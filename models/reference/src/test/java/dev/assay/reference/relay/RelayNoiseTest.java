package dev.assay.reference.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.reference.diffusion.ImageNoise;
import dev.assay.reference.diffusion.ImageShape;
import dev.assay.reference.diffusion.Noise;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Block noise: variance and covariance against what is stated, from counter-based noise. */
class RelayNoiseTest {
    private static final int IMAGES = 3000;
    private static final ImageShape SHAPE = new ImageShape(1, 8, 12);

    private static Noise<double[]> white() {
        return new ImageNoise(5, LongStream.range(0, IMAGES).toArray(), SHAPE);
    }

    private static ArrayPatches patches() {
        return new ArrayPatches(SHAPE, new BlockDct(4));
    }

    /** The mean over images of the product of the pixel at row 2, column 3 and one that is so far away. */
    private static double covariance(double[] batch, int rows, int columns) {
        double sum = 0;
        int here = 2 * 12 + 3;
        int there = (2 + rows) % 8 * 12 + (3 + columns) % 12;
        for (int n = 0; n < IMAGES; n++) {
            sum += batch[n * 96 + here] * batch[n * 96 + there];
        }
        return sum / IMAGES;
    }

    /** Five standard errors of a mean of products of normal numbers, sqrt((1 + c^2) / n). */
    @ParameterizedTest
    @CsvSource({
        "1, 0, 0, 1",
        "1, 0, 1, 0",
        "4, 0, 0, 1",
        "4, 0, 1, 0.75",
        "4, 3, 0, 0.25",
        "4, 2, 3, 0.125",
        "4, 4, 0, 0",
        "4, 7, 11, 0.5625",
        "4, 4, 6, 0",
        "3, 6, 10, 0.1111111111111111",
        "8, 4, 0, 1",
        "8, 0, 6, 0.5"
    })
    void pixelsOfBlockNoiseShareTheStatedCovariance(int size, int rows, int columns, double stated) {
        BlockNoise noise = new BlockNoise(size);
        assertThat(noise.covariance(rows, columns, SHAPE)).isCloseTo(stated, within(1e-15));
        double found = covariance(noise.of(white().draw(0), SHAPE), rows, columns);
        assertThat(found).isCloseTo(stated, within(5 * Math.sqrt((1 + stated * stated) / IMAGES)));
    }

    @ParameterizedTest
    @EnumSource(RelayNoise.Form.class)
    void theSumHasTheStatedDeviation(RelayNoise.Form form) {
        RelayNoise noise = new RelayNoise(0.6, new BlockNoise(4), form);
        double[] batch = noise.of(patches(), white()::draw);
        double variance = noise.deviation() * noise.deviation();
        assertThat(variance).isCloseTo(form == RelayNoise.Form.PAPER ? 1 : 1.36, within(1e-15));
        assertThat(covariance(batch, 0, 0)).isCloseTo(variance, within(5 * variance * Math.sqrt(2.0 / IMAGES)));
        double stated = 0.75 * 0.36 / 1.36 * variance;
        double error = Math.sqrt((variance * variance + stated * stated) / IMAGES);
        assertThat(covariance(batch, 0, 1)).isCloseTo(stated, within(5 * error));
    }

    @Test
    void thePapersFormIsTheReleasedOneOverItsDeviation() {
        double[] released =
                new RelayNoise(0.15, new BlockNoise(4), RelayNoise.Form.RELEASED).of(patches(), white()::draw);
        double[] paper = new RelayNoise(0.15, new BlockNoise(4), RelayNoise.Form.PAPER).of(patches(), white()::draw);
        for (int i = 0; i < released.length; i++) {
            assertThat(paper[i] * Math.sqrt(1.0225)).isCloseTo(released[i], within(1e-14));
        }
    }

    @Test
    void asASourceForAnySamplerEachDrawTakesTwo() {
        RelayNoise noise = new RelayNoise(0.15, new BlockNoise(4), RelayNoise.Form.PAPER);
        Noise<double[]> white = new ImageNoise(5, new long[] {8}, SHAPE);
        Noise<double[]> source = noise.from(patches(), white);
        assertThat(source.draw(3)).containsExactly(noise.of(patches(), k -> white.draw(6 + k)));
    }

    @Test
    void whiteNoiseStaysAsItIs() {
        Noise<double[]> white = new ImageNoise(5, new long[] {8}, SHAPE);
        assertThat(RelayNoise.WHITE.from(patches(), white).draw(2)).containsExactly(white.draw(2));
    }
}
