package dev.assay.reference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.reference.Parity;
import dev.assay.spec.AssayException;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RespacedTest {
    private static final NoiseSchedule LINEAR = Schedules.named("linear");

    @ParameterizedTest
    @CsvSource({"dit_250, EVEN, 250", "dit_ddim50, STRIDED, 50"})
    void mapsVariancesAndPosteriorsAreDits(String name, Spacing spacing, int steps) {
        JsonNode golden = Parity.golden("samplers.json").get(name);
        Respaced chain = Respaced.of(LINEAR, spacing, steps);
        assertThat(chain.steps()).isEqualTo(golden.get("n").asInt());
        assertEnds(chain::index, golden.get("map_head"), 0);
        assertEnds(chain::index, golden.get("map_tail"), steps - 6);
        for (String ends : new String[] {"betas", "alphas_cumprod"}) {
            IntToDoubleFunction values = ends.equals("betas") ? chain::beta : chain::alphasCumprod;
            for (int i = 0; i < 3; i++) {
                assertClose(values.applyAsDouble(i), golden.get(ends).get(i));
                assertClose(
                        values.applyAsDouble(steps - 3 + i), golden.get(ends).get(3 + i));
            }
        }
        for (int i = 0; i < 3; i++) {
            assertClose(
                    chain.posteriorLogVariance(i),
                    golden.get("posterior_log_variance_clipped").get(i));
            assertClose(
                    chain.posteriorMeanOfImage(i),
                    golden.get("posterior_mean_coef1").get(i));
            assertClose(
                    chain.posteriorMeanOfNoisy(i),
                    golden.get("posterior_mean_coef2").get(i));
        }
    }

    private static void assertEnds(IntToDoubleFunction index, JsonNode expected, int from) {
        for (int i = 0; i < expected.size(); i++) {
            assertThat(index.applyAsDouble(from + i)).isEqualTo(expected.get(i).asInt());
        }
    }

    /** Quotients of products of 1000 factors; 3e-15 here. The bar is 1e-9. */
    private static void assertClose(double actual, JsonNode expected) {
        double value = expected.asDouble();
        assertThat(actual).isCloseTo(value, within(1e-13 * Math.abs(value)));
    }

    @Test
    void halvesAreRoundedToEven() {
        // Strides of 4.5 through 10 steps: 0, 4.5, 9.
        DiscreteSchedule ten = DiscreteSchedule.of(Schedules.named("vp"), 10);
        Respaced chain = new Respaced(ten, Spacing.EVEN, 3);
        assertThat(IntStream.range(0, 3).map(chain::index)).containsExactly(0, 4, 9);
    }

    @Test
    void fiftyEvenStepsAreDits() {
        Respaced chain = Respaced.of(LINEAR, Spacing.EVEN, 50);
        assertThat(IntStream.range(0, 6).map(chain::index)).containsExactly(0, 20, 41, 61, 82, 102);
        assertThat(IntStream.range(48, 50).map(chain::index)).containsExactly(979, 999);
        assertThat(chain.time(1)).isEqualTo(0.021);
    }

    @Test
    void allStepsAreTheScheduleItself() {
        DiscreteSchedule schedule = (DiscreteSchedule) Schedules.named("cosine");
        Respaced chain = Respaced.of(schedule, Spacing.STRIDED, 1000);
        for (int i = 0; i < 1000; i++) {
            assertThat(chain.index(i)).isEqualTo(i);
            assertThat(chain.beta(i)).isCloseTo(schedule.betas()[i], within(1e-12));
        }
    }

    /** The mean of a posterior leaves x on its line: image 1 and noise 0 at one step give alpha at the step before. */
    @Test
    void posteriorsOfNoiselessImagesAreTheirNextScaledImages() {
        Respaced chain = Respaced.of(LINEAR, Spacing.EVEN, 20);
        for (int i = 0; i < 20; i++) {
            double mean =
                    chain.posteriorMeanOfImage(i) + chain.posteriorMeanOfNoisy(i) * Math.sqrt(chain.alphasCumprod(i));
            assertThat(mean).isCloseTo(Math.sqrt(chain.previousAlphasCumprod(i)), within(1e-13));
        }
    }

    @Test
    void stepsThatTheScheduleDoesNotHaveAreRefused() {
        assertThatThrownBy(() -> Respaced.of(LINEAR, Spacing.EVEN, 1001))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("from 1 to 1000");
        assertThatThrownBy(() -> Respaced.of(LINEAR, Spacing.STRIDED, 300))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("no whole stride");
    }
}
