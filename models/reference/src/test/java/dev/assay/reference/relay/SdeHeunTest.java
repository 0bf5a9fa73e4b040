package dev.assay.reference.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.reference.diffusion.ArrayAlgebra;
import dev.assay.reference.diffusion.Heun;
import dev.assay.reference.diffusion.ImageNoise;
import dev.assay.reference.diffusion.ImageShape;
import dev.assay.reference.diffusion.Noise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The sampler of low resolutions against its definition written out, EDM's sampler, and normal numbers. */
class SdeHeunTest {
    private static final ImageShape SHAPE = new ImageShape(1, 4, 4);
    private static final ArrayAlgebra ALGEBRA = new ArrayAlgebra(SHAPE);
    private static final SigmaGrid GRID = new SigmaGrid(8, 0.002, 80, 7);
    private static final Churn.Steps STILL = new Churn.Steps(0, 0, 1e6, 1);
    private static final Noise<double[]> FORMULA = draw -> RdmValues.noise(draw, 16);

    private static double[] bent(double[] x, double sigma) {
        return Arrays.stream(x)
                .map(v -> Math.tanh(v / Math.sqrt(1 + sigma)) + 0.1 * Math.sin(sigma))
                .toArray();
    }

    static Stream<Arguments> settings() {
        return Stream.of(
                Arguments.of(0.05, STILL),
                Arguments.of(0, STILL),
                Arguments.of(0.4, new Churn.Steps(2, 0.05, 50, 1.003)),
                Arguments.of(1, new Churn.Steps(40, 0, 1e6, 1)));
    }

    private static double[] writtenOut(double eta, Churn.Steps churn) {
        double[] t = Arrays.copyOf(GRID.levels(), 9); // ends in 0
        int call = 0;
        double[] x = scaled(FORMULA.draw(call++), t[0]);
        for (int i = 0; i < 8; i++) {
            double gamma =
                    t[i] >= churn.min() && t[i] <= churn.max() ? Math.min(churn.amount() / 8, Math.sqrt(2) - 1) : 0;
            double hat = t[i] * (1 + gamma);
            double[] xHat = add(x, FORMULA.draw(call++), Math.sqrt(hat * hat - t[i] * t[i]) * churn.deviation());
            double[] slope = scaled(add(xHat, bent(xHat, hat), -1), 1 / hat);
            double g = eta * t[i + 1];
            double a = Math.sqrt((t[i + 1] * t[i + 1] - g * g) / (hat * hat));
            x = add(add(xHat, slope, (a - 1) * hat), FORMULA.draw(call++), g);
            if (i < 7) {
                double[] there = scaled(add(x, bent(x, t[i + 1]), -1), 1 / t[i + 1]);
                double[] mean = scaled(add(slope, there, 1), 0.5);
                x = add(add(xHat, mean, (a - 1) * hat), FORMULA.draw(call++), g);
            }
        }
        return x;
    }

    private static double[] add(double[] a, double[] b, double weight) {
        double[] sum = a.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += weight * b[i];
        }
        return sum;
    }

    private static double[] scaled(double[] a, double by) {
        return Arrays.stream(a).map(v -> v * by).toArray();
    }

    /** Eight steps of float64 from numbers of size 80. */
    @ParameterizedTest
    @MethodSource("settings")
    void stepsAreThoseOfTheAlgorithmWrittenOut(double eta, Churn.Steps churn) {
        double[] sampled = new SdeHeun(GRID, eta, churn).sample(ALGEBRA, SdeHeunTest::bent, FORMULA);
        assertThat(sampled).containsExactly(writtenOut(eta, churn), within(1e-11));
    }

    @Test
    void withoutFreshNoiseItIsEdmsSampler() {
        double[] heun = new Heun(8, 0.002, 80, 7, 0, 0, 1e6, 1).sample(ALGEBRA, SdeHeunTest::bent, FORMULA, 0.002, 80);
        assertThat(new SdeHeun(GRID, 0, STILL).sample(ALGEBRA, SdeHeunTest::bent, FORMULA))
                .containsExactly(heun, within(1e-12));
    }

    @Test
    void drawsAreNumberedAsThePublishedScriptMakesThem() {
        List<Integer> draws = new ArrayList<>();
        new SdeHeun(new SigmaGrid(3, 0.002, 80, 7), 0.05, STILL).sample(ALGEBRA, SdeHeunTest::bent, draw -> {
            draws.add(draw);
            return RdmValues.noise(draw, 16);
        });
        assertThat(draws).containsExactly(0, 2, 3, 5, 6); // 1, 4 and 7 are churn's, 8 would be the last predictor's
    }

    @Test
    void theDenoiserIsCalledAsOftenAsSaid() {
        SdeHeun sampler = new SdeHeun(GRID, 0.05, STILL);
        int[] calls = {0};
        sampler.sample(
                ALGEBRA,
                (x, sigma) -> {
                    calls[0]++;
                    return bent(x, sigma);
                },
                FORMULA);
        assertThat(calls[0]).isEqualTo(15).isEqualTo(sampler.nfe());
    }

    /**
     * Normal pixels of variance v come out with the variance of the recursion: x = g x + noise with the exact estimate
     * v x / (v + sigma^2). Five standard errors of 32000 numbers.
     */
    @Test
    void normalPixelsComeOutWithTheVarianceOfTheClosedForm() {
        double v = 0.25;
        double eta = 0.3;
        double[] t = GRID.levels();
        double variance = t[0] * t[0];
        for (int i = 0; i + 1 < t.length; i++) {
            double length = Math.sqrt(1 - eta * eta) * t[i + 1] - t[i];
            double slope = t[i] / (v + t[i] * t[i]);
            double there = t[i + 1] / (v + t[i + 1] * t[i + 1]);
            double predicted = 1 + length * slope;
            double perX = 1 + length / 2 * (slope + there * predicted);
            double perNoise = length / 2 * there;
            variance = perX * perX * variance + (perNoise * perNoise + 1) * eta * eta * t[i + 1] * t[i + 1];
        }
        double gain = v / (v + t[7] * t[7]);
        variance *= gain * gain;
        long[] images = LongStream.range(0, 2000).toArray();
        double[] sampled = new SdeHeun(GRID, eta, STILL)
                .sample(ALGEBRA, (x, sigma) -> scaled(x, v / (v + sigma * sigma)), new ImageNoise(11, images, SHAPE));
        double found = Arrays.stream(sampled).map(x -> x * x).average().orElseThrow();
        assertThat(found).isCloseTo(variance, within(5 * variance * Math.sqrt(2.0 / sampled.length)));
    }
}
