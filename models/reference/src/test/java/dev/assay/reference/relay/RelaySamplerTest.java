package dev.assay.reference.relay;

import static dev.assay.reference.relay.RelayUpdate.Corrector.ESTIMATES;
import static dev.assay.reference.relay.RelayUpdate.Corrector.NONE;
import static dev.assay.reference.relay.RelayUpdate.Corrector.RELEASED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.reference.diffusion.EdmDenoiser;
import dev.assay.reference.diffusion.ImageNoise;
import dev.assay.reference.diffusion.ImageShape;
import dev.assay.reference.diffusion.Noise;
import dev.assay.spec.AssayException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.data.Index;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The relay's sampler against its definition written out, and against closed forms for Gaussian images. */
class RelaySamplerTest {
    private static final BlockDct DCT = new BlockDct(4);
    private static final ImageShape SHAPE = new ImageShape(1, 8, 8);
    private static final ArrayPatches PATCHES = new ArrayPatches(SHAPE, DCT);
    private static final BlurSchedule BLUR = OperatorsGoldenTest.IMAGENET;
    private static final RelayNoise BLOCKS = new RelayNoise(0.15, new BlockNoise(4), RelayNoise.Form.RELEASED);

    /** Noise of the formula, whatever the batch. */
    private static Noise<double[]> formula(int count) {
        return draw -> RdmValues.noise(draw, count);
    }

    private static RelaySampler sampler(
            int steps, RelayUpdate.Corrector corrector, double eta, RelayNoise noise, Churn churn) {
        SigmaGrid grid = new SigmaGrid(steps, 0.008, 0.85, 7);
        return new RelaySampler(grid, 0.9, new RelayUpdate(corrector, eta, noise), churn, BLUR, DCT);
    }

    /** Images whose coefficients are independent and normal, with means and variances by place in the patch. */
    private record Gaussian(double[] means, double[] variances) implements EdmDenoiser<double[]> {
        static final Gaussian IMAGES = make();

        private static Gaussian make() {
            double[] means = new double[16];
            double[] variances = new double[16];
            for (int i = 0; i < 16; i++) {
                means[i] = 0.3 * Math.cos(i);
                variances[i] = 0.5 / (1 + i);
            }
            return new Gaussian(means, variances);
        }

        /** What the estimate is multiplied by: image - mean = gain (x - kept mean). */
        double gain(int i, double sigma) {
            double kept = BLUR.kept(BLUR.u(sigma), DCT)[i];
            return variances[i] * kept / (kept * kept * variances[i] + sigma * sigma);
        }

        /** The exact estimate of the images in A image + sigma noise. */
        @Override
        public double[] denoised(double[] x, double sigma) {
            double[] kept = BLUR.kept(BLUR.u(sigma), DCT);
            double[] coefficients = PATCHES.transform(x);
            for (int i = 0; i < coefficients.length; i++) {
                int place = place(i);
                double centred = coefficients[i] - kept[place] * means[place];
                coefficients[i] = means[place] + gain(place, sigma) * centred;
            }
            return PATCHES.inverse(coefficients);
        }
    }

    private static int place(int i) {
        return i / 8 % 4 * 4 + i % 4;
    }

