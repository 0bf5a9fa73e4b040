package dev.assay.reference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.reference.Parity;
import dev.assay.spec.AssayException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuidanceTest {
    private static final ArrayAlgebra ALGEBRA = new ArrayAlgebra(new ImageShape(4, 1, 2));
    private static final double[] CONDITIONAL = {1, 2, 3, 4, 5, 6, 7, 8, -1, -2, -3, -4, -5, -6, -7, -8};
    private static final double[] UNCONDITIONAL = {2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1};
    private static final ConditionalDenoiser<double[]> BOTH = ConditionalDenoiser.of(
            (x, t) -> new Estimate.WithRange<>(CONDITIONAL, CONDITIONAL),
            (x, t) -> new Estimate.WithRange<>(UNCONDITIONAL, UNCONDITIONAL));

    /** A network whose unconditional estimate must not be asked for. */
    private static final ConditionalDenoiser<double[]> CONDITIONAL_ONLY =
            ConditionalDenoiser.of((x, t) -> Estimate.of(CONDITIONAL), (x, t) -> {
                throw new AssertionError("the unconditional network was run");
            });

    private static Estimate<double[]> at(Guidance guidance, double t) {
        return guidance.guide(ALGEBRA, BOTH).at(CONDITIONAL, t);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.5", "1.0", "2.0", "4.0"})
    void cosinePowerIsTheOriginals(String power) {
        JsonNode golden = Parity.golden("samplers.json").get("cfg_cosine_power").get(power);
        Guidance guidance = Guidances.named("cosine-power", Map.of("w", 3, "p", Double.valueOf(power)));
        for (JsonNode pair : golden) {
            double part = pair.get(1).asDouble();
            double weight = guidance.weight(pair.get(0).asInt() / 1000.0);
            // 1 - cos loses the digits of small parts; the original has lost them too.
            assertThat(weight).isCloseTo(1 + 2 * part, within(2e-15));
        }
    }

    @Test
    void cosinePowerGrowsFromNothingToAll() {
        Guidance.CosinePower guidance = new Guidance.CosinePower(2.5, 1);
        assertThat(guidance.weight(1)).isEqualTo(1);
        assertThat(guidance.weight(0)).isEqualTo(2.5);
        assertThat(guidance.weight(0.5)).isCloseTo(1.75, within(1e-15));
    }

    @Test
    void theWeightExtrapolatesFromUnconditionalToConditional() {
        double[] noise = at(new Guidance.Constant(1.5), 0.3).noise();
        for (int i = 0; i < noise.length; i++) {
            double expected = UNCONDITIONAL[i] + 1.5 * (CONDITIONAL[i] - UNCONDITIONAL[i]);
            assertThat(noise[i]).isCloseTo(expected, within(1e-14));
        }
        assertThat(at(new Guidance.Constant(0), 0.3).noise()).containsExactly(UNCONDITIONAL, within(0.0));
    }

    @Test
    void weightOneIsTheConditionalEstimateAndRunsNoSecondNetwork() {
        for (Guidance guidance : new Guidance[] {
            new Guidance.None(),
            new Guidance.Constant(1),
            new Guidance.CosinePower(4, 1),
            new Guidance.Interval(4, 0.1, 0.5),
            new Guidance.FirstChannels(new Guidance.Interval(4, 0.1, 0.5), 3)
        }) {
            assertThat(guidance.guide(ALGEBRA, CONDITIONAL_ONLY)
                            .at(CONDITIONAL, 1)
                            .noise())
                    .isSameAs(CONDITIONAL);
        }
    }

    @Test
    void theVarianceStaysTheConditionalOne() {
        Estimate<double[]> guided = at(new Guidance.Constant(4), 0.3);
        assertThat(((Estimate.WithRange<double[]>) guided).range()).isSameAs(CONDITIONAL);
    }

    @Test
    void onlyTheFirstChannelsAreGuided() {
        double[] all = at(new Guidance.Constant(4), 0.3).noise();
        double[] three = at(Guidances.named("constant", Map.of("w", 4, "channels", 3)), 0.3)
                .noise();
        for (int i = 0; i < all.length; i++) {
            int channel = i / 2 % 4;
            assertThat(three[i]).isEqualTo(channel < 3 ? all[i] : CONDITIONAL[i]);
        }
    }

    @Test
    void moreChannelsThanThereAreIsAnError() {
        Guidance five = Guidances.named("constant", Map.of("w", 4, "channels", 5));
        assertThatThrownBy(() -> at(five, 0.3))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("the first 5 channels are to be guided; images have 4");
    }

    @Test
    void anIntervalGuidesInsideAndAtItsEnds() {
        Guidance guidance = Guidances.named("interval", Map.of("w", 2, "low", 0.2, "high", 0.6));
        assertThat(guidance.weight(0.2)).isEqualTo(2);
        assertThat(guidance.weight(0.6)).isEqualTo(2);
        assertThat(guidance.weight(0.19)).isEqualTo(1);
        assertThat(guidance.weight(0.61)).isEqualTo(1);
    }

    @Test
    void wrongSettingsAreOneClearError() {
        assertThatThrownBy(() -> Guidances.named("constnt", Map.of()))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("did you mean constant?");
        assertThatThrownBy(() -> Guidances.named("constant", Map.of()))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("no value for w");
        assertThatThrownBy(() -> Guidances.named("none", Map.of("w", 2)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("it has no settings");
        assertThatThrownBy(() -> Guidances.named("interval", Map.of("w", 2, "low", 0.5, "high", 0.2)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("high of guidance interval: it is 0.2");
        assertThatThrownBy(() -> Guidances.named("constant", Map.of("w", "high")))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("w of guidance constant: it is high");
    }
}
