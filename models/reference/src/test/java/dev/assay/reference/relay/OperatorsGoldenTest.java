package dev.assay.reference.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.reference.diffusion.ImageShape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Transforms, blur, block noise and noise levels against the published code. */
class OperatorsGoldenTest {
    /** Sums of 16 products in float64, in another order. */
    private static final double FLOAT64 = 1e-14;

    /** The published code computes blur in float32. */
    private static final double FLOAT32 = 1e-6;

    static final BlurSchedule IMAGENET = new BlurSchedule(0.93, 3, 0.001, -1.2, 1.2);
    static final BlurSchedule CELEBAHQ = new BlurSchedule(0.89, 2, 0.001, -1.2, 1.2);
    static final BlurSchedule CELEBAHQ_SAMPLER = new BlurSchedule(1.05, 2, 0.001, -1.2, 1.2);
    private static final BlockDct DCT = new BlockDct(4);

    static BlurSchedule schedule(String name) {
        return switch (name) {
            case "imagenet" -> IMAGENET;
            case "celebahq", "celebahq_train" -> CELEBAHQ;
            default -> CELEBAHQ_SAMPLER;
        };
    }

    @Test
    void theBasisIsThePublishedOne() {
        assertThat(DCT.basis()).containsExactly(RdmValues.numbers("dct4_matrix_rows_are_freq"), within(1e-15));
    }

    @Test
    void patchesOfFourAreTransformedAsPublished() {
        ArrayPatches patches = new ArrayPatches(new ImageShape(1, 8, 8), DCT);
        double[] coefficients = patches.transform(RdmValues.array("dct2d_input_8x8"));
        assertThat(coefficients).containsExactly(RdmValues.array("dct2d_patch4_of_8x8"), within(FLOAT64));
    }

    @ParameterizedTest
    @CsvSource({"0.25, DCTBlur_patch4_u0.25", "1.0, DCTBlur_patch4_u1.0"})
    void imagesAreBlurredAsPublished(double u, String name) {
        ArrayPatches patches = new ArrayPatches(new ImageShape(3, 16, 16), DCT);
        double[] blurred = patches.filter(RdmValues.array("DCTBlur_input_16x16"), IMAGENET.kept(u, DCT));
        assertThat(blurred).containsExactly(RdmValues.array(name), within(FLOAT32));
    }

    @Test
    void blockNoiseIsThePublishedSum() {
        double[] blocks = new BlockNoise(4).of(RdmValues.noise(0, 144), new ImageShape(1, 12, 12));
        assertThat(blocks).containsExactly(RdmValues.array("blocknoise_s4_12x12"), within(FLOAT64));
    }

    @ParameterizedTest
    @CsvSource({"imagenet", "celebahq_sampler", "celebahq_train"})
    void whatBlurKeepsIsAsPublished(String schedule) {
        BlurSchedule blur = schedule(schedule);
        for (String sigma : new String[] {"1.5", "0.9", "0.5", "0.1", "0.01"}) {
            double[] kept = blur.kept(blur.u(Double.parseDouble(sigma)), DCT);
            assertThat(kept)
                    .as(sigma)
                    .containsExactly(RdmValues.numbers("alpha", schedule + "_sigma" + sigma, "m"), within(1e-7));
        }
    }

    @Test
    void theGridOfImagenetStartsBelowItsStart() {
        double[] sigmas = new SigmaGrid(200, 0.008, 80, 100).levelsBelow(0.9);
        assertThat(sigmas).hasSize((int) RdmValues.number("schedules", "imagenet", "N_used"));
        double[] first = RdmValues.numbers("schedules", "imagenet", "first5");
        double[] last = RdmValues.numbers("schedules", "imagenet", "last5");
        assertThat(Arrays.copyOf(sigmas, 5)).containsExactly(first, within(1e-12));
        assertThat(Arrays.copyOfRange(sigmas, sigmas.length - 5, sigmas.length)).containsExactly(last, within(1e-12));
        assertThat(IMAGENET.u(sigmas[0]))
                .isCloseTo(RdmValues.number("schedules", "imagenet", "t_of_first"), within(1e-12));
        assertThat(IMAGENET.u(sigmas[99]))
                .isCloseTo(RdmValues.number("schedules", "imagenet", "t_of_last"), within(1e-12));
        assertThat(IMAGENET.blurSigma(IMAGENET.u(sigmas[0])))
                .isCloseTo(RdmValues.number("schedules", "imagenet", "blur_sigma_first"), within(1e-12));
    }

    @Test
    void theLargestNoiseLevelOfTrainingIsAtTheEndOfBlurTime() {
        assertThat(IMAGENET.sigma(1))
                .isCloseTo(RdmValues.number("schedules", "imagenet", "sigma_max_of_training"), within(1e-12));
    }

    /** Steps, exponent, start and blur of a published script, and how many steps it takes from which noise level. */
    @ParameterizedTest
    @CsvSource({
        "200, 100, 0.9, imagenet, 100, 199, 0.869123, 0.872485, 2.88124",
        "150, 7, 0.95, celebahq_sampler, 54, 107, 0.921913, 0.785138, 1.78070",
        "18, 7, 0.9, imagenet, 7, 13, 0.897505, 0.880171, 2.89496"
    })
    void theScriptsTakeTheirPublishedSteps(
            int steps,
            double rho,
            double start,
            String blur,
            int left,
            int nfe,
            double sigma,
            double u,
            double blurred) {
        RelayUpdate update = new RelayUpdate(RelayUpdate.Corrector.RELEASED, 0.2, RelayNoise.WHITE);
        SigmaGrid grid = new SigmaGrid(steps, 0.008, 80, rho);
        RelaySampler sampler = new RelaySampler(grid, start, update, Churn.NONE, schedule(blur), DCT);
        assertThat(sampler.sigmas()).hasSize(left);
        assertThat(sampler.nfe()).isEqualTo(nfe);
        assertThat(sampler.sigmas()[0]).isCloseTo(sigma, within(5e-7));
        assertThat(sampler.blur().u(sampler.sigmas()[0])).isCloseTo(u, within(5e-7));
        assertThat(sampler.blur().blurSigma(sampler.blur().u(sampler.sigmas()[0])))
                .isCloseTo(blurred, within(5e-6));
    }
}
