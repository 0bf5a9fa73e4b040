package dev.assay.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.Device;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.OnnxSession;
import dev.assay.graph.Op;
import dev.assay.graph.SessionOptions;
import dev.assay.graph.ShapeBackend;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Torch, and ONNX Runtime in every form, make the same of every operation. */
class OperationContractTest {
    /** Relative to the length of the result, for float32 sums of up to a hundred products. */
    private static final double TOLERANCE = 1e-5;

    private static final Torch TORCH = Torch.start(1);

    @TempDir
    private Path folder;

    static List<OperationCase> cases() {
        return OperationCases.all();
    }

    @Test
    void everyOperationIsComputed() {
        assertThat(TorchOperations.covered()).isEqualTo(Set.of(Op.class.getPermittedSubclasses()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void torchAndOnnxRuntimeAgree(OperationCase operation) {
        double[] exact = torch(operation, DataType.FLOAT64);
        double[] torch = torch(operation, DataType.FLOAT32);
        assertThat(distance(torch, exact)).as("torch against float64").isLessThan(TOLERANCE);
        for (OnnxFile.Form form : OnnxFile.Form.values()) {
            double[] onnx = onnx(operation, form, DataType.FLOAT32);
            assertThat(distance(onnx, exact)).as("%s against float64", form).isLessThan(TOLERANCE);
            assertThat(distance(onnx, torch)).as("%s against torch", form).isLessThan(TOLERANCE);
        }
    }

    static double[] torch(OperationCase operation, DataType number) {
        try (Parameters parameters =
                        Parameters.of(TORCH, ShapeBackend.describe(operation).parameters(), Formula.WEIGHTS, number);
                Step step = TORCH.inference()) {
            Map<String, NDArray> inputs = new LinkedHashMap<>();
            operation.values().forEach((name, array) -> inputs.put(name, step.array(array)));
            NDArray y = TorchBackend.run(step, operation, parameters, inputs).get("y");
            return y.toType(ai.djl.ndarray.types.DataType.FLOAT64, false).toDoubleArray();
        }
    }

    private double[] onnx(OperationCase operation, OnnxFile.Form form, DataType number) {
        OnnxFile file = OnnxFile.write(
                operation,
                Formula.WEIGHTS,
                folder.resolve("n.onnx"),
                new OnnxFile.Options(OnnxFile.Storage.INSIDE, form, number));
        try (OnnxSession session = OnnxSession.open(file.path(), new SessionOptions(1, Device.CPU))) {
            float[] y = ((Array.Floats) session.run(operation.values()).get("y")).values();
            double[] wide = new double[y.length];
            for (int i = 0; i < y.length; i++) {
                wide[i] = y[i];
            }
            return wide;
        }
    }

    /** The length of the difference over the length of what is expected. */
    static double distance(double[] actual, double[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        double difference = 0;
        double length = 0;
        for (int i = 0; i < actual.length; i++) {
            difference += (actual[i] - expected[i]) * (actual[i] - expected[i]);
            length += expected[i] * expected[i];
        }
        return Math.sqrt(difference / length);
    }
}
