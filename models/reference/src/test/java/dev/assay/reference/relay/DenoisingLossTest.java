package dev.assay.reference.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.reference.diffusion.ImageNoise;
import dev.assay.reference.diffusion.ImageShape;
import dev.assay.reference.diffusion.Stream;
import dev.assay.spec.AssayException;
import java.util.Arrays;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What denoisers are trained on: published values, the definition, and the distribution of noise levels. */
class DenoisingLossTest {
    private static final ImageShape SHAPE = new ImageShape(3, 8, 8);
    private static final int IMAGES = 20_000;

    private static DenoisingLoss.Relay relay(Map<String, Object> settings) {
        return (DenoisingLoss.Relay) DenoisingLosses.named("relay", settings);
    }

    private static DenoisingLoss.Edm edm(Map<String, Object> settings) {
        return (DenoisingLoss.Edm) DenoisingLosses.named("edm", settings);
    }

    private static DenoisingLoss.Relay published(String set) {
        return relay(set.equals("imagenet") ? Map.of() : Map.of("prob_length", 0.89, "blur_sigma_max", 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"imagenet", "celebahq"})
    void noiseLevelsAndWeightsAreThePublishedOnes(String set) {
        DenoisingLoss.Relay loss = published(set);
        String at = "loss_schedule";
        assertThat(loss.firstTime()).isCloseTo(RdmValues.number(at, set, "truncate_p"), within(1e-15));
        assertThat(loss.blur().sigma(loss.firstTime()))
                .isCloseTo(RdmValues.number(at, set, "sigma_at_truncate"), within(1e-13));
        assertThat(loss.blur().sigma(1)).isCloseTo(RdmValues.number(at, set, "sigma_at_u1"), within(1e-12));
        for (String u : new String[] {"0.1", "0.5", "0.9"}) {
            double sigma = loss.blur().sigma(Double.parseDouble(u));
            assertThat(sigma).isCloseTo(RdmValues.number(at, set, "u" + u, "sigma"), within(1e-13));
            assertThat(loss.weight(sigma)).isCloseTo(RdmValues.number(at, set, "u" + u, "weight"), within(1e-9));
        }
    }

    @Test
    void weightsEndAtTheirLimit() {
        assertThat(relay(Map.of()).weight(1e-3)).isEqualTo(1e5);
        assertThat(DenoisingLoss.weight(1e-3, 0.5)).isCloseTo(1e6 + 4, within(1e-6));
    }

    @Test
    void aRelaySeesTheBlurredImageWithItsNoise() {
        DenoisingLoss.Relay loss = relay(Map.of("patch", 2, "alpha", 0.3));
        double[] image = Patterns.images(SHAPE.elements(), 0.1);
        DenoisingExample example = loss.example(image, SHAPE, 5, 77);
        double u = Normal.cdf(noise(5, 77, 0)[0]);
        assertThat(example.sigma()).isCloseTo(loss.blur().sigma(u), within(1e-14));
        assertThat(example.weight()).isEqualTo(loss.weight(example.sigma()));
        assertThat(example.image()).containsExactly(image);
        double[] blocks = new BlockNoise(2).of(noise(5, 77, 2), SHAPE);
        double[] white = noise(5, 77, 1);
        double[] expected =
                new ArrayPatches(SHAPE, loss.dct()).filter(image, loss.blur().kept(u, loss.dct()));
        for (int i = 0; i < expected.length; i++) {
            expected[i] += example.sigma() * (white[i] + 0.3 * blocks[i]);
        }
        assertThat(example.noisy()).containsExactly(expected, within(1e-13));
    }

    @ParameterizedTest
    @CsvSource({"0, 1, released, 1", "0.5, 4, paper, 1", "0.5, 4, released, 1.118033988749895"})
    void edmSeesTheImageWithNoiseWhichMayBeOfBlocks(double alpha, int block, String form, double deviation) {
        DenoisingLoss.Edm loss = edm(Map.of("alpha", alpha, "block", block, "noise", form));
        double[] image = Patterns.images(SHAPE.elements(), 0.1);
        DenoisingExample example = loss.example(image, SHAPE, 5, 78);
        assertThat(example.sigma()).isCloseTo(Math.exp(-1.2 + 1.2 * noise(5, 78, 0)[0]), within(1e-14));
        assertThat(example.weight()).isEqualTo(DenoisingLoss.weight(example.sigma(), 0.5));
        double[] blocks = new BlockNoise(block).of(noise(5, 78, 2), SHAPE);
        double[] white = noise(5, 78, 1);
        double scale = deviation / Math.sqrt(1 + alpha * alpha);
        for (int i = 0; i < image.length; i++) {
            double expected = image[i] + example.sigma() * scale * (white[i] + alpha * blocks[i]);
            assertThat(example.noisy()[i]).isCloseTo(expected, within(1e-13));
        }
    }

    private static double[] noise(long seed, long number, int draw) {
        return new ImageNoise(seed, new long[] {number}, SHAPE).draw(Stream.TRAINING + draw);
    }

    /** The noise that an image is trained with is none that a sampling with the same seed gives it. */
    @Test
    void trainingAndSamplingShareNoNumbers() {
        DenoisingExample example = edm(Map.of()).example(new double[SHAPE.elements()], SHAPE, 5, 78);
        for (int draw = 0; draw < 4; draw++) {
            double[] sampled = new ImageNoise(5, new long[] {78}, SHAPE).draw(draw);
            for (int i = 0; i < sampled.length; i++) {
                assertThat(example.noisy()[i] / example.sigma()).isNotCloseTo(sampled[i], within(1e-9));
            }
        }
    }

    /** Logarithms of EDM's noise levels are normal: mean and variance within five standard errors of 20000 numbers. */
    @Test
    void edmsNoiseLevelsAreLogNormal() {
        double[] logs = logs(edm(Map.of()));
        double mean = Arrays.stream(logs).average().orElseThrow();
        double variance =
                Arrays.stream(logs).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
        assertThat(mean).isCloseTo(-1.2, within(5 * 1.2 / Math.sqrt(IMAGES)));
        assertThat(variance).isCloseTo(1.44, within(5 * 1.44 * Math.sqrt(2.0 / IMAGES)));
    }

    /** A relay's blur times are even: each tenth has its part, within five standard errors. */
    @Test
    void blurTimesOfARelayAreEven() {
        DenoisingLoss.Relay loss = relay(Map.of("patch", 2));
        int[] tenths = new int[10];
        for (double log : logs(loss)) {
            tenths[(int) Math.min(loss.blur().u(Math.exp(log)) * 10, 9)]++;
        }
        for (int count : tenths) {
            assertThat(count).isCloseTo(IMAGES / 10, within((int) (5 * Math.sqrt(IMAGES * 0.09))));
        }
    }

    private static double[] logs(DenoisingLoss loss) {
        ImageShape tiny = new ImageShape(1, 2, 2);
        return LongStream.range(0, IMAGES)
                .mapToDouble(
                        i -> Math.log(loss.example(new double[4], tiny, 9, i).sigma()))
                .toArray();
    }

    @Test
    void smallNoiseLevelsAreMovedUp() {
        DenoisingLoss.Relay loss = relay(Map.of());
        assertThat(loss.u(-8)).isEqualTo(loss.firstTime());
        assertThat(loss.u(0)).isCloseTo(0.5, within(1e-15));
    }

    /** 3 (0.5^2 + 0.1^2). */
    @Test
    void theLossIsWeightedAndSummed() {
        DenoisingExample example = new DenoisingExample(1, 3, new double[2], new double[] {0.5, -1});
        assertThat(example.loss(new double[] {1, -0.9})).isCloseTo(0.78, within(1e-15));
    }

    @Test
    void settingsThatMakeNoSenseAreErrors() {
        assertThatThrownBy(() -> relay(Map.of("prob_length", 1.05)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("above 0 and below 1");
        assertThatThrownBy(() -> edm(Map.of("patch", 4))).hasMessageContaining("no such setting of loss edm");
        assertThat(DenoisingLosses.settings("relay", Map.of())).hasSize(11);
        assertThat(DenoisingLosses.names()).containsExactly("edm", "relay");
    }

    /** Half-lives in images: 1/2 after one half-life, and a twentieth of what was seen at the start. */
    @Test
    void averagesForgetHalfInAHalfLife() {
        assertThat(EdmTraining.emaDecay(500, 500, Double.POSITIVE_INFINITY, 0)).isEqualTo(0.5);
        assertThat(Math.pow(EdmTraining.emaDecay(512, 5e5, 0.05, 100_000_000L), 5e5 / 512))
                .isCloseTo(0.5, within(1e-10));
        assertThat(EdmTraining.emaDecay(50, 5e5, 0.05, 1000)).isEqualTo(0.5);
        assertThat(EdmTraining.emaDecay(50, 5e5, 0.05, 0)).isZero();
    }

    @Test
    void learningRatesGrowEvenlyToTheirValue() {
        DoubleUnaryOperator rate = seen -> EdmTraining.learningRate(1e-3, 1000, (long) seen);
        assertThat(rate.applyAsDouble(0)).isZero();
        assertThat(rate.applyAsDouble(250)).isCloseTo(2.5e-4, within(1e-18));
        assertThat(rate.applyAsDouble(5000)).isEqualTo(1e-3);
        assertThat(EdmTraining.learningRate(1e-3, 0, 0)).isEqualTo(1e-3);
    }

    @Test
    void gradientsBecomeFinite() {
        assertThat(EdmTraining.finite(Double.NaN)).isZero();
        assertThat(EdmTraining.finite(Double.POSITIVE_INFINITY)).isEqualTo(1e5);
        assertThat(EdmTraining.finite(Double.NEGATIVE_INFINITY)).isEqualTo(-1e5);
        assertThat(EdmTraining.finite(3e7)).isEqualTo(3e7);
        assertThat(EdmTraining.lossFactor(100, 256)).isEqualTo(100.0 / 256);
    }
}
