package dev.assay.reference.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.reference.diffusion.ArrayAlgebra;
import dev.assay.reference.diffusion.ImageNoise;
import dev.assay.reference.diffusion.ImageShape;
import dev.assay.spec.AssayException;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** From one resolution to the next, alone and in a chain of three stages. */
class EnlargementTest {
    /** 0.8 sin(0.05 i + 0.7) cos(0.0007 i), [2,3,8,8]. */
    private static double[] small() {
        double[] small = new double[2 * 3 * 64];
        for (int i = 0; i < small.length; i++) {
            small[i] = 0.8 * Math.sin(0.05 * i + 0.7) * Math.cos(0.0007 * i);
        }
        return small;
    }

    @Test
    void pixelsAreRepeatedAsInThePublishedRun() {
        double[] enlarged = Enlargement.nearest(small(), new ImageShape(3, 8, 8), 4);
        assertThat(enlarged).containsExactly(RdmValues.array("blur_in_up32_nearest"), within(1e-15));
    }

    @Test
    void meansOfRepeatedPixelsAreThePixels() {
        double[] enlarged = Enlargement.nearest(small(), new ImageShape(3, 4, 16), 3);
        assertThat(Enlargement.means(enlarged, new ImageShape(3, 12, 48), 3)).containsExactly(small(), within(1e-15));
    }

    @Test
    void aFactorThatDoesNotDivideTheImageIsAnError() {
        assertThatThrownBy(() -> Enlargement.means(new double[48], new ImageShape(1, 6, 8), 4))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("4 does not divide 6x8");
    }

    /**
     * Three stages, 2 to 4 to 12 pixels, with exact denoisers of images that are constant in squares of 1, 2 and 6 pixels:
     * each stage hands on its images and the last one has the variance of the first. Five standard errors of 4000 numbers.
     */
    @Test
    void threeStagesHandTheirImagesOn() {
        double v = 0.3;
        long[] numbers = LongStream.range(0, 1000).toArray();
        ImageShape first = new ImageShape(1, 2, 2);
        double[] batch = new SdeHeun(new SigmaGrid(40, 0.002, 80, 7), 0, new Churn.Steps(0, 0, 1e6, 1))
                .sample(
                        new ArrayAlgebra(first),
                        (x, sigma) -> scaled(x, v / (v + sigma * sigma)),
                        new ImageNoise(2, numbers, first));
        batch = relayed(batch, first, 2, 2, v, new ImageNoise(3, numbers, new ImageShape(1, 4, 4)));
        ImageShape last = new ImageShape(1, 12, 12);
        batch = relayed(batch, new ImageShape(1, 4, 4), 3, 6, v, new ImageNoise(4, numbers, last));
        double[] squares = Enlargement.means(batch, last, 6);
        assertThat(Patterns.largestDifference(Enlargement.nearest(squares, first, 6), batch))
                .isLessThan(1e-12);
        double variance = Arrays.stream(squares).map(x -> x * x).average().orElseThrow();
        assertThat(variance).isCloseTo(v, within(5 * v * Math.sqrt(2.0 / squares.length)));
    }

    /** A stage whose images are constant in squares of {@code side} pixels, with variance v. */
    private static double[] relayed(
            double[] batch, ImageShape small, int factor, int side, double v, ImageNoise noise) {
        BlockDct dct = new BlockDct(factor);
        RelayUpdate update = new RelayUpdate(RelayUpdate.Corrector.ESTIMATES, 0, RelayNoise.WHITE);
        RelaySampler sampler = new RelaySampler(
                new SigmaGrid(30, 0.008, 0.8, 7), 0.9, update, Churn.NONE, OperatorsGoldenTest.IMAGENET, dct);
        return sampler.sample(
                new ArrayPatches(noise.shape(), dct),
                (x, sigma) -> {
                    double[] means = Enlargement.means(x, noise.shape(), side);
                    double[] estimates = scaled(means, v / (v + sigma * sigma / (side * side)));
                    ImageShape squares = new ImageShape(
                            1, noise.shape().height() / side, noise.shape().width() / side);
                    return Enlargement.nearest(estimates, squares, side);
                },
                noise,
                Enlargement.nearest(batch, small, factor));
    }

    private static double[] scaled(double[] x, double by) {
        return Arrays.stream(x).map(v -> v * by).toArray();
    }
}
