package dev.assay.reference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.reference.Parity;
import dev.assay.reference.weights.HashFill;
import dev.assay.spec.AssayException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stable Diffusion 3's sampling, against its reference in {@code sd3_sampling.json}. */
class EulerTest {
    private static final NoiseSchedule FLOW = new RectifiedFlow();
    private static final ArrayAlgebra ALGEBRA = new ArrayAlgebra(new ImageShape(16, 4, 4));

    private static JsonNode golden(String part) {
        return Parity.golden("sd3_sampling.json").get(part);
    }

    private static Euler euler(int steps, double shift) {
        return new Euler(steps, new TimeShift(shift), 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void timesAreTheOriginalsWhichShiftTheLastOneTwice(int shift) {
        JsonNode golden = golden("sigmas_shift" + shift);
        TimeShift moved = new TimeShift(shift);
        assertThat((float) moved.of(FLOW.firstTime()))
                .isEqualTo((float) golden.get("sigma_min").asDouble());
        golden.get("table").properties().forEach(row -> {
            double[] times = euler(Integer.parseInt(row.getKey()), shift).times(FLOW);
            assertThat(times)
                    .as(row.getKey())
                    .containsExactly(Parity.doubles(row.getValue().get("fp64")), within(1e-15));
            // The reference's own arithmetic is float32 throughout: a few roundings of numbers up to 1000 over 1000.
            assertThat(times).containsExactly(Parity.doubles(row.getValue().get("fp32_code")), within(1.2e-7));
        });
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.MIN_VALUE, 1e-20, 0.01, 0.05, 0.08, 1, 3, 1e20})
    void theEndsOfTimeStayWhateverTheShift(double shift) {
        TimeShift moved = new TimeShift(shift);
        assertThat(moved.of(1)).isEqualTo(1);
        assertThat(moved.of(0)).isZero();
        double[] times = euler(5, shift).times(FLOW);
        assertThat(times[0]).isEqualTo(1);
        assertThat(Arrays.stream(times)).allMatch(t -> t >= 0 && t <= 1);
        assertThat(new TimeShift(1).of(0.3)).isEqualTo(0.3);
    }

    @Test
    void aWayFromAnImageBeginsWhereTheOriginalBegins() {
        Euler sampler = euler(10, 3);
        golden("img2img").properties().forEach(row -> {
            double strength =
                    Double.parseDouble(row.getKey().substring(row.getKey().lastIndexOf(' ') + 1));
            int first = row.getValue().get("first_index").asInt();
            assertThat(sampler.firstStep(strength)).as(row.getKey()).isEqualTo(first);
            double start = row.getValue().get("start_sigma").asDouble();
            assertThat(sampler.times(FLOW)[first]).isCloseTo(start, within(1.2e-7));
        });
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 5", "5, 1", "5, 5"})
    void anAnalyticFlowIsSampledAsByTheOriginal(int steps, int w) {
        // The sheet's times are the float32 ones.
        double[] times = Parity.doubles(golden("sigmas_shift3")
                .get("table")
                .get(Integer.toString(steps))
                .get("fp32_code"));
        double[] made = euler(steps, 3).along(times, diffusion(w), SamplerValues.input(256));
        JsonNode expected = golden("euler_analytic")
                .get("cases")
                .get(Integer.toString(steps))
                .get("cfg" + w);
        SamplerValues.assertMatches(made, expected, 1e-12);
        // With times in double it is off by what their rounding makes of it.
        SamplerValues.assertMatches(euler(steps, 3).sample(diffusion(w)), expected, 1e-6);
    }

    /** v(x,s,c) = 0.6 x cos 2s + 0.1 sin 5s + 0.2 tanh x + 0.3 c, c = 1 with the condition and -1 without. */
    private static Diffusion<double[]> diffusion(double w) {
        Denoiser<double[]> guided = new Guidance.Constant(w)
                .guide(ALGEBRA, ConditionalDenoiser.of((x, t) -> flow(x, t, 0.3), (x, t) -> flow(x, t, -0.3)));
        return new Diffusion<>(ALGEBRA, guided, FLOW, Noise.startingAt(SamplerValues.input(256)));
    }

    private static Estimate<double[]> flow(double[] x, double t, double shift) {
        double[] v = ALGEBRA.affine(SamplerValues.noise(x, t), 1, shift);
        return Prediction.FLOW.estimate(ALGEBRA, FLOW, v, x, t);
    }

    /** The flow of a single image is a straight line, which a step of any length follows. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void anyNumberOfStepsReachesASingleImage(int steps) {
        double[] image = Parity.doubles(HashFill.input("image", 256));
        for (NoiseSchedule schedule : List.of(FLOW, Schedules.named("linear"), Schedules.named("vp"))) {
            Denoiser<double[]> knowing = (x, t) -> {
                double[] noise = schedule.sigma(t) == 1
                        ? x
                        : ALGEBRA.sum(1 / schedule.sigma(t), x, -schedule.alpha(t) / schedule.sigma(t), image);
                return new Estimate.WithVelocity<>(noise, ALGEBRA.sum(1, noise, -1, image));
            };
            double[] made = euler(steps, 3)
                    .sample(new Diffusion<>(ALGEBRA, knowing, schedule, Noise.startingAt(SamplerValues.input(256))));
            // Schedules that keep the variance do not quite reach noise alone at 1.
            assertThat(made).containsExactly(image, within(schedule == FLOW ? 1e-12 : 0.05));
        }
    }

    /** In times of the schedule's own it is DDIM. */
    @Test
    void onASchedulesOwnStepsItIsDdim() {
        NoiseSchedule schedule = Schedules.named("sd-scaled-linear");
        Respaced chain = Respaced.of(schedule, Spacing.EVEN, 10);
        double[] times = new double[11];
        for (int i = 0; i < 10; i++) {
            times[i] = chain.time(9 - i);
        }
        Diffusion<double[]> diffusion = new Diffusion<>(
                ALGEBRA,
                (x, t) -> Estimate.of(SamplerValues.noise(x, t)),
                schedule,
                Noise.startingAt(SamplerValues.input(256)));
        double[] expected = Samplers.named("ddim", Map.of("steps", 10)).sample(diffusion);
        double[] made = euler(10, 1).along(times, diffusion, SamplerValues.input(256));
        // Numbers up to 50, and divisions by an alpha of 0.07.
        assertThat(made).containsExactly(expected, within(1e-10));
    }

    @Test
    void atFullStrengthTheImageDoesNotCount() {
        double[] image = Parity.doubles(HashFill.input("input.latent", 256));
        Euler sampler = euler(5, 3);
        assertThat(sampler.sample(diffusion(5), image, 1)).isEqualTo(sampler.sample(diffusion(5)));
    }

    @Test
    void aLesserStrengthStartsFromTheNoisyImage() {
        double[] image = Parity.doubles(HashFill.input("input.latent", 256));
        List<Double> visited = new ArrayList<>();
        List<double[]> seen = new ArrayList<>();
        Denoiser<double[]> watching = (x, t) -> {
            visited.add(t);
            seen.add(x.clone());
            return flow(x, t, 0);
        };
        double[] noise = SamplerValues.input(256);
        Euler sampler = euler(10, 3);
        sampler.sample(new Diffusion<>(ALGEBRA, watching, FLOW, Noise.startingAt(noise)), image, 0.3);
        double[] times = sampler.times(FLOW);
        assertThat(visited).containsExactly(times[7], times[8], times[9]);
        double[] expected = ALGEBRA.sum(1 - times[7], image, times[7], noise);
        assertThat(seen.get(0)).containsExactly(expected, within(1e-15));
        assertThatThrownBy(() -> sampler.firstStep(0))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("above 0 and at most 1");
    }

    /** What comes back has the noise of the earlier time again: images of variance 1 keep it all the way. */
    @Test
    void repeatsGoBackToTheNoiseOfTheirTime() {
        ImageShape shape = new ImageShape(1, 100, 100);
        ArrayAlgebra algebra = new ArrayAlgebra(shape);
        double[] image = new double[shape.elements()];
        List<Double> deviations = new ArrayList<>();
        List<Double> times = new ArrayList<>();
        Denoiser<double[]> zero = (x, t) -> {
            double squares = Arrays.stream(x).map(v -> v * v).sum();
            deviations.add(Math.sqrt(squares / x.length));
            times.add(t);
            double[] noise = algebra.affine(x, 1 / t, 0); // of an image that is 0 everywhere
            return new Estimate.WithVelocity<>(noise, algebra.sum(1, noise, -1, image));
        };
        Euler sampler = new Euler(4, new TimeShift(3), 3);
        sampler.sample(new Diffusion<>(algebra, zero, FLOW, new ImageNoise(1, new long[] {0}, shape)));
        assertThat(times).hasSize(sampler.nfe()).hasSize(10);
        for (int i = 0; i < times.size(); i++) {
            // 10,000 draws tell a deviation to 0.7 percent; a few of those.
            assertThat(deviations.get(i)).isCloseTo(times.get(i), within(0.03 * times.get(i)));
        }
    }

    @Test
    void aNetworkOfNoiseCannotBeginWhereNoImageIsLeft() {
        Diffusion<double[]> diffusion =
                new Diffusion<>(ALGEBRA, (x, t) -> Estimate.of(x), FLOW, Noise.startingAt(SamplerValues.input(256)));
        assertThatThrownBy(() -> euler(3, 1).sample(diffusion))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("there is no image left in x");
    }
}
