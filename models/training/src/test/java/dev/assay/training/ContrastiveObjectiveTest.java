package dev.assay.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.InitialWeights;
import dev.assay.graph.Parameter;
import dev.assay.graph.Scope;
import dev.assay.graph.ShapeBackend;
import dev.assay.graph.Tensor;
import dev.assay.reference.diffusion.ImageShape;
import dev.assay.reference.emoji.EmojiTowers;
import dev.assay.reference.text.Words;
import dev.assay.spec.AssayException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContrastiveObjectiveTest {
    private static final Torch TORCH = Torch.start(1);
    private static final TwoStyles SQUARES = new TwoStyles(18);
    private static final Words WORDS = Captions.vocabulary(SQUARES);
    private static final EmojiTowers TINY = new EmojiTowers(8, List.of(4, 8), 2, 6, 8, WORDS.tokens(), 9, 8);

    private static ContrastiveObjective.Options options(double kin, double grey, double edges, double jitter) {
        return new ContrastiveObjective.Options(0.07, 1, 1, 1, kin, grey, edges, jitter);
    }

    private static ContrastiveObjective objective(long seed, int batch) {
        return ContrastiveObjective.of(TINY, SQUARES, options(0.25, 0.2, 0.2, 1), seed, batch);
    }

    private static List<float[]> floats(Objective.Example example) {
        List<float[]> all = new ArrayList<>();
        Map<String, Array> arrays = new LinkedHashMap<>(example.inputs());
        arrays.putAll(example.targets());
        arrays.forEach((name, array) -> {
            if (array instanceof Array.Floats floats) {
                all.add(floats.values());
            } else if (array instanceof Array.Longs longs) {
                float[] values = new float[longs.values().length];
                for (int i = 0; i < values.length; i++) {
                    values[i] = longs.values()[i];
                }
                all.add(values);
            }
        });
        return all;
    }

    @Test
    void aStepDependsOnSeedAndNumberAlone() {
        ContrastiveObjective one = objective(1, 8);
        one.example(3);
        assertThat(floats(one.example(7)))
                .usingRecursiveComparison()
                .isEqualTo(floats(objective(1, 8).example(7)));
        assertThat(Arrays.equals(
                        floats(one.example(7)).get(0),
                        floats(objective(2, 8).example(7)).get(0)))
                .isFalse();
        assertThat(Arrays.equals(
                        floats(one.example(7)).get(0), floats(one.example(8)).get(0)))
                .isFalse();
    }

    /** Without changes, the first half of the pictures are of the first style and the second of the second. */
    @Test
    void aBatchHasEveryThingInBothStyles() {
        ContrastiveObjective plain = ContrastiveObjective.of(TINY, SQUARES, options(0, 0, 0, 0), 1, 6);
        float[] x = ((Array.Floats) plain.example(0).inputs().get("x")).values();
        float[] classes = ((Array.Floats) plain.example(0).targets().get("classes")).values();
        Set<Integer> things = new HashSet<>();
        for (int row = 0; row < 6; row++) {
            int place = at(x, row, 0.9f);
            assertThat(place).isEqualTo(at(x, row + 6, 0.3f)).isNotNegative();
            assertThat(classes[row * 6 + place % 8]).isEqualTo(1);
            assertThat(classes[(row + 6) * 6 + place % 8]).isEqualTo(1);
            things.add(place);
        }
        assertThat(things).hasSize(6);
    }

    private static int at(float[] x, int row, float value) {
        for (int i = 0; i < 64; i++) {
            if (x[row * 192 + i] == value) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void someOfABatchDifferFromOthersByDetailAlone() {
        double without = kin(options(0, 0, 0, 0));
        double with = kin(options(0.5, 0, 0, 0));
        assertThat(with).isGreaterThan(without + 1);
    }

    /** Pairs of kin in a batch of 6, on average over 20. */
    private static double kin(ContrastiveObjective.Options options) {
        ContrastiveObjective objective = ContrastiveObjective.of(TINY, SQUARES, options, 1, 6);
        int pairs = 0;
        for (int step = 0; step < 20; step++) {
            float[] classes = ((Array.Floats) objective.example(step).targets().get("classes")).values();
            int[] of = new int[6];
            for (int row = 0; row < 6; row++) {
                for (int c = 0; c < 6; c++) {
                    of[c] += classes[row * 6 + c] == 1 ? 1 : 0;
                }
            }
            pairs += Arrays.stream(of).map(n -> n * (n - 1) / 2).sum();
        }
        return pairs / 20.0;
    }

    @Test
    void descriptionsThatSayTheSameShareTheirPictures() {
        float[] shares = ((Array.Floats) objective(1, 8).example(2).targets().get("descriptions")).values();
        for (int row = 0; row < 16; row++) {
            double sum = 0;
            for (int column = 0; column < 16; column++) {
                sum += shares[row * 16 + column];
                assertThat(shares[row * 16 + column]).isEqualTo(shares[column * 16 + row]);
            }
            assertThat(shares[row * 16 + row]).isPositive();
            assertThat(sum).isBetween(1 - 1e-6, 1 + 1e-6);
        }
    }

    @Test
    void captionsSayWhatIsShown() {
        Captions captions = new Captions(SQUARES, WORDS, 9, 1);
        Map<String, Integer> said = new LinkedHashMap<>();
        for (int i = 0; i < 600; i++) {
            String text = captions.text(4, 1, Treatment.GREY, i);
            assertThat(text).contains("grey").containsAnyOf("square 1", "box").doesNotContain("dark", "bright");
            for (String part : List.of("dim style", "light tone", "shape", "box")) {
                said.merge(part, text.contains(part) ? 1 : 0, Integer::sum);
            }
        }
        // Of 600: 5/6, 5/6, 1/2 and 1/4; four deviations of a binomial distribution are 37, 37, 49 and 42.
        assertThat(said.get("dim style")).isBetween(463, 537);
        assertThat(said.get("light tone")).isBetween(463, 537);
        assertThat(said.get("shape")).isBetween(251, 349);
        assertThat(said.get("box")).isBetween(108, 192);
    }

    @Test
    void theVocabularyIsWrittenBesideTheWeights() {
        String words = objective(1, 8).files().get("vocabulary.txt");
        assertThat(words.lines().toList()).isSorted().contains("square", "style", "grey", "sketch", "box", "5", "dark");
        assertThat(new Words(words.lines().toList()).tokens()).isEqualTo(TINY.tokens());
    }

    @Test
    void treatmentsAreThoseOfGroups() {
        ImageShape shape = new ImageShape(3, 1, 3);
        double[] image = {-1, 1, 1, -1, -1, 1, -1, -1, 1};
        double[] grey = Treatment.GREY.of(image, shape);
        assertThat(grey[1]).isCloseTo(-1 + 2 * 0.299, within(1e-12));
        assertThat(grey[4]).isEqualTo(grey[1]).isEqualTo(grey[7]);
        // One row that repeats above and below: four times the slope, half of it taken from white.
        double slope = grey[1] - grey[0];
        assertThat(Treatment.EDGES.of(image, shape)[0]).isCloseTo(Math.max(-1, 1 - 2 * slope), within(1e-12));
        double[] flat = new double[9];
        assertThat(Treatment.EDGES.of(flat, shape)).containsOnly(1);
    }

    @Test
    void jitterIsSmallAndFollowsFromTheExampleAlone() {
        ImageShape shape = new ImageShape(3, 32, 32);
        double[] image = new double[3 * 32 * 32];
        for (int i = 0; i < image.length; i++) {
            image[i] = Math.sin(i % 32 / 5.0) * Math.cos(i / 32 % 32 / 5.0) * 0.8;
        }
        assertThat(new Jitter(0, 1).of(image, shape, 3)).isSameAs(image);
        double sum = 0;
        for (int n = 0; n < 50; n++) {
            double[] changed = new Jitter(1, 1).of(image, shape, n);
            assertThat(changed).isEqualTo(new Jitter(1, 1).of(image, shape, n));
            for (int i = 0; i < image.length; i++) {
                assertThat(changed[i]).isBetween(-1.0, 1.0);
                sum += Math.abs(changed[i] - image[i]);
            }
        }
        assertThat(sum / 50 / image.length).isBetween(0.02, 0.2);
    }

    /** Moving all parameters by a little along their gradient changes the loss by its square. */
    @Test
    void gradientsAreThoseOfSmallDifferences() {
        ContrastiveObjective objective = objective(1, 6);
        List<Parameter> parameters = ShapeBackend.describe(TINY).parameters();
        Objective.Example example = objective.example(1);
        try (Parameters values =
                Parameters.of(TORCH, parameters, new InitialWeights(parameters, 3), DataType.FLOAT64)) {
            double square = 0;
            List<double[]> gradients = new ArrayList<>();
            try (Step step = TORCH.training()) {
                for (NDArray gradient :
                        step.gradients(loss(step, objective, values, example), values.trainedArrays())) {
                    double[] g = gradient.toDoubleArray();
                    square += Arrays.stream(g).map(v -> v * v).sum();
                    gradients.add(g);
                }
            }
            double h = 1e-5 / Math.sqrt(square);
            double above = moved(objective, values, example, gradients, h);
            double below = moved(objective, values, example, gradients, -2 * h);
            // The cube of the step and rounding leave some 1e-8.
            assertThat((above - below) / (2 * h) / square).isBetween(1 - 1e-6, 1 + 1e-6);
        }
    }

    private static double moved(
            Objective objective, Parameters values, Objective.Example example, List<double[]> by, double times) {
        try (Step step = TORCH.inference()) {
            for (int i = 0; i < by.size(); i++) {
                NDArray array = values.trainedArrays().get(i);
                array.addi(step.arrays().create(by.get(i), array.getShape()).mul(times));
            }
            return loss(step, objective, values, example).getDouble();
        }
    }

    private static NDArray loss(Step step, Objective objective, Parameters values, Objective.Example example) {
        TorchBackend backend = new TorchBackend(step, values);
        Map<String, Tensor> outputs =
                objective.network().outputs(Scope.root(backend), tensors(backend, step, example.inputs()));
        return backend.array(objective.loss(outputs, tensors(backend, step, example.targets())));
    }

    private static Map<String, Tensor> tensors(TorchBackend backend, Step step, Map<String, Array> arrays) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        arrays.forEach((name, array) -> tensors.put(name, backend.input(step.array(array))));
        return tensors;
    }

    @Test
    void whatDoesNotFitIsAnError() {
        assertThatThrownBy(() -> ContrastiveObjective.of(TINY, SQUARES, options(0, 0, 0, 0), 1, 19))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("there are 18 things; a batch has 19 different ones");
        EmojiTowers other = new EmojiTowers(8, List.of(4, 8), 2, 6, 8, 40, 9, 8);
        assertThatThrownBy(() -> ContrastiveObjective.of(other, SQUARES, options(0, 0, 0, 0), 1, 4))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("the network has 40");
        EmojiTowers more = new EmojiTowers(8, List.of(4, 8), 2, 7, 8, WORDS.tokens(), 9, 8);
        assertThatThrownBy(() -> ContrastiveObjective.of(more, SQUARES, options(0, 0, 0, 0), 1, 4))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("the network tells 7 apart");
        assertThatThrownBy(() -> options(1, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options(0, 0, 0, 2)).hasMessageContaining("jitter is in [0,1]");
        for (double temperature : new double[] {0, Double.POSITIVE_INFINITY, Double.NaN}) {
            assertThatThrownBy(() -> new ContrastiveObjective.Options(temperature, 1, 1, 1, 0, 0, 0, 0))
                    .hasMessageContaining("temperature is above 0");
        }
    }
}
