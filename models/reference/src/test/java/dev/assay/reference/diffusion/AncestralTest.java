package dev.assay.reference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.reference.Parity;
import dev.assay.spec.AssayException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** DDPM and DDIM. */
class AncestralTest {
    private static final NoiseSchedule LINEAR = Schedules.named("linear");
    private static final ArrayAlgebra ALGEBRA = new ArrayAlgebra(new ImageShape(4, 4, 4));

    /** The original computes in float32: 2e-7 here. */
    private static final double FLOAT32 = 1e-6;

    /** The variance channels of the golden file: v = tanh(0.7 x - t), with t a thousandth of the original index. */
    private static double[] range(double[] x, double t) {
        return Arrays.stream(x).map(v -> Math.tanh(0.7 * v - t)).toArray();
    }

    private static final Denoiser<double[]> LEARNED = (x, t) -> {
        double told = (1000 * t - 1) / 1000; // the index of the step
        return new Estimate.WithRange<>(SamplerValues.noise(x, told), range(x, told));
    };

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 25, 49})
    void momentsAreDits(int step) {
        JsonNode golden =
                Parity.golden("samplers.json").get("dit_p_mean_variance_50").get(Integer.toString(step));
        Respaced chain = Respaced.of(LINEAR, Spacing.EVEN, 50);
        double[] x = SamplerValues.input(64);
        Ddpm.Moments<double[]> moments = new Ddpm(50, Spacing.EVEN, Ddpm.Variance.LEARNED_RANGE, false)
                .moments(ALGEBRA, chain, step, x, LEARNED.at(x, chain.time(step)));
        SamplerValues.assertMatches(moments.image(), golden.get("pred_xstart"), FLOAT32);
        SamplerValues.assertMatches(moments.mean(), golden.get("mean"), FLOAT32);
        SamplerValues.assertMatches(moments.logVariance(), golden.get("log_variance"), FLOAT32);
    }

    @Test
    void rangeRunsFromThePosteriorToTheStepsOwnVariance() {
        Respaced chain = Respaced.of(LINEAR, Spacing.EVEN, 10);
        double[] x = new double[64];
        Ddpm learned = new Ddpm(10, Spacing.EVEN, Ddpm.Variance.LEARNED_RANGE, false);
        for (int end : new int[] {-1, 1}) {
            double[] range = new double[64];
            Arrays.fill(range, end);
            double variance = Math.exp(learned.moments(ALGEBRA, chain, 6, x, new Estimate.WithRange<>(x, range))
                    .logVariance()[0]);
            assertThat(variance).isCloseTo(end < 0 ? chain.posteriorVariance(6) : chain.beta(6), within(1e-15));
        }
    }

    @Test
    void ancestralSamplingWithThePosteriorVarianceIsDdimWithEtaOne() {
        Diffusion<double[]> diffusion = new Diffusion<>(
                ALGEBRA,
                (x, t) -> Estimate.of(SamplerValues.noise(x, t)),
                LINEAR,
                new ImageNoise(3, new long[] {5, 6}, ALGEBRA.shape()));
        double[] ddpm = new Ddpm(30, Spacing.EVEN, Ddpm.Variance.POSTERIOR, false).sample(diffusion);
        double[] ddim = new Ddim(30, Spacing.EVEN, 1, false).sample(diffusion);
        assertThat(ddim).containsExactly(ddpm, within(1e-12)); // values up to 20
    }

    /** Each step maps normal numbers to normal numbers, so mean and variance of the result follow step by step. */
    @ParameterizedTest
    @EnumSource(names = {"POSTERIOR", "BETA"})
    void gaussianImagesHaveTheMomentsOfTheirChain(Ddpm.Variance variance) {
        Gaussian data = new Gaussian(LINEAR, 0.4, 0.6);
        Respaced chain = Respaced.of(LINEAR, Spacing.EVEN, 20);
        double mean = 0;
        double spread = 1;
        for (int step = 19; step >= 0; step--) {
            double a = chain.alphasCumprod(step);
            double slope = (1 - a) / (a * 0.36 + 1 - a); // sigma times the estimated noise, per x
            double image = (1 - slope) / Math.sqrt(a);
            double shift = slope * 0.4;
            double factor = chain.posteriorMeanOfImage(step) * image + chain.posteriorMeanOfNoisy(step);
            mean = factor * mean + chain.posteriorMeanOfImage(step) * shift;
            double added = variance == Ddpm.Variance.BETA ? chain.beta(step) : chain.posteriorVariance(step);
            spread = factor * factor * spread + (step == 0 ? 0 : added);
        }
        ImageShape shape = new ImageShape(1, 200, 200);
        double[] images = new Ddpm(20, Spacing.EVEN, variance, false)
                .sample(new Diffusion<>(
                        new ArrayAlgebra(shape), data.denoiser(), LINEAR, new ImageNoise(1, new long[] {0}, shape)));
        // Four standard errors of mean and variance of 40,000 independent normal numbers.
        double n = images.length;
        double found = Arrays.stream(images).sum() / n;
        double squares =
                Arrays.stream(images).map(v -> (v - found) * (v - found)).sum() / n;
        assertThat(found).isCloseTo(mean, within(4 * Math.sqrt(spread / n)));
        assertThat(squares).isCloseTo(spread, within(4 * spread * Math.sqrt(2 / n)));
    }

    /** With all 1000 steps the chain of either variance ends at the images' own mean and variance. */
    @Test
    void theWholeChainGivesTheDataBack() {
        Gaussian data = new Gaussian(LINEAR, 0.4, 0.6);
        ImageShape shape = new ImageShape(1, 60, 60);
        double[] images = new Ddpm(1000, Spacing.EVEN, Ddpm.Variance.BETA, false)
                .sample(new Diffusion<>(
                        new ArrayAlgebra(shape), data.denoiser(), LINEAR, new ImageNoise(2, new long[] {0}, shape)));
        double n = images.length;
        double found = Arrays.stream(images).sum() / n;
        double squares =
                Arrays.stream(images).map(v -> (v - found) * (v - found)).sum() / n;
        assertThat(found).isCloseTo(0.4, within(4 * 0.6 / Math.sqrt(n)));
        // Discretisation is below 1 % of the variance, four standard errors are 9 %.
        assertThat(squares).isCloseTo(0.36, within(0.36 * (0.01 + 4 * Math.sqrt(2 / n))));
    }

    @Test
    void ddimFollowsTheExactSolutionMoreCloselyWithMoreSteps() {
        Gaussian data = new Gaussian(LINEAR, 0.4, 0.6);
        double exact = data.flow(0.9, 1, 0.001);
        double coarse = Math.abs(ddim(100).sample(data.from(0.9))[0] - exact);
        double fine = Math.abs(ddim(200).sample(data.from(0.9))[0] - exact);
        assertThat(fine).isLessThan(0.6 * coarse).isGreaterThan(0.4 * coarse);
    }

    /** Through all steps DDIM is order 1 of DPM-Solver++ on the uniform grid, which stops one step earlier. */
    @Test
    void allStepsOfDdimAreOrderOneAndALastEstimate() {
        double[] start = SamplerValues.input(64);
        Diffusion<double[]> diffusion = new Diffusion<>(
                ALGEBRA, (x, t) -> Estimate.of(SamplerValues.noise(x, t)), LINEAR, Noise.startingAt(start));
        double[] first =
                new SinglestepDpmSolver(999, 1, TimeGrid.UNIFORM_TIME, 1e-3, Integrand.IMAGE).sample(diffusion);
        double alpha = LINEAR.alpha(1e-3);
        double[] image = ALGEBRA.sum(1 / alpha, first, -LINEAR.sigma(1e-3) / alpha, SamplerValues.noise(first, 1e-3));
        assertThat(ddim(1000).sample(diffusion)).containsExactly(image, within(1e-9)); // values up to 30
    }

    private static Ddim ddim(int steps) {
        return new Ddim(steps, Spacing.EVEN, 0, false);
    }

    @Test
    void clippedEstimatesKeepImagesInTheRangeOfPixels() {
        Diffusion<double[]> wild = new Diffusion<>(
                ALGEBRA,
                (x, t) -> Estimate.of(ALGEBRA.affine(x, -3, 0.5)),
                LINEAR,
                new ImageNoise(3, new long[] {5}, ALGEBRA.shape()));
        for (Sampler sampler : new Sampler[] {
            new Ddim(10, Spacing.EVEN, 0, true),
            new Ddim(10, Spacing.EVEN, 0.5, true),
            new Ddpm(10, Spacing.EVEN, Ddpm.Variance.POSTERIOR, true)
        }) {
            assertThat(Arrays.stream(sampler.sample(wild)).boxed()).allMatch(v -> v >= -1 && v <= 1);
        }
    }

    @Test
    void clippingLeavesImagesInsideTheRangeAlone() {
        Gaussian data = new Gaussian(LINEAR, 0.1, 0.01);
        double[] free = ddim(20).sample(data.from(0.9, -1.2));
        double[] clipped = new Ddim(20, Spacing.EVEN, 0, true).sample(data.from(0.9, -1.2));
        assertThat(clipped).containsExactly(free, within(1e-12));
    }

    @Test
    void learnedRangeNeedsANetworkThatPredictsIt() {
        Gaussian data = new Gaussian(LINEAR, 0, 1);
        Sampler ddpm = Samplers.named("ddpm", Map.of());
        assertThatThrownBy(() -> ddpm.sample(data.from(1)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("predicts no variance");
    }
}
