package dev.assay.reference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.spec.AssayException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every sampler promises, and how samplers are chosen. */
class SamplersTest {
    private static final ImageShape SHAPE = new ImageShape(2, 3, 3);

    static List<Arguments> samplers() {
        List<Arguments> all = new ArrayList<>();
        for (String name : Samplers.names()) {
            for (int steps : new int[] {1, 2, 3, 11}) {
                all.add(Arguments.of(name, small(name, steps)));
            }
        }
        all.add(Arguments.of("ddim", Map.of("steps", 7, "eta", 0.7)));
        all.add(Arguments.of("ddim", Map.of("steps", 50, "spacing", "strided", "clip", true)));
        all.add(Arguments.of("ddpm", Map.of("steps", 9, "variance", "learned-range")));
        all.add(Arguments.of("ddpm", Map.of("steps", 9, "variance", "fixed-large")));
        all.add(Arguments.of("heun", Map.of("steps", 7, "churn", 5)));
        all.add(Arguments.of("dpm-solver++-multistep", Map.of("steps", 9, "order", 3)));
        all.add(Arguments.of("euler", Map.of("steps", 4, "shift", 3, "repeats", 3)));
        return all;
    }

    private static Map<String, Object> small(String name, int steps) {
        return switch (name) {
            case "ddpm" -> Map.of("steps", steps, "variance", "fixed-small");
            case "dpm-solver" -> Map.of("steps", steps, "end", 0.001);
            default -> Map.of("steps", steps);
        };
    }

    private static final Denoiser<double[]> DENOISER = (x, t) -> new Estimate.WithRange<>(
            SamplerValues.noise(x, t), Arrays.stream(x).map(Math::tanh).toArray());

    private static Diffusion<double[]> diffusion(Noise<double[]> noise, Denoiser<double[]> denoiser) {
        return new Diffusion<>(new ArrayAlgebra(SHAPE), denoiser, Schedules.named("sd-scaled-linear"), noise);
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void callsAndDrawsAreWhatItSays(String name, Map<String, Object> settings) {
        Sampler sampler = Samplers.named(name, settings);
        List<Double> times = new ArrayList<>();
        TreeSet<Integer> draws = new TreeSet<>();
        ImageNoise noise = new ImageNoise(1, new long[] {0}, SHAPE);
        sampler.sample(diffusion(
                draw -> {
                    assertThat(draws.add(draw)).as("draw %d is new", draw).isTrue();
                    return noise.draw(draw);
                },
                (x, t) -> {
                    times.add(t);
                    return DENOISER.at(x, t);
                }));
        assertThat(times).hasSize(sampler.nfe()).allMatch(t -> t > 0 && t < 1.0000001);
        assertThat(draws.first()).isZero();
        assertThat(draws.size() == 1).isEqualTo(sampler.deterministic());
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void anImageIsTheSameInEveryBatch(String name, Map<String, Object> settings) {
        Sampler sampler = Samplers.named(name, settings);
        double[] alone = sampler.sample(diffusion(new ImageNoise(4, new long[] {9}, SHAPE), DENOISER));
        double[] batch = sampler.sample(diffusion(new ImageNoise(4, new long[] {3, 9}, SHAPE), DENOISER));
        assertThat(Arrays.copyOfRange(batch, SHAPE.elements(), 2 * SHAPE.elements()))
                .isEqualTo(alone);
    }

    @Test
    void defaultsAreThoseOfThePapers() {
        assertThat(Samplers.named("dpm-solver++", Map.of()))
                .isEqualTo(new SinglestepDpmSolver(50, 3, TimeGrid.UNIFORM_TIME, 1e-3, Integrand.IMAGE));
        assertThat(Samplers.named("dpm-solver", Map.of()))
                .isEqualTo(new SinglestepDpmSolver(50, 3, TimeGrid.UNIFORM_LAMBDA, 1e-4, Integrand.NOISE));
        assertThat(Samplers.named("dpm-solver++-multistep", Map.of()))
                .isEqualTo(new MultistepDpmSolver(20, 2, TimeGrid.UNIFORM_TIME, 1e-3, 10, Integrand.IMAGE));
        assertThat(Samplers.named("ddpm", Map.of()))
                .isEqualTo(new Ddpm(250, Spacing.EVEN, Ddpm.Variance.LEARNED_RANGE, false));
        assertThat(Samplers.named("ddim", Map.of("eta", 1))).isEqualTo(new Ddim(50, Spacing.EVEN, 1, false));
        assertThat(Samplers.named("heun", Map.of()))
                .isEqualTo(new Heun(18, 0.002, 80, 7, 0, 0, 1e6, 1))
                .extracting(Sampler::nfe)
                .isEqualTo(35);
        assertThat(Samplers.named("euler", Map.of("shift", 3))).isEqualTo(new Euler(28, new TimeShift(3), 1));
    }

    @Test
    void allSettingsAreListedWithTheGivenOnes() {
        assertThat(Samplers.settings("ddim", Map.of("steps", 20)))
                .containsExactly(
                        Map.entry("clip", false),
                        Map.entry("eta", 0),
                        Map.entry("spacing", "even"),
                        Map.entry("steps", 20));
    }

    @Test
    void equalNumbersGiveEqualSettings() {
        assertThat(Samplers.settings("heun", Map.of("churn", 40.0, "rho", 7)))
                .isEqualTo(Samplers.settings("heun", Map.of("churn", 40L)));
        assertThat(Samplers.settings("ddim", Map.of("eta", 0.25))).containsEntry("eta", 0.25);
    }

    @Test
    void wrongNamesAndSettingsAreOneClearError() {
        assertError("ddmp", Map.of(), "sampler 'ddmp': no such sampler; there are dpm-solver++,");
        assertError("ddim", Map.of("step", 3), "did you mean steps?");
        assertError("ddim", Map.of("steps", 0), "steps of sampler ddim: it is 0; it must be a whole number from 1 to");
        assertError("ddim", Map.of("steps", 2.5), "it is 2.5");
        assertError("ddim", Map.of("steps", "many"), "it is many");
        assertError("ddim", Map.of("eta", 1.5), "it must be a number from 0 to 1");
        assertError("ddim", Map.of("eta", Double.NaN), "it is NaN");
        assertError("ddim", Map.of("clip", "yes"), "it must be true or false");
        assertError("ddim", Map.of("spacing", "evn"), "did you mean even?");
        assertError("heun", Map.of("sigma_max", 0.001), "a number above sigma_min, 0.002");
        assertError("euler", Map.of("shift", 0), "it must be a number above 0");
        assertError("euler", Map.of("repeats", 0), "a whole number from 1 to 1000");
        assertError("dpm-solver++", Map.of("order", 4), "a whole number from 1 to 3");
        assertError("dpm-solver++", Map.of("end", 1), "a time above 0 and below 1");
    }

    private static void assertError(String name, Map<String, Object> settings, String part) {
        assertThatThrownBy(() -> Samplers.named(name, settings))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining(part);
    }
}
