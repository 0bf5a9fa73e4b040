package dev.assay.reference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.reference.Parity;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultiScaleTest {
    private static final ImageShape SHAPE = new ImageShape(4, 8, 8);

    /** The original adds in float32: 2.5e-7 here. */
    private static final double FLOAT32 = 5e-7;

    @ParameterizedTest
    @ValueSource(ints = {8, 4, 2})
    void targetsAreTheOriginals(int size) {
        JsonNode golden =
                Parity.golden("samplers.json").get("multi_scale_targets").get(Integer.toString(size));
        double[] noise = SamplerValues.input(SHAPE.elements());
        SamplerValues.assertMatches(MultiScale.target(noise, SHAPE, 8 / size), golden, FLOAT32);
    }

    @Test
    void boxesAreSummedInTheirImageAndChannel() {
        double[] batch = {1, 2, 10, 20, 3, 4, 30, 40, -1, -2, 0, 0, -3, -4, 0, 8};
        double[] target = MultiScale.target(batch, new ImageShape(1, 2, 4), 2);
        assertThat(target).containsExactly(5, 50, -5, 4);
    }

    /** The variance of 16,384 sums has the standard error sqrt(2 / n). */
    @Test
    void whiteNoiseStaysWhite() {
        ImageShape shape = new ImageShape(1, 256, 1024);
        double[] noise = new ImageNoise(1, new long[] {0}, shape).draw(0);
        double[] target = MultiScale.target(noise, shape, 4);
        double variance = Arrays.stream(target).map(v -> v * v).sum() / target.length;
        assertThat(target).hasSize(16384);
        assertThat(variance).isCloseTo(1, within(4 * Math.sqrt(2.0 / target.length)));
    }

    @Test
    void sizesThatDoNotDivideAreRefused() {
        assertThatThrownBy(() -> MultiScale.target(new double[256], SHAPE, 3))
                .hasMessageContaining("3 does not divide 8x8");
        assertThatThrownBy(() -> MultiScale.target(new double[100], SHAPE, 2)).hasMessageContaining("not whole images");
    }
}
