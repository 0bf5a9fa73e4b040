package dev.assay.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.ShapeBackend;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The derivatives of every operation by its inputs and parameters against central differences, in float64. */
class OperationGradientTest {
    private static final Torch TORCH = Torch.start(1);

    /** The differences are wrong by the square of this, and by the rounding of float64 over it: both about 1e-10, and measured so. */
    private static final double H = 1e-5;

    private static final double TOLERANCE = 1e-8;

    static List<OperationCase> cases() {
        return OperationCases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsAreThoseOfSmallDifferences(OperationCase operation) {
        try (Parameters parameters = Parameters.of(
                        TORCH, ShapeBackend.describe(operation).parameters(), Formula.WEIGHTS, DataType.FLOAT64);
                Step outer = TORCH.inference()) {
            Map<String, NDArray> inputs = inputs(outer, operation);
            Map<String, NDArray> variables = new LinkedHashMap<>();
            inputs.forEach((name, array) -> {
                if (array.getDataType().isFloating()) {
                    variables.put(name, array);
                }
            });
            parameters.trained().forEach(name -> variables.put(name, parameters.array(name)));
            List<NDArray> all = List.copyOf(variables.values());
            all.forEach(array -> array.setRequiresGradient(true));
            List<double[]> gradients = new ArrayList<>();
            try (Step step = TORCH.training()) {
                NDArray f = function(step, operation, parameters, inputs);
                step.gradients(f, all).forEach(g -> gradients.add(g.toDoubleArray()));
            }
            for (int i = 0; i < all.size(); i++) {
                check(operation, parameters, inputs, all.get(i), gradients.get(i));
            }
        }
    }

    /** The derivative in one direction, which has a part in every element. */
    private static void check(
            OperationCase operation,
            Parameters parameters,
            Map<String, NDArray> inputs,
            NDArray variable,
            double[] gradient) {
        double[] direction = widen(Formula.numbers("direction", gradient.length));
        double expected = 0;
        double size = 0;
        for (int i = 0; i < gradient.length; i++) {
            expected += gradient[i] * direction[i];
            size += Math.abs(gradient[i] * direction[i]);
        }
        double difference;
        try (Step step = TORCH.inference()) {
            NDArray d = TORCH.staging()
                    .array(step.arrays(), direction, variable.getShape().getShape(), DataType.FLOAT64);
            variable.addi(d.mul(H));
            double above = function(step, operation, parameters, inputs).getDouble();
            variable.subi(d.mul(2 * H));
            double below = function(step, operation, parameters, inputs).getDouble();
            variable.addi(d.mul(H));
            difference = (above - below) / (2 * H);
        }
        assertThat(size).as("some derivative").isPositive();
        assertThat(Math.abs(difference - expected) / size)
                .as("%s against %s", expected, difference)
                .isLessThan(TOLERANCE);
    }

    private static NDArray function(
            Step step, OperationCase operation, Parameters parameters, Map<String, NDArray> inputs) {
        NDArray y = TorchBackend.run(step, operation, parameters, inputs).get("y");
        double[] shares = widen(Formula.numbers("shares", Math.toIntExact(y.size())));
        NDArray c = TORCH.staging().array(step.arrays(), shares, y.getShape().getShape(), DataType.FLOAT64);
        return y.mul(c).sum();
    }

    private static Map<String, NDArray> inputs(Step step, OperationCase operation) {
        Map<String, NDArray> inputs = new LinkedHashMap<>();
        operation.values().forEach((name, array) -> {
            if (array instanceof Array.Floats floats) {
                inputs.put(
                        name, TORCH.staging().array(step.arrays(), floats.values(), floats.shape(), DataType.FLOAT64));
            } else {
                inputs.put(name, step.array(array));
            }
        });
        return inputs;
    }

    static double[] widen(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }
}
