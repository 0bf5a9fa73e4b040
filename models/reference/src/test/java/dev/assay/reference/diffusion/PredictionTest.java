package dev.assay.reference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PredictionTest {
    private static final ArrayAlgebra ALGEBRA = new ArrayAlgebra(new ImageShape(1, 1, 3));
    private static final NoiseSchedule SCHEDULE = Schedules.named("cosine");
    private static final double[] IMAGE = {0.5, -1, 0.25};
    private static final double[] NOISE = {1.5, 0.1, -2};

    @ParameterizedTest
    @EnumSource
    void aNetworkThatKnowsAllGivesTheNoise(Prediction prediction) {
        for (double t : new double[] {0.001, 0.3, 0.9, 1}) {
            double[] x = ALGEBRA.sum(SCHEDULE.alpha(t), IMAGE, SCHEDULE.sigma(t), NOISE);
            double[] output = prediction.target(ALGEBRA, SCHEDULE, IMAGE, NOISE, t);
            // x divided by sigma, 0.006 at the first step, loses two digits.
            assertThat(prediction.noise(ALGEBRA, SCHEDULE, output, x, t)).containsExactly(NOISE, within(1e-13));
        }
    }

    @Test
    void flowIsTheDerivativeOfTheStraightLine() {
        NoiseSchedule flow = new RectifiedFlow();
        for (double t : new double[] {0.001, 0.5, 1}) {
            double[] v = Prediction.FLOW.target(ALGEBRA, flow, IMAGE, NOISE, t);
            assertThat(v).containsExactly(1, 1.1, -2.25);
            double[] x = ALGEBRA.sum(1 - t, IMAGE, t, NOISE);
            Estimate<double[]> estimate = Prediction.FLOW.estimate(ALGEBRA, flow, v, x, t);
            assertThat(estimate.noise()).containsExactly(NOISE, within(1e-15));
            assertThat(estimate).isInstanceOfSatisfying(Estimate.WithVelocity.class, e -> assertThat(e.velocity())
                    .isEqualTo(v));
        }
    }

    @Test
    void velocityIsTheDerivativeOfTheAngle() {
        // x = cos(a) image + sin(a) noise, so dx / da = cos(a) noise - sin(a) image.
        double t = 0.4;
        double angle = Math.atan2(SCHEDULE.sigma(t), SCHEDULE.alpha(t));
        double[] v = Prediction.VELOCITY.target(ALGEBRA, SCHEDULE, IMAGE, NOISE, t);
        double step = 1e-6;
        for (int i = 0; i < 3; i++) {
            double ahead = Math.cos(angle + step) * IMAGE[i] + Math.sin(angle + step) * NOISE[i];
            double behind = Math.cos(angle - step) * IMAGE[i] + Math.sin(angle - step) * NOISE[i];
            assertThat(v[i]).isCloseTo((ahead - behind) / (2 * step), within(1e-9));
        }
    }
}
