package dev.assay.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.Init;
import dev.assay.graph.Parameter;
import dev.assay.graph.Shape;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class AdamWTest {
    private static final Torch TORCH = Torch.start(1);

    private static Parameter trained(String name, int... dims) {
        return new Parameter(name, Shape.of(dims), Parameter.Role.TRAINED, Init.NONE);
    }

    private static float number(String name, int k, int step) {
        return (float) Math.sin(12.9898 * (k + 1) + 0.7 * step + name.length());
    }

    private static float[] numbers(String name, int count, int step) {
        float[] values = new float[count];
        for (int k = 0; k < count; k++) {
            values[k] = number(name, k, step);
        }
        return values;
    }

    /** In float64 the natives differ from the formulas by rounding alone. */
    @Test
    void severalStepsFollowTheFormulas() {
        AdamW.Settings settings = new AdamW.Settings(0.9, 0.95, 1e-8, 0.1);
        List<Parameter> list = List.of(trained("a.weight", 3, 2), trained("a.bias", 3));
        double[][] p = {doubles("a.weight", 6), doubles("a.bias", 3)};
        double[][] m = {new double[6], new double[3]};
        double[][] v = {new double[6], new double[3]};
        double[] decay = {0.1, 0};
        try (Parameters parameters = Parameters.of(
                        TORCH, list, (name, s) -> numbers(name, (int) s.elements(), 0), DataType.FLOAT64);
                AdamW adam = new AdamW(parameters, settings, name -> name.endsWith("weight"))) {
            for (int k = 1; k <= 5; k++) {
                double rate = 0.01 * k;
                try (Step step = TORCH.training()) {
                    List<NDArray> gradients =
                            List.of(gradient(step, "a.weight", k, 3, 2), gradient(step, "a.bias", k, 3));
                    adam.update(step, gradients, rate);
                }
                for (int t = 0; t < 2; t++) {
                    String name = list.get(t).name();
                    for (int i = 0; i < p[t].length; i++) {
                        double g = number(name, i, k);
                        p[t][i] *= 1 - rate * decay[t];
                        m[t][i] = 0.9 * m[t][i] + (1 - 0.9) * g;
                        v[t][i] = 0.95 * v[t][i] + (1 - 0.95) * g * g;
                        double mHat = m[t][i] / (1 - Math.pow(0.9, k));
                        double vHat = v[t][i] / (1 - Math.pow(0.95, k));
                        p[t][i] -= rate * mHat / (Math.sqrt(vHat) + 1e-8);
                    }
                    assertThat(parameters.array(name).toDoubleArray()).containsExactly(p[t], Offset.offset(1e-14));
                }
            }
            assertThat(adam.steps()).isEqualTo(5);
        }
    }

    private static NDArray gradient(Step step, String name, int k, long... shape) {
        int count = (int) new ai.djl.ndarray.types.Shape(shape).size();
        return step.array(new Array.Floats(numbers(name, count, k), shape))
                .toType(ai.djl.ndarray.types.DataType.FLOAT64, true);
    }

    private static double[] doubles(String name, int count) {
        double[] values = new double[count];
        for (int k = 0; k < count; k++) {
            values[k] = number(name, k, 0);
        }
        return values;
    }
}
