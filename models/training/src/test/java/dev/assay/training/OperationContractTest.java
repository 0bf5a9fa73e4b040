package dev.assay.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import dev.assay.graph.Array;
import dev.assay.graph.Backend;
import dev.assay.graph.DataType;
import dev.assay.graph.Device;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.OnnxSession;
import dev.assay.graph.Op;
import dev.assay.graph.Parameter;
import dev.assay.graph.Scope;
import dev.assay.graph.SessionOptions;
import dev.assay.graph.Shape;
import dev.assay.graph.ShapeBackend;
import dev.assay.graph.Tensor;
import java.nio.file.Path;
import java.util.HashSet;
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
    /** Of the length of a result in float32; at most 1e-6 was measured. */
    private static final double TOLERANCE = 3e-6;

    /** The same with weights and arithmetic in float16, which keeps 11 bits; at most 7e-4 was measured. */
    private static final double HALF_TOLERANCE = 2e-3;

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

    @Test
    void everyOperationHasACase() {
        Set<Class<?>> seen = new HashSet<>();
        for (OperationCase operation : cases()) {
            Seen backend = new Seen(seen);
            Map<String, Tensor> inputs = new LinkedHashMap<>();
            operation
                    .inputs()
                    .forEach(port -> inputs.put(port.name(), new Outline(backend, port.shape(), port.type(), "")));
            operation.outputs(Scope.root(backend), inputs);
        }
        assertThat(seen).isEqualTo(Set.of(Op.class.getPermittedSubclasses()));
    }

    /** Notes the kinds of operations that are asked for. */
    private record Seen(Set<Class<?>> kinds) implements Backend {
        @Override
        public DataType number() {
            return DataType.FLOAT32;
        }

        @Override
        public Tensor parameter(Parameter parameter) {
            return new Outline(this, parameter.shape(), number(), "");
        }

        @Override
        public Tensor constant(double[] values, Shape shape, DataType type) {
            return new Outline(this, shape, type, "");
        }

        @Override
        public Tensor apply(Op op, List<Tensor> inputs, Shape shape, DataType type, String origin) {
            kinds.add(op.getClass());
            return new Outline(this, shape, type, origin);
        }
    }

    private record Outline(Backend backend, Shape shape, DataType type, String origin) implements Tensor {}

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
            double[] half = onnx(operation, form, DataType.FLOAT16);
            assertThat(distance(half, exact)).as("%s in float16", form).isLessThan(HALF_TOLERANCE);
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
