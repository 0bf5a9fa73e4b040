package dev.assay.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.graph.DataType;
import dev.assay.graph.Init;
import dev.assay.graph.Parameter;
import dev.assay.graph.Shape;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class EmaTest {
    private static final Torch TORCH = Torch.start(1);
    private static final List<Parameter> LIST = List.of(
            new Parameter("w", Shape.of(2), Parameter.Role.TRAINED, Init.NONE),
            new Parameter("places", Shape.of(2), Parameter.Role.FIXED, Init.NONE));

    @Test
    void anAverageFollowsWhatIsLearntAndNothingElse() {
        try (Parameters now = Parameters.of(TORCH, LIST, (n, s) -> new float[] {1, 2}, DataType.FLOAT64);
                Ema average = new Ema(now)) {
            double[] expected = {1, 2};
            for (int k = 1; k <= 3; k++) {
                try (Step step = TORCH.inference()) {
                    now.array("w").addi(k);
                    now.array("places").addi(k);
                    average.update(step, now, 0.9);
                }
                double[] w = now.array("w").toDoubleArray();
                for (int i = 0; i < 2; i++) {
                    expected[i] = 0.9 * expected[i] + (1 - 0.9) * w[i];
                }
            }
            Parameters averaged = average.parameters();
            assertThat(averaged.array("w").toDoubleArray()).containsExactly(expected, Offset.offset(1e-15));
            assertThat(averaged.array("places").toDoubleArray()).containsExactly(1, 2);
        }
    }

    @Test
    void anAverageOfRateZeroIsTheLast() {
        try (Parameters now = Parameters.of(TORCH, LIST, (n, s) -> new float[] {1, 2}, DataType.FLOAT32);
                Ema average = new Ema(now);
                Step step = TORCH.inference()) {
            now.array("w").muli(3);
            average.update(step, now, 0);
            assertThat(average.parameters().weights().tensor("w", Shape.of(2))).containsExactly(3, 6);
        }
    }
}
