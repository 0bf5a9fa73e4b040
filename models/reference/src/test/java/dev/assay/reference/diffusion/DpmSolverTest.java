package dev.assay.reference.diffusion;

import static dev.assay.reference.diffusion.Integrand.IMAGE;
import static dev.assay.reference.diffusion.Integrand.NOISE;
import static dev.assay.reference.diffusion.TimeGrid.UNIFORM_LAMBDA;
import static dev.assay.reference.diffusion.TimeGrid.UNIFORM_TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.reference.Parity;
import dev.assay.spec.AssayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DpmSolverTest {
    private static final ArrayAlgebra ALGEBRA = new ArrayAlgebra(new ImageShape(4, 4, 4));
    private static final NoiseSchedule SCALED_LINEAR = Schedules.named("sd-scaled-linear");
    private static final NoiseSchedule VP = Schedules.named("vp");

    /** Rounding of the schedule, carried through all steps; 7e-15 here. The bar is 1e-9. */
    private static final double TOLERANCE = 1e-12;

    @ParameterizedTest
    @ValueSource(ints = {5, 10, 20})
    void singleStepsAreTheOriginals(int steps) {
        JsonNode golden = Parity.golden("samplers.json").get("dpmpp_fast_f64_" + steps);
        List<Double> calls = new ArrayList<>();
        Denoiser<double[]> denoiser = (x, t) -> {
            calls.add(t);
            return Estimate.of(SamplerValues.noise(x, t));
        };
        Sampler sampler = Samplers.named("dpm-solver++", Map.of("steps", steps));
        double[] images = sampler.sample(
                new Diffusion<>(ALGEBRA, denoiser, SCALED_LINEAR, Noise.startingAt(SamplerValues.input(64))));
        SamplerValues.assertMatches(images, golden, TOLERANCE);
        assertThat(sampler.nfe()).isEqualTo(golden.get("nfe").asInt());
        double[] expected = Parity.doubles(golden.get("calls"));
        assertThat(calls).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(calls.get(i)).isCloseTo(expected[i], within(1e-13));
        }
    }

    /** PixArt's solver with guidance 4.5 on eps(x,t) +- 0.3, its network time 1000 t - 1. */
    @Test
    void multistepsArePixArts() {
        JsonNode golden = Parity.golden("pixart.json").get("dpm_solver");
        List<Double> calls = new ArrayList<>();
        Denoiser<double[]> guided = new Guidance.Constant(4.5)
                .guide(
                        ALGEBRA,
                        ConditionalDenoiser.of(
                                (x, t) -> pixart(x, t, 1, calls), (x, t) -> pixart(x, t, -1, new ArrayList<>())));
        double[] images = Samplers.named("dpm-solver++-multistep", Map.of("steps", 10))
                .sample(new Diffusion<>(
                        ALGEBRA, guided, Schedules.named("linear"), Noise.startingAt(SamplerValues.input(64))));
        SamplerValues.assertMatches(images, golden.get("10_fp64").get("out"), TOLERANCE);
        SamplerValues.assertMatches(images, golden.get("10").get("out"), 1e-5); // its schedule is in float32
        double[] expected = Parity.doubles(golden.get("10_fp64").get("t_input"));
        assertThat(calls).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(calls.get(i)).isCloseTo(expected[i], within(1e-10));
        }
    }

    private static Estimate<double[]> pixart(double[] x, double t, double condition, List<Double> calls) {
        double told = 1000 * t - 1; // the index of the step
        calls.add(told);
        return Estimate.of(ALGEBRA.affine(SamplerValues.noise(x, told / 1000), 1, 0.3 * condition));
    }

    static Stream<Arguments> solvers() {
        List<Arguments> all = new ArrayList<>();
        for (TimeGrid grid : TimeGrid.values()) {
            for (Integrand integrand : Integrand.values()) {
                for (int order = 1; order <= 3; order++) {
                    all.add(Arguments.of(grid, integrand, order));
                }
            }
        }
        return all.stream();
    }

    /**
     * Errors fall by 2^order where steps double: exponents within 0.15 of the order here. A last step of one order less
     * does no harm, so evaluations are 2 more than a multiple of 3.
     */
    @ParameterizedTest
    @MethodSource("solvers")
    void singleStepsConvergeWithTheirOrder(TimeGrid grid, Integrand integrand, int order) {
        double coarse = error(new SinglestepDpmSolver(482, order, grid, 0.1, integrand));
        double fine = error(new SinglestepDpmSolver(962, order, grid, 0.1, integrand));
        assertThat(log2(coarse / fine)).isCloseTo(order, within(0.2));
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void multistepsConvergeWithTheirOrder(TimeGrid grid, Integrand integrand, int order) {
        double coarse = error(new MultistepDpmSolver(482, order, grid, 0.1, 0, integrand));
        double fine = error(new MultistepDpmSolver(962, order, grid, 0.1, 0, integrand));
        assertThat(log2(coarse / fine)).isCloseTo(order, within(0.2));
    }

    private static double error(Sampler sampler) {
        Gaussian data = new Gaussian(VP, 0.7, 0.5);
        double[] end = sampler.sample(data.from(1.3, -0.4));
        return Math.abs(end[0] - data.flow(1.3, 1, 0.1)) + Math.abs(end[1] - data.flow(-0.4, 1, 0.1));
    }

    private static double log2(double x) {
        return Math.log(x) / Math.log(2);
    }

    /** Order 1 is DDIM with either integrand: image and noise as estimated at s, mixed as at t. */
    @ParameterizedTest
    @CsvSource({"UNIFORM_TIME, NOISE", "UNIFORM_TIME, IMAGE", "UNIFORM_LAMBDA, NOISE", "UNIFORM_LAMBDA, IMAGE"})
    void orderOneIsDdim(TimeGrid grid, Integrand integrand) {
        double end = 0.02;
        double[] x = SamplerValues.input(64);
        Diffusion<double[]> diffusion = new Diffusion<>(
                ALGEBRA, (z, t) -> Estimate.of(SamplerValues.noise(z, t)), SCALED_LINEAR, Noise.startingAt(x));
        double[] times = grid.between(SCALED_LINEAR, 1, end, 12);
        for (int i = 0; i < 12; i++) {
            double[] noise = SamplerValues.noise(x, times[i]);
            double alpha = SCALED_LINEAR.alpha(times[i]);
            double[] image = ALGEBRA.sum(1 / alpha, x, -SCALED_LINEAR.sigma(times[i]) / alpha, noise);
            x = ALGEBRA.sum(SCALED_LINEAR.alpha(times[i + 1]), image, SCALED_LINEAR.sigma(times[i + 1]), noise);
        }
        assertThat(new SinglestepDpmSolver(12, 1, grid, end, integrand).sample(diffusion))
                .containsExactly(x, within(1e-12));
        assertThat(new MultistepDpmSolver(12, 1, grid, end, 0, integrand).sample(diffusion))
                .containsExactly(x, within(1e-12));
    }

    @Test
    void anEndBeforeTheScheduleBeginsIsRefused() {
        Gaussian data = new Gaussian(Schedules.named("linear"), 0, 1);
        Sampler sampler = Samplers.named("dpm-solver", Map.of());
        assertThatThrownBy(() -> sampler.sample(data.from(1)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("end: it is 1.0E-4; the schedule begins at 0.001");
    }

    @Test
    void ordersEndLow() {
        assertThat(orders(9, 3)).containsExactly(3, 3, 2, 1);
        assertThat(orders(10, 3)).containsExactly(3, 3, 3, 1);
        assertThat(orders(11, 3)).containsExactly(3, 3, 3, 2);
        assertThat(orders(3, 3)).containsExactly(2, 1);
        assertThat(orders(2, 3)).containsExactly(2);
        assertThat(orders(1, 3)).containsExactly(1);
        assertThat(orders(5, 2)).containsExactly(2, 2, 1);
        assertThat(orders(3, 1)).containsExactly(1, 1, 1);
    }

    private static List<Integer> orders(int evaluations, int order) {
        return new SinglestepDpmSolver(evaluations, order, UNIFORM_TIME, 1e-3, IMAGE).orders();
    }

    @Test
    void strideThirdsAreEqualInLambda() {
        List<double[]> strides = UNIFORM_LAMBDA.strides(VP, 1e-4, List.of(3, 3, 1));
        double whole = (VP.lambda(1e-4) - VP.lambda(1)) / 3;
        assertThat(strides).hasSize(3);
        assertThat(strides.get(1)).hasSize(4);
        double[] second = strides.get(1);
        for (int i = 0; i < 3; i++) {
            assertThat(VP.lambda(second[i + 1]) - VP.lambda(second[i])).isCloseTo(whole / 3, within(1e-11));
        }
        double[] last = strides.get(2);
        assertThat(VP.lambda(last[1]) - VP.lambda(last[0])).isCloseTo(whole, within(1e-11));
        assertThat(last[1]).isEqualTo(1e-4);
    }

    /** With few steps the last two of order 3 are of order 2 and 1; a run without the drop differs from then on only. */
    @Test
    void lastStepsDropWhereThereAreFew() {
        MultistepDpmSolver dropping = new MultistepDpmSolver(6, 3, UNIFORM_TIME, 0.1, 10, IMAGE);
        MultistepDpmSolver never = new MultistepDpmSolver(6, 3, UNIFORM_TIME, 0.1, 6, IMAGE);
        List<double[]> seenDropping = inputs(dropping);
        List<double[]> seenNever = inputs(never);
        for (int call = 0; call < 5; call++) {
            assertThat(seenDropping.get(call)).isEqualTo(seenNever.get(call));
        }
        assertThat(seenDropping.get(5)).isNotEqualTo(seenNever.get(5));
    }

    private static List<double[]> inputs(Sampler sampler) {
        List<double[]> seen = new ArrayList<>();
        sampler.sample(new Diffusion<>(
                ALGEBRA,
                (x, t) -> {
                    seen.add(x);
                    return Estimate.of(SamplerValues.noise(x, t));
                },
                VP,
                Noise.startingAt(SamplerValues.input(64))));
        return seen;
    }

    /** What U-ViT's continuous models use: 4.2e-4 off the exact solution here. */
    @Test
    void fiftyEvaluationsInLambdaComeWithinTheErrorOfTheirStrides() {
        Gaussian data = new Gaussian(VP, 0.3, 0.8);
        double[] end = Samplers.named("dpm-solver", Map.of()).sample(data.from(1.1));
        assertThat(end[0]).isCloseTo(data.flow(1.1, 1, 1e-4), within(5e-4));
        assertThat(((SinglestepDpmSolver) Samplers.named("dpm-solver", Map.of())).integrand())
                .isEqualTo(NOISE);
    }
}
