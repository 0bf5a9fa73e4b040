package dev.assay.reference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.reference.Parity;
import dev.assay.spec.AssayException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NoiseScheduleTest {
    /** Cumulative sums of 1000 logarithms in another order: 6e-14 here. The bar is 1e-9. */
    private static final double TOLERANCE = 1e-12;

    static List<String> names() {
        return Schedules.NAMES;
    }

    @Test
    void scaledLinearIsTheOriginals() {
        JsonNode golden = Parity.golden("samplers.json").get("schedule_f64");
        NoiseSchedule schedule = Schedules.named("sd-scaled-linear");
        double[] t = Parity.doubles(golden.get("t"));
        for (int i = 0; i < t.length; i++) {
            assertRelative(schedule.logAlpha(t[i]), golden.get("log_alpha").get(i));
            assertRelative(schedule.sigma(t[i]), golden.get("sigma").get(i));
            assertRelative(schedule.lambda(t[i]), golden.get("lam").get(i));
            double lambda = golden.get("lam").get(i).asDouble();
            assertRelative(
                    schedule.inverseLambda(lambda), golden.get("inv_lambda").get(i));
        }
    }

    private static void assertRelative(double actual, JsonNode expected) {
        double value = expected.asDouble();
        assertThat(actual).isCloseTo(value, within(TOLERANCE * Math.abs(value)));
    }

    @ParameterizedTest
    @MethodSource("names")
    void timesComeBackFromTheirLambda(String name) {
        NoiseSchedule schedule = Schedules.named(name);
        for (double t : new double[] {schedule.firstTime(), 0.001, 0.0123, 0.3, 0.5, 0.77777, 0.9, 1}) {
            assertThat(schedule.inverseLambda(schedule.lambda(t))).isCloseTo(t, within(1e-12));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void noiseGrowsAndVarianceOrLengthIsPreserved(String name) {
        NoiseSchedule schedule = Schedules.named(name);
        double before = Double.POSITIVE_INFINITY;
        for (int i = 1; i <= 3000; i++) {
            double t = i / 3000.0;
            double alpha = schedule.alpha(t);
            double sigma = schedule.sigma(t);
            double whole = schedule.preservesVariance() ? alpha * alpha + sigma * sigma : alpha + sigma;
            assertThat(whole).isCloseTo(1, within(1e-15));
            assertThat(schedule.lambda(t)).isLessThan(before);
            before = schedule.lambda(t);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void lambdaIsHalfTheLogarithmOfSignalToNoise(String name) {
        NoiseSchedule schedule = Schedules.named(name);
        double ratio = schedule.alpha(0.4) / schedule.sigma(0.4);
        assertThat(schedule.lambda(0.4)).isCloseTo(Math.log(ratio), within(1e-14));
    }

    @Test
    void linearHasThePublishedEnds() {
        DiscreteSchedule linear = (DiscreteSchedule) Schedules.named("linear");
        assertThat(linear.steps()).isEqualTo(1000);
        assertThat(linear.betas()[0]).isEqualTo(1e-4);
        assertThat(linear.betas()[999]).isEqualTo(0.02);
        // The digits that are printed for PixArt, which has the same schedule.
        assertThat(linear.alphasCumprod()[499]).isCloseTo(0.078587, within(5e-7));
        assertThat(linear.alphasCumprod()[999]).isCloseTo(4.035829765375675e-05, withPercentage(1e-9));
    }

    @Test
    void cosineFollowsItsFormulaUntilTheVarianceIsCapped() {
        DiscreteSchedule cosine = (DiscreteSchedule) Schedules.named("cosine");
        double start = Math.pow(Math.cos(0.008 / 1.008 * Math.PI / 2), 2);
        for (int i = 0; i < 998; i++) {
            double expected = Math.pow(Math.cos(((i + 1) / 1000.0 + 0.008) / 1.008 * Math.PI / 2), 2) / start;
            assertThat(cosine.alphasCumprod()[i]).isCloseTo(expected, within(1e-12));
        }
        assertThat(cosine.betas()[999]).isEqualTo(0.999);
    }

    @Test
    void knotsOfTheContinuousExtensionAreTheSteps() {
        DiscreteSchedule schedule = (DiscreteSchedule) Schedules.named("cosine");
        for (int i : new int[] {0, 1, 499, 998, 999}) {
            double alpha = schedule.alpha((i + 1) / 1000.0);
            assertThat(alpha * alpha).isCloseTo(schedule.alphasCumprod()[i], withPercentage(1e-9));
        }
        double middle = (schedule.logAlpha(0.5) + schedule.logAlpha(0.501)) / 2;
        assertThat(schedule.logAlpha(0.5005)).isCloseTo(middle, within(1e-14));
    }

    @Test
    void outsideItsKnotsADiscreteScheduleGoesStraightOn() {
        NoiseSchedule schedule = Schedules.named("sd-scaled-linear");
        double slope = schedule.logAlpha(0.002) - schedule.logAlpha(0.001);
        assertThat(schedule.logAlpha(0.0005)).isCloseTo(schedule.logAlpha(0.001) - slope / 2, within(1e-15));
        double last = schedule.logAlpha(1) - schedule.logAlpha(0.999);
        assertThat(schedule.logAlpha(1.002)).isCloseTo(schedule.logAlpha(1) + 2 * last, within(1e-12));
    }

    /** The integral of beta over time is the logarithm of what is left of the image's variance. */
    @Test
    void vpIntegratesItsRate() {
        NoiseSchedule vp = Schedules.named("vp");
        double integral = 0;
        int parts = 1000;
        for (int i = 0; i < parts; i++) {
            double t = 0.7 * (i + 0.5) / parts; // exact for a linear rate
            integral += (0.1 + t * (20 - 0.1)) * 0.7 / parts;
        }
        assertThat(2 * vp.logAlpha(0.7)).isCloseTo(-integral, within(1e-12));
    }

    @Test
    void vpIsReadAtEqualTimesWhereStepsAreNeeded() {
        NoiseSchedule vp = Schedules.named("vp");
        DiscreteSchedule steps = DiscreteSchedule.of(vp, 1000);
        for (int i : new int[] {0, 10, 499, 999}) {
            double alpha = vp.alpha((i + 1) / 1000.0);
            assertThat(steps.alphasCumprod()[i]).isCloseTo(alpha * alpha, withPercentage(1e-10));
        }
    }

    @Test
    void aRectifiedFlowIsTheStraightLineFromImageToNoise() {
        NoiseSchedule flow = Schedules.named("rectified-flow");
        assertThat(flow.alpha(0.25)).isEqualTo(0.75);
        assertThat(flow.sigma(0.25)).isEqualTo(0.25);
        assertThat(flow.logAlpha(0.25)).isCloseTo(Math.log(0.75), within(1e-16));
        assertThat(flow.alpha(1)).isZero();
        assertThat(flow.lambda(1)).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void samplersOfStepsAndOfLogarithmsRefuseAFlowInOneLine() {
        ArrayAlgebra algebra = new ArrayAlgebra(new ImageShape(1, 1, 1));
        Noise<double[]> noise = Noise.startingAt(new double[1]);
        Diffusion<double[]> diffusion = new Diffusion<>(algebra, (x, t) -> Estimate.of(x), new RectifiedFlow(), noise);
        for (String name : List.of("ddim", "ddpm", "dpm-solver", "dpm-solver++", "dpm-solver++-multistep")) {
            Sampler sampler = Samplers.named(
                    name,
                    java.util.Map.of(
                            "steps",
                            3,
                            name.startsWith("dpm") ? "end" : "clip",
                            name.startsWith("dpm") ? (Object) 0.01 : (Object) false));
            assertThatThrownBy(() -> sampler.sample(diffusion))
                    .as(name)
                    .isInstanceOf(AssayException.class)
                    .hasMessageContaining("choose the sampler euler");
        }
    }

    @Test
    void anUnknownScheduleIsAnsweredWithANearOne() {
        assertThatThrownBy(() -> Schedules.named("sd-scaled-liner"))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("did you mean sd-scaled-linear?");
    }
}
