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

    /** Torch gives both terms of a sum one array, and each would shorten it. */
    @Test
    void theTermsOfASumAreShortenedOnceEach() {
        try (Step step = TORCH.training()) {
            NDArray first = step.array(new Array.Floats(new float[] {1, 2}, 2));
            NDArray second = step.array(new Array.Floats(new float[] {3, 1}, 2));
            first.setRequiresGradient(true);
            second.setRequiresGradient(true);
            NDArray sum = first.add(second);
            List<NDArray> gradients = step.gradients(sum.mul(sum).sum(), List.of(first, second));
            assertThat(gradients.get(0).toFloatArray()).containsExactly(8, 6);
            assertThat(Gradients.clip(step, gradients, 1)).isCloseTo(Math.sqrt(200), Offset.offset(1e-5));
            assertThat(Gradients.norm(step, gradients)).isCloseTo(1, Offset.offset(1e-5));
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
