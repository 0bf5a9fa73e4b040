package dev.assay.reference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.spec.AssayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeunTest {
    private static final ImageShape ONE = new ImageShape(1, 1, 1);
    private static final ArrayAlgebra ALGEBRA = new ArrayAlgebra(ONE);
    private static final double ANY = Double.POSITIVE_INFINITY;

    /** The expected image given x, for normal images of mean 0.4 and deviation 0.6. */
    private static double expected(double x, double sigma) {
        return (0.36 * x + sigma * sigma * 0.4) / (0.36 + sigma * sigma);
    }

    private static final EdmDenoiser<double[]> GAUSSIAN = (x, sigma) -> new double[] {expected(x[0], sigma)};

    private static Heun heun(int steps, double churn) {
        return new Heun(steps, 0.002, 80, 7, churn, 0.05, 50, 1.003);
    }

    /** Levels that RDM's code prints for its second stage: 200 steps, rho 100, 80 to 0.008, cut at 0.9. */
    @Test
    void levelsAreTheOriginals() {
        double[] sigmas = new Heun(200, 0.008, 80, 100, 0, 0, 0, 1).sigmas(0.008, 80);
        double[] below = {0.8691227270865155, 0.8298230744619055, 0.7922834867327546};
        double[] last = {0.00881414285579974, 0.008397309011869346, 0.008000000000000002};
        for (int i = 0; i < 3; i++) {
            assertThat(sigmas[100 + i]).isCloseTo(below[i], within(1e-12));
            assertThat(sigmas[197 + i]).isCloseTo(last[i], within(1e-14));
        }
        assertThat(sigmas).hasSize(201).endsWith(0);
    }

    /** Along the ODE the distance from the mean is in proportion to the deviation of noisy images. */
    @Test
    void stepsConvergeWithOrderTwo() {
        double exact = 0.4 + (1.1 * 80 - 0.4) * 0.6 / Math.sqrt(0.36 + 80 * 80);
        double coarse = end(64) - exact;
        double fine = end(128) - exact;
        assertThat(Math.log(coarse / fine) / Math.log(2)).isCloseTo(2, within(0.15));
        assertThat(fine).isCloseTo(0, within(1e-3));
    }

    private static double end(int steps) {
        return heun(steps, 0).sample(ALGEBRA, GAUSSIAN, Noise.startingAt(new double[] {1.1}), 0, ANY)[0];
    }

    /** Algorithm 2 line by line on one number, with the same noise. */
    @Test
    void churnedStepsAreTheAlgorithms() {
        int steps = 12;
        Heun sampler = heun(steps, 4);
        ImageNoise noise = new ImageNoise(9, new long[] {2}, ONE);
        double[] t = sampler.sigmas(0.002, 80);
        double x = t[0] * noise.draw(0)[0];
        for (int i = 0; i < steps; i++) {
            double gamma = t[i] >= 0.05 && t[i] <= 50 ? Math.min(4.0 / steps, Math.sqrt(2) - 1) : 0;
            double hat = t[i] + gamma * t[i];
            double xHat = x + Math.sqrt(hat * hat - t[i] * t[i]) * 1.003 * noise.draw(i + 1)[0];
            double d = (xHat - expected(xHat, hat)) / hat;
            x = xHat + (t[i + 1] - hat) * d;
            if (t[i + 1] != 0) {
                double there = (x - expected(x, t[i + 1])) / t[i + 1];
                x = xHat + (t[i + 1] - hat) * (0.5 * d + 0.5 * there);
            }
        }
        assertThat(sampler.sample(ALGEBRA, GAUSSIAN, noise, 0, ANY)[0]).isCloseTo(x, within(1e-12));
    }

    /** More noise than there is room for is taken out again: churned samples keep the images' variance. */
    @Test
    void churnKeepsTheDistribution() {
        ImageShape shape = new ImageShape(1, 100, 100);
        EdmDenoiser<double[]> denoiser = (x, sigma) -> {
            double[] image = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                image[i] = expected(x[i], sigma);
            }
            return image;
        };
        double[] images = new Heun(100, 0.002, 80, 7, 40, 0.05, 50, 1)
                .sample(new ArrayAlgebra(shape), denoiser, new ImageNoise(4, new long[] {0}, shape), 0, ANY);
        double mean = 0;
        double squares = 0;
        for (double v : images) {
            mean += v / images.length;
            squares += v * v / images.length;
        }
        double variance = squares - mean * mean;
        // Four standard errors, and 1 % for the steps.
        assertThat(mean).isCloseTo(0.4, within(4 * 0.6 / 100));
        assertThat(variance).isCloseTo(0.36, within(0.36 * (0.01 + 4 * Math.sqrt(2.0 / images.length))));
    }

    /** A variance preserving network is called with scaled images at the times of the levels. */
    @Test
    void aScheduleIsEnteredAtTheTimeOfItsLevel() {
        NoiseSchedule schedule = Schedules.named("sd-scaled-linear");
        Gaussian data = new Gaussian(schedule, 0.4, 0.6);
        EdmDenoiser<double[]> edm = EdmDenoiser.of(ALGEBRA, data.denoiser(), schedule);
        for (double sigma : new double[] {0.03, 0.5, 3, 14}) {
            double image = edm.denoised(new double[] {1.7}, sigma)[0];
            assertThat(image).isCloseTo(expected(1.7, sigma), within(1e-11));
        }
    }

    @Test
    void levelsOutsideTheScheduleAreLeftOut() {
        NoiseSchedule schedule = Schedules.named("sd-scaled-linear");
        List<Double> times = new ArrayList<>();
        Gaussian data = new Gaussian(schedule, 0.4, 0.6);
        Denoiser<double[]> watched = (x, t) -> {
            times.add(t);
            return data.denoiser().at(x, t);
        };
        Sampler heun = Samplers.named("heun", Map.of("churn", 10));
        heun.sample(new Diffusion<>(ALGEBRA, watched, schedule, new ImageNoise(1, new long[] {0}, ONE)));
        assertThat(times).hasSize(heun.nfe());
        assertThat(times.get(0)).isCloseTo(1, within(1e-12));
        assertThat(times).allMatch(t -> t > 0.0009999 && t < 1.0000001);
        assertThat(heun.deterministic()).isFalse();
    }

    @Test
    void levelsThatMissTheScheduleAreRefused() {
        Gaussian data = new Gaussian(Schedules.named("sd-scaled-linear"), 0, 1);
        Sampler heun = Samplers.named("heun", Map.of("sigma_min", 20));
        assertThatThrownBy(() -> heun.sample(data.from(1)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("miss the schedule");
    }

    @Test
    void oneStepIsTheDenoiserItself() {
        double[] image = heun(1, 0).sample(ALGEBRA, GAUSSIAN, Noise.startingAt(new double[] {1.1}), 0, ANY);
        assertThat(image[0]).isCloseTo(expected(88, 80), within(1e-12));
    }
}
