package dev.assay.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.Init;
import dev.assay.graph.Parameter;
import dev.assay.graph.Shape;
import dev.assay.graph.ShapeBackend;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class StepTest {
    private static final Torch TORCH = Torch.start(1);

    /**
     * The arrays of a step take about 1 MiB, so that 600 steps would show one in fifteen that stays. In a process of its own
     * with a small heap, whose growth would hide them; what the compiler of a busy machine adds late was up to 19 MiB.
     */
    @Test
    @EnabledOnOs(OS.LINUX)
    void nothingIsLeftOfAStep() throws IOException, InterruptedException {
        Process process =
                TinyTraining.process("-Xmx32m", "memory", "300", "600").start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(Long.parseLong(said.strip())).as("MiB more").isLessThan(40);
    }

    @Test
    void gradientsAreOffOutsideStepsOfTraining() {
        try (NDArray outside = TORCH.root().create(new float[] {3})) {
            outside.setRequiresGradient(true);
            try (Step training = TORCH.training()) {
                assertThat(derivativeOfSquare(training, outside)).isEqualTo(6);
                try (Step inference = TORCH.inference()) {
                    assertThatThrownBy(() -> derivativeOfSquare(inference, outside))
                            .hasMessageContaining("does not require grad");
                }
                Gradients.norm(training, List.of(outside));
                assertThat(derivativeOfSquare(training, outside)).isEqualTo(6);
            }
            assertThat(JniUtils.isGradMode()).isFalse();
        }
    }

    private static float derivativeOfSquare(Step step, NDArray x) {
        NDArray square = step.call("mul", List.of(x, x));
        return step.gradients(square, List.of(x)).get(0).toFloatArray()[0];
    }

    @Test
    void numbersComeBackAsTheyWent() {
        try (Step step = TORCH.inference()) {
            float[] large = Formula.numbers("large", 5_000_000);
            NDArray first = step.array(new Array.Floats(large, large.length));
            NDArray second = step.array(new Array.Floats(new float[] {1, -0f, Float.NaN}, 3));
            NDArray third = step.array(new Array.Longs(new long[] {Long.MAX_VALUE, -1}, 2));
            assertThat(first.toFloatArray()).isEqualTo(large);
            assertThat(second.toFloatArray()).isEqualTo(new float[] {1, -0f, Float.NaN});
            assertThat(third.toLongArray()).isEqualTo(new long[] {Long.MAX_VALUE, -1});
        }
    }

    @Test
    void aRowOutsideTheTableIsOneClearError() {
        OperationCase rows = new OperationCase(
                "rows", List.of(), new long[] {5}, new long[] {1}, (s, x) -> s.parameter("table", Shape.of(5, 2))
                        .gather(x[0]));
        assertThatThrownBy(() -> OperationContractTest.torch(rows, DataType.FLOAT32))
                .isInstanceOf(AssayException.class)
                .hasMessage("torch gather: index out of range in self; the inputs must fit the operation and memory; "
                        + "check the values that go in");
    }

    @Test
    void bfloat16EndsInAnErrorAndNotTheProcess() {
        OperationCase cast = OperationCase.of("cast", (s, x) -> x[0].cast(DataType.BFLOAT16), Shape.of(Shape.BATCH, 2));
        assertThatThrownBy(() -> OperationContractTest.torch(cast, DataType.FLOAT32))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("compute in float32");
    }

    @Test
    void inputsMustFitTheNetwork() {
        TinyNetwork network = new TinyNetwork();
        try (Parameters parameters = Parameters.of(
                        TORCH, ShapeBackend.describe(network).parameters(), TinyTraining.INITIAL, DataType.FLOAT32);
                Step step = TORCH.inference()) {
            NDArray x = step.array(new Array.Floats(new float[2 * 2 * 8 * 7], 2, 2, 8, 7));
            assertThatThrownBy(() -> TorchBackend.run(step, network, parameters, Map.of("x", x)))
                    .hasMessageContaining("its shape is [2, 2, 8, 7]; the network takes [N,2,8,8]");
            NDArray fits = step.array(new Array.Floats(new float[2 * 2 * 8 * 8], 2, 2, 8, 8));
            assertThatThrownBy(() -> TorchBackend.run(step, network, parameters, Map.of("x", fits)))
                    .hasMessageContaining("input 'y': it is missing");
            NDArray halves = step.array(new Array.Floats(new float[2], 2));
            assertThatThrownBy(() -> TorchBackend.run(step, network, parameters, Map.of("x", fits, "y", halves)))
                    .hasMessageContaining("input 'y'")
                    .hasMessageContaining("INT64");
        }
    }

    @Test
    void parametersMustBeThoseOfTheNetwork() {
        List<Parameter> other = List.of(new Parameter("in.weight", Shape.of(2), Parameter.Role.TRAINED, Init.NONE));
        try (Parameters parameters = Parameters.of(TORCH, other, (n, s) -> new float[2], DataType.FLOAT32);
                Step step = TORCH.inference()) {
            NDArray x = step.array(new Array.Floats(new float[2 * 8 * 8], 1, 2, 8, 8));
            NDArray y = step.array(new Array.Longs(new long[1], 1));
            assertThatThrownBy(() -> TorchBackend.run(step, new TinyNetwork(), parameters, Map.of("x", x, "y", y)))
                    .isInstanceOf(AssayException.class)
                    .hasMessageContaining("in.weight: it is held as [2]");
            assertThatThrownBy(() -> parameters.array("in.weigth")).hasMessageContaining("did you mean in.weight?");
        }
        assertThatThrownBy(() -> Parameters.of(TORCH, other, (n, s) -> new float[3], DataType.FLOAT32))
                .hasMessageContaining("in.weight: 3 values; [2] has 2");
        assertThatThrownBy(() -> Parameters.of(TORCH, other, (n, s) -> new float[2], DataType.FLOAT16))
                .hasMessageContaining("not FLOAT16");
    }
}
