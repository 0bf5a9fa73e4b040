package dev.assay.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.spec.AssayException;
import java.util.List;
import org.junit.jupiter.api.Test;

class InitialWeightsTest {
    private static final Shape MANY = Shape.of(400, 250);

    private static float[] values(Init init, String name, long seed) {
        Parameter parameter = new Parameter(name, MANY, Parameter.Role.TRAINED, init);
        return new InitialWeights(List.of(parameter), seed).tensor(name, MANY);
    }

    private static double mean(float[] values, int power) {
        double sum = 0;
        for (float v : values) {
            sum += Math.pow(v, power);
        }
        return sum / values.length;
    }

    private static double largest(float[] values) {
        double largest = 0;
        for (float v : values) {
            largest = Math.max(largest, Math.abs(v));
        }
        return largest;
    }

    /** Means of 100,000 values: within five of their own deviations. */
    @Test
    void randomValuesHaveTheirMoments() {
        float[] normal = values(new Init.Normal(0.5), "w", 1);
        assertThat(mean(normal, 1)).isCloseTo(0, within(5 * 0.5 / 316));
        assertThat(mean(normal, 2)).isCloseTo(0.25, within(5 * 0.25 * 1.42 / 316));
        assertThat(mean(normal, 4)).isCloseTo(3 * 0.0625, within(5 * 0.0625 * 9.8 / 316));
        float[] uniform = values(new Init.Uniform(3), "w", 1);
        assertThat(mean(uniform, 1)).isCloseTo(0, within(5 * 1.74 / 316));
        assertThat(mean(uniform, 2)).isCloseTo(3, within(5 * 2.69 / 316));
        assertThat(largest(uniform)).isBetween(2.999, 3.0);
        // A standard normal within 2 deviations has variance 1 - 4 phi(2) / (2 Phi(2) - 1) = 0.7737.
        float[] truncated = values(new Init.TruncatedNormal(0.02), "w", 1);
        assertThat(largest(truncated)).isBetween(0.0399, 0.04);
        assertThat(mean(truncated, 2)).isCloseTo(0.7737 * 4e-4, within(5 * 0.85 * 4e-4 / 316));
    }

    @Test
    void seedAndNameAloneDecide() {
        float[] first = values(new Init.Normal(1), "a.weight", 7);
        assertThat(values(new Init.Normal(1), "a.weight", 7)).isEqualTo(first);
        assertThat(values(new Init.Normal(1), "b.weight", 7)).isNotEqualTo(first);
        assertThat(values(new Init.Normal(1), "a.weight", 8)).isNotEqualTo(first);
        // Fixed numbers, so that a checkpoint's beginning can be made again with any version.
        assertThat(new float[] {first[0], first[1], first[2]}).containsExactly(1.3213245E-4f, 2.0353386f, -0.41178426f);
    }

    @Test
    void knownValuesAreTaken() {
        assertThat(values(Init.ONES, "a", 1)).containsOnly(1);
        double[] given = new double[100_000];
        given[99_999] = 0.25;
        assertThat(values(new Init.Given(() -> given), "a", 1)[99_999]).isEqualTo(0.25f);
    }

    @Test
    void whatHasNoneIsRefused() {
        assertThatThrownBy(() -> values(Init.NONE, "conv.weight", 1))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("conv.weight: it has no initial values");
        assertThatThrownBy(() -> new InitialWeights(List.of(), 1).tensor("a", MANY))
                .isInstanceOf(AssayException.class);
    }
}
