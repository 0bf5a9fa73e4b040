package dev.assay.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.Tensor;
import java.util.List;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContrastTest {
    private static final Torch TORCH = Torch.start(1);
    private static final float[] EYE = {1, 0, 0, 0, 1, 0, 0, 0, 1};

    private static double loss(float[] a, float[] b, int columns, BinaryOperator<Tensor> of) {
        try (Parameters none = Parameters.of(TORCH, List.of(), (n, s) -> new float[0], DataType.FLOAT32);
                Step step = TORCH.inference()) {
            TorchBackend backend = new TorchBackend(step, none);
            Tensor x = backend.input(step.array(new Array.Floats(a, a.length / columns, columns)));
            Tensor y = backend.input(step.array(new Array.Floats(b, b.length / columns, columns)));
            return backend.array(of.apply(x, y)).getFloat();
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {0, 5, -1000, 30_000})
    void equalScoresLeaveTheLogarithmOfTheirNumber(float score) {
        float[] scores = {score, score, score, score, score, score};
        // The largest of the scores is taken out and comes back: rounding of float32 at 30,000 is 2e-3.
        assertThat(loss(scores, new float[] {0, 1, 0, 1, 0, 0}, 3, Contrast::crossEntropy))
                .isCloseTo(Math.log(3), within(1e-6 + Math.abs(score) * 1e-7));
    }

    @Test
    void aSureAndRightAnswerCostsNothingAndAWrongOneItsMargin() {
        float[] scores = {200, 0, 0};
        assertThat(loss(scores, new float[] {1, 0, 0}, 3, Contrast::crossEntropy))
                .isZero();
        assertThat(loss(scores, new float[] {0, 1, 0}, 3, Contrast::crossEntropy))
                .isEqualTo(200);
    }

    /** ln(1 + 2 e^(-1/t)) where every row is at right angles to all but its own. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 0.07})
    void rowsThatMeetTheirOwnAloneHaveTheLossOfTheTemperature(double temperature) {
        assertThat(loss(EYE, EYE, 3, (a, b) -> Contrast.bothWays(a, b, a, temperature)))
                .isCloseTo(Math.log(1 + 2 * Math.exp(-1 / temperature)), within(1e-6));
    }

    @Test
    void rowsThatAreAllAlikeLeaveTheLogarithmOfTheirNumber() {
        float[] alike = {1, 0, 0, 1, 0, 0, 1, 0, 0};
        assertThat(loss(alike, EYE, 3, (a, eye) -> Contrast.bothWays(a, a, eye, 0.07)))
                .isCloseTo(Math.log(3), within(1e-6));
    }

    /** At the best point of a cross-entropy with shares, the entropy of the shares is left. */
    @Test
    void sharesAreReachedByEqualScores() {
        float[] scores = {50, 50, 0};
        // Float32 near 50 is rounded to 4e-6.
        assertThat(loss(scores, new float[] {0.5f, 0.5f, 0}, 3, Contrast::crossEntropy))
                .isCloseTo(Math.log(2), within(4e-6));
    }

    /** softmax(x) - y, divided by the rows. */
    @Test
    void theGradientIsTheDifferenceOfProbabilitiesAndShares() {
        float[] scores = {0.3f, -1, 2, 4, 4, 0};
        float[] shares = {0, 1, 0, 1, 0, 0};
        try (Parameters none = Parameters.of(TORCH, List.of(), (n, s) -> new float[0], DataType.FLOAT32);
                Step step = TORCH.training()) {
            TorchBackend backend = new TorchBackend(step, none);
            NDArray x = step.array(new Array.Floats(scores, 2, 3));
            x.setRequiresGradient(true);
            Tensor y = backend.input(step.array(new Array.Floats(shares, 2, 3)));
            NDArray loss = backend.array(Contrast.crossEntropy(backend.input(x), y));
            float[] found = step.gradients(loss, List.of(x)).get(0).toFloatArray();
            for (int i = 0; i < found.length; i++) {
                double sum = 0;
                for (int k = i / 3 * 3; k < i / 3 * 3 + 3; k++) {
                    sum += Math.exp(scores[k]);
                }
                // At most 3e-8 was measured: float32 of numbers below 1.
                assertThat(found[i]).isCloseTo((float) ((Math.exp(scores[i]) / sum - shares[i]) / 2), within(1e-6f));
            }
        }
    }
}
