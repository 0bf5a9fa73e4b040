package dev.assay.reference.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.graph.Description;
import dev.assay.graph.Shape;
import dev.assay.reference.diffusion.ArrayAlgebra;
import dev.assay.reference.diffusion.Denoiser;
import dev.assay.reference.diffusion.Diffusion;
import dev.assay.reference.diffusion.Estimate;
import dev.assay.reference.diffusion.ImageShape;
import dev.assay.reference.diffusion.Noise;
import dev.assay.reference.diffusion.Prediction;
import dev.assay.reference.vae.AutoencoderKl;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every preset, so that a new one is tested by being there. */
class PresetsTest {
    static List<String> names() {
        return Models.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void theStatedCountsComeOut(String name) {
        Model model = Models.named(name);
        Description description = model.describe();
        assertThat(model.name()).isEqualTo(name);
        assertThat(Model.parameters(description)).isPositive();
        if (model.config().published().containsKey("parameters")) {
            assertThat(Model.parameters(description))
                    .isEqualTo(((Number) model.config().published().get("parameters")).longValue());
        }
        if (model.config().published().containsKey("gmacs")) {
            assertThat(String.format(Locale.ROOT, "%.2f", description.macs() / 1e9))
                    .isEqualTo(String.format(Locale.ROOT, "%.2f", (Double)
                            model.config().published().get("gmacs")));
        }
    }

    @Test
    void onlyTheTinyOnesStateNoCounts() {
        assertThat(names())
                .filteredOn(n -> Models.named(n).config().published().isEmpty())
                .allMatch(n -> n.endsWith("-tiny"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void theSectionsNameWhatThereIs(String name) {
        Model model = Models.named(name);
        if (model.network() instanceof AutoencoderKl) {
            assertThat(model.latents().autoencoder()).isEqualTo(name);
            return;
        }
        DiffusionNetwork net = model.diffusionNetwork();
        DiffusionSettings diffusion = model.diffusion();
        assertThat(diffusion.noise().firstTime()).isPositive();
        assertThat(diffusion.meaning()).isEqualTo(Prediction.NOISE);
        assertThat(diffusion.noClass()).isBetween(-1, net.classes() - 1);
        assertThat(model.sampling().makeSampler().nfe()).isPositive();
        assertThat(model.sampling().makeGuidance().weight(0.5)).isGreaterThanOrEqualTo(1);
        if (model.hasLatents()) {
            AutoencoderKl decoder =
                    (AutoencoderKl) Models.named(model.latents().autoencoder()).network();
            assertThat(net.image().dim(0)).isEqualTo(decoder.latent().dim(0));
        } else {
            assertThat(net.image())
                    .isEqualTo(Shape.of(3, net.image().dim(1), net.image().dim(1)));
        }
    }

    /** With a denoiser that takes half of x for noise. */
    @ParameterizedTest
    @MethodSource("names")
    void theSamplerRunsOnTheSchedule(String name) {
        Model model = Models.named(name);
        if (model.network() instanceof AutoencoderKl) {
            return;
        }
        ArrayAlgebra algebra = new ArrayAlgebra(new ImageShape(1, 1, 2));
        boolean variance = model.diffusionNetwork().learnsVariance();
        Denoiser<double[]> half = (x, t) -> variance
                ? new Estimate.WithRange<>(algebra.affine(x, 0.5, 0), algebra.affine(x, 0, 0.5))
                : Estimate.of(algebra.affine(x, 0.5, 0));
        Noise<double[]> noise = draw -> new double[] {1, -1};
        double[] made = model.sampling()
                .makeSampler()
                .sample(new Diffusion<>(algebra, half, model.diffusion().noise(), noise));
        assertThat(made[0]).isFinite().isNotEqualTo(1);
        assertThat(made[1]).isFinite().isEqualTo(-made[0]);
    }
}
