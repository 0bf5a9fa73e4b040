package dev.assay.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.Device;
import dev.assay.graph.Network;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.OnnxSession;
import dev.assay.graph.Port;
import dev.assay.graph.SessionOptions;
import dev.assay.graph.ShapeBackend;
import dev.assay.reference.model.Models;
import dev.assay.reference.weights.HashFill;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole networks: what is trained here is what ONNX Runtime runs, and its gradients are right from end to end. */
class ModelContractTest {
    /** Of the length of a result, through a dozen layers in float32; at most 8e-7 was measured. */
    private static final double TOLERANCE = 5e-6;

    private static final Torch TORCH = Torch.start(1);

    @TempDir
    private Path folder;

    static List<String> small() {
        return Models.names().stream().filter(name -> name.endsWith("-tiny")).toList();
    }

    @ParameterizedTest
    @MethodSource("small")
    void torchAndOnnxRuntimeAgree(String name) {
        Network network = Models.named(name).network();
        Map<String, Array> inputs = inputs(network);
        Map<String, double[]> exact = torch(network, inputs, DataType.FLOAT64);
        Map<String, double[]> torch = torch(network, inputs, DataType.FLOAT32);
        OnnxFile file = OnnxFile.write(network, new HashFill(), folder.resolve("n.onnx"), OnnxFile.Options.USUAL);
        try (OnnxSession session = OnnxSession.open(file.path(), new SessionOptions(1, Device.CPU))) {
            Map<String, float[]> onnx = session.runFloats(inputs);
            assertThat(onnx.keySet()).isEqualTo(exact.keySet());
            exact.forEach((output, expected) -> {
                double[] found = OperationGradientTest.widen(onnx.get(output));
                assertThat(OperationContractTest.distance(torch.get(output), expected))
                        .as("torch, %s", output)
                        .isLessThan(TOLERANCE);
                assertThat(OperationContractTest.distance(found, expected))
                        .as("ONNX Runtime, %s", output)
                        .isLessThan(TOLERANCE);
            });
        }
    }

    /** All parameters are moved at once in one direction; the square of the step leaves an error of some 1e-9. */
    @ParameterizedTest
    @MethodSource("small")
    void gradientsAreThoseOfSmallDifferences(String name) {
        Network network = Models.named(name).network();
        Map<String, Array> inputs = inputs(network);
        double h = 1e-6;
        try (Parameters parameters = parameters(network, DataType.FLOAT64)) {
            double expected = 0;
            double size = 0;
            try (Step step = TORCH.training()) {
                NDArray f = sum(step, network, parameters, inputs);
                List<NDArray> gradients = step.gradients(f, parameters.trainedArrays());
                for (int i = 0; i < gradients.size(); i++) {
                    double[] g = gradients.get(i).toDoubleArray();
                    assertThat(Arrays.stream(g).anyMatch(v -> v != 0))
                            .as(parameters.trained().get(i))
                            .isTrue();
                    double[] d = OperationGradientTest.widen(
                            HashFill.input(parameters.trained().get(i), g.length));
                    for (int k = 0; k < g.length; k++) {
                        expected += g[k] * d[k];
                        size = Math.hypot(size, g[k] * d[k]);
                    }
                }
            }
            double above = moved(network, parameters, inputs, h);
            double below = moved(network, parameters, inputs, -2 * h);
            double difference = (above - below) / (2 * h);
            assertThat(Math.abs(difference - expected) / size)
                    .as("%s against %s", expected, difference)
                    .isLessThan(1e-7);
        }
    }

    private static double moved(Network network, Parameters parameters, Map<String, Array> inputs, double by) {
        try (Step step = TORCH.inference()) {
            for (String name : parameters.trained()) {
                NDArray array = parameters.array(name);
                float[] d = HashFill.input(name, Math.toIntExact(array.size()));
                NDArray direction =
                        TORCH.staging().array(step.arrays(), d, array.getShape().getShape(), DataType.FLOAT64);
                array.addi(direction.mul(by));
            }
            return sum(step, network, parameters, inputs).getDouble();
        }
    }

    /** The mean of squares over all outputs. */
    private static NDArray sum(Step step, Network network, Parameters parameters, Map<String, Array> inputs) {
        return run(step, network, parameters, inputs).values().stream()
                .map(y -> y.mul(y).mean())
                .reduce(NDArray::add)
                .orElseThrow();
    }

    private static Map<String, double[]> torch(Network network, Map<String, Array> inputs, DataType number) {
        try (Parameters parameters = parameters(network, number);
                Step step = TORCH.inference()) {
            Map<String, double[]> out = new LinkedHashMap<>();
            run(step, network, parameters, inputs)
                    .forEach((name, y) -> out.put(
                            name,
                            y.toType(ai.djl.ndarray.types.DataType.FLOAT64, false)
                                    .toDoubleArray()));
            return out;
        }
    }

    private static Parameters parameters(Network network, DataType number) {
        return Parameters.of(TORCH, ShapeBackend.describe(network).parameters(), new HashFill(), number);
    }

    private static Map<String, NDArray> run(
            Step step, Network network, Parameters parameters, Map<String, Array> inputs) {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        inputs.forEach((name, values) -> arrays.put(name, step.array(values)));
        return TorchBackend.run(step, network, parameters, arrays);
    }

    /** A batch of two; noise levels are positive, whole numbers 1 and 0 in turn. */
    private static Map<String, Array> inputs(Network network) {
        Map<String, Array> inputs = new LinkedHashMap<>();
        for (Port port : network.inputs()) {
            List<Long> sizes = new ArrayList<>();
            port.shape().dims().forEach(d -> sizes.add(d < 0 ? -2L * d : d));
            long[] shape = sizes.stream().mapToLong(Long::longValue).toArray();
            int count = Math.toIntExact(sizes.stream().reduce(1L, Math::multiplyExact));
            inputs.put(
                    port.name(),
                    port.type() == DataType.INT64
                            ? new Array.Longs(
                                    LongStream.range(0, count)
                                            .map(i -> (i + 1) % 2)
                                            .toArray(),
                                    shape)
                            : new Array.Floats(
                                    port.name().equals("sigma")
                                            ? new float[] {0.7f, 3}
                                            : HashFill.input(port.name(), count),
                                    shape));
        }
        return inputs;
    }
}