    /** A denoiser that is neither linear nor the same everywhere. */
    private static double[] bent(double[] x, double sigma) {
        double[] image = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            image[i] = Math.tanh(x[i] / Math.sqrt(1 + sigma)) + 0.1 * Math.sin(sigma * 3 + i);
        }
        return image;
    }

    static Stream<Arguments> variants() {
        return Stream.of(
                Arguments.of(RELEASED, 0.2, BLOCKS, Churn.NONE),
                Arguments.of(RELEASED, 0.2, BLOCKS, new Churn.Steps(0, 0, 1e6, 1)),
                Arguments.of(RELEASED, 0.2, BLOCKS, new Churn.Steps(3, 0.05, 0.5, 1.003)),
                Arguments.of(RELEASED, 0.3, RelayNoise.WHITE, Churn.NONE),
                Arguments.of(RELEASED, 0, BLOCKS, Churn.NONE),
                Arguments.of(NONE, 0.2, BLOCKS, Churn.NONE),
                Arguments.of(NONE, 0.2, RelayNoise.WHITE, new Churn.Steps(2, 0, 1e6, 1)));
    }

    /** Algorithm 1 as it is written down in the facts, with every transform. */
    private static double[] writtenOut(RelaySampler s, Noise<double[]> noise, double[] enlarged) {
        boolean blocky = s.update().noise().alpha() > 0;
        double[] t = s.sigmas();
        double eta = s.update().eta();
        int[] call = {0};
        double[] x = add(enlarged, noise(noise, call, blocky), t[0]);
        for (int i = 0; i < t.length; i++) {
            double hat = t[i];
            double[] xHat = x;
            if (s.churn() instanceof Churn.Steps churn) {
                double gamma = t[i] >= churn.min() && t[i] <= churn.max()
                        ? Math.min(churn.amount() / t.length, Math.sqrt(2) - 1)
                        : 0;
                hat = t[i] + gamma * t[i];
                xHat = add(x, noise.draw(call[0]++), Math.sqrt(hat * hat - t[i] * t[i]) * churn.deviation());
            }
            double[] image = bent(xHat, hat);
            if (i == t.length - 1) {
                return image;
            }
            double[] u = PATCHES.transform(x);
            double[] slope = scaled(add(u, PATCHES.transform(image), -1), 1 / hat);
            double[] next = next(s, u, slope, hat, t[i + 1]);
            next = add(next, noise(noise, call, blocky), eta * t[i + 1]);
            if (s.update().corrector() == RELEASED) {
                double[] there = add(PATCHES.transform(next), PATCHES.transform(bent(next, t[i + 1])), -1);
                double[] mean = scaled(add(slope, scaled(there, 1 / t[i + 1]), 1), 0.5);
                next = next(s, u, mean, hat, t[i + 1]);
                next = add(next, noise(noise, call, blocky), eta * t[i + 1]);
            }
            x = next;
        }
        throw new IllegalStateException("the last step returns");
    }

    private static double[] next(RelaySampler s, double[] u, double[] slope, double c, double d) {
        double gamma = Math.sqrt(1 - s.update().eta() * s.update().eta()) * d / c;
        double[] now = BLUR.kept(BLUR.u(c), DCT);
        double[] then = BLUR.kept(BLUR.u(d), DCT);
        double[] sum = new double[u.length];
        for (int i = 0; i < u.length; i++) {
            double ac = now[place(i)];
            double ad = then[place(i)];
            sum[i] = (ad + gamma - gamma * ac) * u[i] + c * (gamma * ac - ad) * slope[i];
        }
        return PATCHES.inverse(sum);
    }

    private static double[] noise(Noise<double[]> noise, int[] call, boolean blocky) {
        double[] white = noise.draw(call[0]++);
        return blocky ? add(white, BLOCKS.blocks().of(noise.draw(call[0]++), SHAPE), 0.15) : white;
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

    /** Ten steps of rounding in float64, amplified by 1 / sigma of at most 125. */
    @ParameterizedTest
    @MethodSource("variants")
    void stepsAreThoseOfTheAlgorithmWrittenOut(
            RelayUpdate.Corrector corrector, double eta, RelayNoise noise, Churn churn) {
        RelaySampler sampler = sampler(10, corrector, eta, noise, churn);
        double[] enlarged = Enlargement.nearest(Patterns.images(8, 0.2), new ImageShape(1, 2, 2), 4);
        double[] sampled = sampler.sample(PATCHES, RelaySamplerTest::bent, formula(128), enlarged);
        double[] expected = writtenOut(sampler, formula(128), enlarged);
        assertThat(sampled).containsExactly(expected, within(1e-12));
    }

    /** What the ODE turns a start into: with s^2 = kept^2 variance + sigma^2, (u - kept mean) / s stays as it is. */
    private static double[] odeSolution(RelaySampler sampler, double[] start) {
        double[] sigmas = sampler.sigmas();
        double last = sigmas[sigmas.length - 1];
        double[] u = PATCHES.transform(start);
        double[] before = BLUR.kept(BLUR.u(sigmas[0]), DCT);
        double[] after = BLUR.kept(BLUR.u(last), DCT);
        Gaussian images = Gaussian.IMAGES;
        for (int i = 0; i < u.length; i++) {
            int place = place(i);
            double variance = images.variances()[place];
            double wide = Math.sqrt(before[place] * before[place] * variance + sigmas[0] * sigmas[0]);
            double narrow = Math.sqrt(after[place] * after[place] * variance + last * last);
            double centred = (u[i] - before[place] * images.means()[place]) / wide * narrow;
            u[i] = images.means()[place] + images.gain(place, last) * centred;
        }
        return PATCHES.inverse(u);
    }

    /** The largest error of coefficients, at places of the patch from {@code first} up to {@code last}. */
    private static double odeError(RelayUpdate.Corrector corrector, int steps, int first, int last) {
        RelaySampler sampler = sampler(steps, corrector, 0, RelayNoise.WHITE, Churn.NONE);
        double[] enlarged = Enlargement.nearest(Patterns.images(8, 0.2), new ImageShape(1, 2, 2), 4);
        double[] start = add(enlarged, RdmValues.noise(0, 128), sampler.sigmas()[0]);
        double[] sampled = sampler.sample(PATCHES, Gaussian.IMAGES, formula(128), enlarged);
        double[] errors = PATCHES.transform(add(sampled, odeSolution(sampler, start), -1));
        return IntStream.range(0, errors.length)
                .filter(i -> place(i) >= first && place(i) <= last)
                .mapToDouble(i -> Math.abs(errors[i]))
                .max()
                .orElseThrow();
    }

    /**
     * Halving the steps' length divides the error by 2^order; 20 % is left for terms of higher order. The published
     * corrector is of second order for the means of patches alone.
     */
    @ParameterizedTest
    @CsvSource({"NONE, 0, 15, 1", "RELEASED, 0, 0, 2", "RELEASED, 1, 15, 1", "ESTIMATES, 0, 15, 2"})
    void withoutFreshNoiseTheOdeIsSolvedWithItsOrder(RelayUpdate.Corrector corrector, int first, int last, int order) {
        double ratio = odeError(corrector, 80, first, last) / odeError(corrector, 160, first, last);
        assertThat(ratio).isCloseTo(Math.pow(2, order), within(0.2 * Math.pow(2, order)));
    }

    @Test
    void withoutFreshNoiseTheSamplerEndsWhereTheOdeDoes() {
        assertThat(odeError(ESTIMATES, 160, 0, 15)).isLessThan(1e-3);
        assertThat(odeError(RELEASED, 160, 0, 15)).isLessThan(2e-2);
    }

    @Test
    void anOdeDrawsNoNoiseAfterTheStart() {
        RelaySampler sampler = sampler(6, RELEASED, 0, BLOCKS, Churn.NONE);
        List<Integer> draws = new ArrayList<>();
        sampler.sample(PATCHES, RelaySamplerTest::bent, recorded(draws), new double[64]);
        assertThat(draws).containsExactly(0, 1);
    }

    @Test
    void drawsAreNumberedAsThePublishedScriptsMakeThem() {
        List<Integer> imagenet = new ArrayList<>();
        sampler(3, RELEASED, 0.2, BLOCKS, Churn.NONE)
                .sample(PATCHES, RelaySamplerTest::bent, recorded(imagenet), new double[64]);
        assertThat(imagenet).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        List<Integer> celebahq = new ArrayList<>();
        sampler(3, RELEASED, 0.2, BLOCKS, new Churn.Steps(0, 0, 1e6, 1))
                .sample(PATCHES, RelaySamplerTest::bent, recorded(celebahq), new double[64]);
        assertThat(celebahq).containsExactly(0, 1, 3, 4, 5, 6, 8, 9, 10, 11); // 2 and 7 are churn's
    }

    private static Noise<double[]> recorded(List<Integer> draws) {
        return draw -> {
            draws.add(draw);
            return RdmValues.noise(draw, 64);
        };
    }

    @ParameterizedTest
    @CsvSource({"NONE, 9", "RELEASED, 17", "ESTIMATES, 17"})
    void theDenoiserIsCalledAsOftenAsSaid(RelayUpdate.Corrector corrector, int calls) {
        RelaySampler sampler = sampler(9, corrector, 0.2, BLOCKS, Churn.NONE);
        int[] made = {0};
        sampler.sample(
                PATCHES,
                (x, sigma) -> {
                    made[0]++;
                    return bent(x, sigma);
                },
                formula(64),
                new double[64]);
        assertThat(made[0]).isEqualTo(calls).isEqualTo(sampler.nfe());
    }

    /** Mean and variance of one coefficient, of which a step is an affine function. */
    private record Moments(double mean, double variance) {}

    /** What sampling with the exact estimate gives, step by step, for the coefficient at a place of the patch. */
    private static Moments expected(RelaySampler s, int place, double start, double disturbance) {
        double[] sigmas = s.sigmas();
        double mean = Gaussian.IMAGES.means()[place];
        double eta = s.update().eta();
        Moments u = new Moments(start, sigmas[0] * sigmas[0] * disturbance);
        for (int i = 0; i + 1 < sigmas.length; i++) {
            double c = sigmas[i];
            double d = sigmas[i + 1];
            double now = BLUR.kept(BLUR.u(c), DCT)[place];
            double then = BLUR.kept(BLUR.u(d), DCT)[place];
            double carried = Math.sqrt(1 - eta * eta) * d / c;
            double gain = then - carried * now;
            double k = Gaussian.IMAGES.gain(place, c);
            double kThere = Gaussian.IMAGES.gain(place, d);
            double fresh = eta * eta * d * d * disturbance;
            // predicted = g u + constant + fresh noise
            double g = carried + gain * k;
            double image = mean + k * (u.mean() - now * mean);
            double predicted = carried * u.mean() + gain * image;
            if (s.update().corrector() == NONE) {
                u = new Moments(predicted, g * g * u.variance() + fresh);
            } else {
                double imageThere = mean + kThere * (predicted - then * mean);
                double corrected =
                        carried * u.mean() + gain * 0.5 * (u.mean() + image - c / d * (predicted - imageThere));
                double perPredicted = -gain * 0.5 * c / d * (1 - kThere);
                double perU = carried + gain * 0.5 * (1 + k) + perPredicted * g;
                double variance = perU * perU * u.variance() + (perPredicted * perPredicted + 1) * fresh;
                u = new Moments(corrected, variance);
            }
        }
        double last = sigmas[sigmas.length - 1];
        double kept = BLUR.kept(BLUR.u(last), DCT)[place];
        double k = Gaussian.IMAGES.gain(place, last);
        return new Moments(mean + k * (u.mean() - kept * mean), k * k * u.variance());
    }

    /** The variance of a coefficient of the noise, over that of white noise. */
    private static double disturbance(RelayNoise noise, int place) {
        double[] basis = DCT.basis();
        double sum = 0;
        for (int a = 0; a < 16; a++) {
            for (int b = 0; b < 16; b++) {
                double first = basis[place / 4 * 4 + a / 4] * basis[place % 4 * 4 + a % 4];
                double second = basis[place / 4 * 4 + b / 4] * basis[place % 4 * 4 + b % 4];
                double covariance = noise.blocks().covariance(a / 4 - b / 4, a % 4 - b % 4, SHAPE);
                sum += first * second * covariance;
            }
        }
        double released = 1 + noise.alpha() * noise.alpha() * sum;
        return noise.form() == RelayNoise.Form.PAPER ? released / (1 + noise.alpha() * noise.alpha()) : released;
    }

    static Stream<Arguments> stochastic() {
        return Stream.of(
                Arguments.of(NONE, 0.2, RelayNoise.WHITE),
                Arguments.of(RELEASED, 0.2, RelayNoise.WHITE),
                Arguments.of(RELEASED, 0.5, new RelayNoise(0.6, new BlockNoise(4), RelayNoise.Form.RELEASED)),
                Arguments.of(RELEASED, 0.5, new RelayNoise(0.6, new BlockNoise(4), RelayNoise.Form.PAPER)));
    }

    /** Means and variances of 1500 images: five standard errors, sqrt(v / n) and v sqrt(2 / n), for 16 coefficients. */
    @ParameterizedTest
    @MethodSource("stochastic")
    void gaussianImagesComeOutWithTheMomentsOfTheClosedForm(
            RelayUpdate.Corrector corrector, double eta, RelayNoise noise) {
        int images = 1500;
        RelaySampler sampler = sampler(8, corrector, eta, noise, Churn.NONE);
        long[] numbers = LongStream.range(0, images).toArray();
        double[] enlarged = new double[images * 64];
        Arrays.fill(enlarged, 0.4);
        double[] coefficients = PATCHES.transform(
                sampler.sample(PATCHES, Gaussian.IMAGES, new ImageNoise(3, numbers, SHAPE), enlarged));
        for (int place = 0; place < 16; place++) {
            double start = place == 0 ? 4 * 0.4 : 0;
            Moments moments = expected(sampler, place, start, disturbance(noise, place));
            Moments found = moments(coefficients, place, images);
            double meanError = Math.sqrt(moments.variance() / images);
            double varianceError = moments.variance() * Math.sqrt(2.0 / images);
            assertThat(found.mean()).as("mean of %d", place).isCloseTo(moments.mean(), within(5 * meanError));
            assertThat(found.variance())
                    .as("variance of %d", place)
                    .isCloseTo(moments.variance(), within(5 * varianceError));
        }
    }

    /** Of one coefficient of the first patch of each image. */
    private static Moments moments(double[] coefficients, int place, int images) {
        double sum = 0;
        double squares = 0;
        for (int n = 0; n < images; n++) {
            double value = coefficients[n * 64 + place / 4 * 8 + place % 4];
            sum += value;
            squares += value * value;
        }
        double mean = sum / images;
        return new Moments(mean, squares / images - mean * mean);
    }

    /**
     * Low-resolution images from the images themselves: their means over patches get back the images' own distribution,
     * whatever eta. Euler's steps with fresh noise leave (1 + sqrt(1 - eta^2)) / 2 of the variance in equilibrium, so eta
     * is small here and steps are many.
     */
    @Test
    void aRelayFromTrueLowResolutionsGivesTheTrueDistributionOfMeans() {
        RelaySampler sampler = sampler(60, RELEASED, 0.05, RelayNoise.WHITE, Churn.NONE);
        Gaussian images = Gaussian.IMAGES;
        double start = sampler.sigmas()[0];
        // Variance of the start: that of the images and of the noise, as at this noise level of the process itself.
        Moments end =
                expected(sampler, 0, images.means()[0], (images.variances()[0] + start * start) / (start * start));
        assertThat(end.mean()).isCloseTo(images.means()[0], within(1e-3));
        assertThat(end.variance()).isCloseTo(images.variances()[0], within(2e-2 * images.variances()[0]));
    }

    @Test
    void anImageDoesNotDependOnItsBatch() {
        RelaySampler sampler = sampler(6, RELEASED, 0.2, BLOCKS, new Churn.Steps(2, 0, 1e6, 1));
        double[] enlarged = Enlargement.nearest(Patterns.images(12, 0.2), new ImageShape(1, 2, 2), 4);
        double[] batch = sampler.sample(
                PATCHES,
                (x, sigma) -> Gaussian.IMAGES.denoised(x, sigma),
                new ImageNoise(7, new long[] {5, 9, 4}, SHAPE),
                enlarged);
        double[] alone = sampler.sample(
                PATCHES,
                Gaussian.IMAGES,
                new ImageNoise(7, new long[] {9}, SHAPE),
                Arrays.copyOfRange(enlarged, 64, 128));
        assertThat(Arrays.copyOfRange(batch, 64, 128)).containsExactly(alone);
    }

    @Test
    void aStartBelowAllNoiseLevelsIsAnError() {
        RelayUpdate update = new RelayUpdate(RELEASED, 0.2, BLOCKS);
        RelaySampler sampler = new RelaySampler(new SigmaGrid(9, 0.008, 80, 7), 0.008, update, Churn.NONE, BLUR, DCT);
        assertThatThrownBy(sampler::sigmas)
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("none of the 9 from 80.0 to 0.008 is below the start, 0.008");
    }

    @Test
    void noiseLevelsEndWhereTheNetworkKnowsNone() {
        RelaySampler sampler = sampler(9, RELEASED, 0.2, BLOCKS, Churn.NONE);
        assertThat(sampler.within(0, Double.POSITIVE_INFINITY)).isEqualTo(sampler);
        assertThat(sampler.within(0.02, 0.5).sigmas()).hasSize(9).contains(0.5, Index.atIndex(0), within(1e-12));
        assertThat(sampler.within(0.02, 0.5).grid().sigmaMin()).isEqualTo(0.02);
        assertThatThrownBy(() -> sampler.within(1, 2))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("the network knows 1.0 to 2.0");
    }
}
