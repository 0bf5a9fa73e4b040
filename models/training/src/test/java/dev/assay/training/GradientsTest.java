package dev.assay.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import dev.assay.graph.Array;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class GradientsTest {
    private static final Torch TORCH = Torch.start(1);

    private static List<NDArray> threeAndFour(Step step) {
        return List.of(
                step.array(new Array.Floats(new float[] {3, 0}, 2)),
                step.array(new Array.Floats(new float[] {0, 0, 0, -4}, 2, 2)));
    }

    @Test
    void theNormIsThatOfAllTogether() {
        try (Step step = TORCH.inference()) {
            assertThat(Gradients.norm(step, threeAndFour(step))).isEqualTo(5);
        }
    }

    /** Torch adds 1e-6 to the norm before it divides. */
    @Test
    void longGradientsAreShortened() {
        try (Step step = TORCH.training()) {
            List<NDArray> gradients = threeAndFour(step);
            assertThat(Gradients.clip(step, gradients, 2)).isEqualTo(5);
            double factor = 2 / (5 + 1e-6);
            assertThat(gradients.get(0).toFloatArray()[0]).isCloseTo((float) (3 * factor), Offset.offset(1e-6f));
            assertThat(gradients.get(1).toFloatArray()[3]).isCloseTo((float) (-4 * factor), Offset.offset(1e-6f));
            assertThat(Gradients.norm(step, gradients)).isCloseTo(2, Offset.offset(1e-6));
        }
    }

    @Test
    void shortGradientsStayAsTheyAre() {
        try (Step step = TORCH.training()) {
            List<NDArray> gradients = threeAndFour(step);
            assertThat(Gradients.clip(step, gradients, 6)).isEqualTo(5);
            assertThat(gradients.get(0).toFloatArray()).containsExactly(3, 0);
        }
    }

    @Test
    void gradientsThatAreNoNumbersHaveSuchANorm() {
        try (Step step = TORCH.training()) {
            List<NDArray> gradients = List.of(step.array(new Array.Floats(new float[] {1, Float.NaN}, 2)));
            assertThat(Gradients.clip(step, gradients, 1)).isNaN();
        }
    }

    @Test
    void theLimitIsPositive() {
        try (Step step = TORCH.training()) {
            List<NDArray> gradients = threeAndFour(step);
            assertThatThrownBy(() -> Gradients.clip(step, gradients, 0)).hasMessageContaining("positive");
        }
    }

    @Test
    void anErrorWeighsItsSample() {
        try (Step step = TORCH.training()) {
            NDArray p = step.array(new Array.Floats(new float[] {1, 2, 3, 4}, 2, 1, 2));
            NDArray t = step.array(new Array.Floats(new float[] {0, 0, 1, 1}, 2, 1, 2));
            NDArray w = step.array(new Array.Floats(new float[] {0.5f, 4}, 2));
            assertThat(Losses.squaredError(step, p, t).getFloat()).isEqualTo((1 + 4 + 4 + 9) / 4f);
            assertThat(Losses.squaredError(step, p, t, w).getFloat()).isEqualTo((0.5f * 2.5f + 4 * 6.5f) / 2);
        }
    }

    @Test
    void whatDoesNotMatterHasNoGradient() {
        try (Step step = TORCH.training()) {
            NDArray used = step.array(new Array.Floats(new float[] {2}, 1));
            NDArray unused = step.array(new Array.Floats(new float[] {1, 1}, 2));
            used.setRequiresGradient(true);
            unused.setRequiresGradient(true);
            List<NDArray> gradients = step.gradients(used.mul(used).sum(), List.of(unused, used));
            assertThat(gradients.get(0).toFloatArray()).containsExactly(0, 0);
            assertThat(gradients.get(1).toFloatArray()).containsExactly(4);
        }
    }
}
