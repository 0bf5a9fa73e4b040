package dev.assay.reference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.graph.Description;
import dev.assay.graph.Shape;
import dev.assay.reference.diffusion.ArrayAlgebra;
import dev.assay.reference.diffusion.Denoiser;
import dev.assay.reference.diffusion.Diffusion;
import dev.assay.reference.diffusion.EdmDenoiser;
import dev.assay.reference.diffusion.Estimate;
import dev.assay.reference.diffusion.Heun;
import dev.assay.reference.diffusion.ImageShape;
import dev.assay.reference.diffusion.Noise;
import dev.assay.reference.diffusion.Prediction;
import dev.assay.reference.group.GroupNetwork;
import dev.assay.reference.vae.AutoencoderKl;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every preset, so that a new one is tested by being there. */
class PresetsTest {
    private static final List<Prediction> PUBLISHED = List.of(Prediction.NOISE, Prediction.FLOW);

    static List<String> names() {
        return Models.names();
    }

    static List<String> diffusionNetworks() {
        return networks(DiffusionNetwork.class);
    }

    static List<String> denoisers() {
        return networks(DenoisingNetwork.class);
    }

    static List<String> autoencoders() {
        return networks(AutoencoderKl.class);
    }

    private static List<String> networks(Class<?> kind) {
        return names().stream()
                .filter(n -> kind.isInstance(Models.named(n).network()))
                .toList();
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
    @MethodSource("autoencoders")
    void autoencodersDecodeTheirOwnLatents(String name) {
        assertThat(Models.named(name).latents().autoencoder()).isEqualTo(name);
    }

    @ParameterizedTest
    @MethodSource("diffusionNetworks")
    void theSectionsNameWhatThereIs(String name) {
        Model model = Models.named(name);
        DiffusionNetwork net = model.diffusionNetwork();
        DiffusionSettings diffusion = model.diffusion();
        assertThat(diffusion.noise().firstTime()).isPositive();
        // All that is published predicts noise or a flow; ours may predict otherwise.
        boolean ours = name.endsWith("-tiny") || model.config().source().startsWith("Assay");
        assertThat(diffusion.meaning()).isIn(ours ? List.of(Prediction.values()) : PUBLISHED);
        assertThat(diffusion.meaning() == Prediction.FLOW)
                .isEqualTo(!diffusion.noise().preservesVariance());
        assertThat(diffusion.noClass()).isBetween(-1, net.classes() - 1);
        assertThat(model.sampling().makeSampler().nfe()).isPositive();
        assertThat(model.sampling().makeGuidance().weight(0.5)).isGreaterThanOrEqualTo(1);
        if (model.hasLatents()) {
            AutoencoderKl decoder =
                    (AutoencoderKl) Models.named(model.latents().autoencoder()).network();
            assertThat(net.image().dim(0)).isEqualTo(decoder.latent().dim(0));
        } else if (net instanceof GroupNetwork group) {
            assertThat(group.members().channels()).isEqualTo(3);
        } else {
            assertThat(net.image())
                    .isEqualTo(Shape.of(3, net.image().dim(1), net.image().dim(1)));
        }
    }

    /** With a denoiser that takes half of x for noise. */
    @ParameterizedTest
    @MethodSource("diffusionNetworks")
    void theSamplerRunsOnTheSchedule(String name) {
        Model model = Models.named(name);
        ArrayAlgebra algebra = new ArrayAlgebra(new ImageShape(1, 1, 2));
        boolean variance = model.diffusionNetwork().learnsVariance();
        boolean flow = model.diffusion().meaning() == Prediction.FLOW;
        Denoiser<double[]> half = (x, t) -> {
            double[] part = algebra.affine(x, 0.5, 0);
            if (variance) {
                return new Estimate.WithRange<>(part, algebra.affine(x, 0, 0.5));
            }
            return flow ? new Estimate.WithVelocity<>(part, part) : Estimate.of(part);
        };
        Noise<double[]> noise = draw -> new double[] {0.1, -0.1};
        double[] made = model.sampling()
                .makeSampler()
                .sample(new Diffusion<>(algebra, half, model.diffusion().noise(), noise));
        assertThat(made[0]).isFinite().isNotEqualTo(0.1);
        assertThat(made[1]).isFinite().isEqualTo(-made[0]);
    }

    /** With the denoiser of an image that is 0.25 everywhere. */
    @ParameterizedTest
    @MethodSource("denoisers")
    void theSamplerOfADenoiserReachesItsImage(String name) {
        Model model = Models.named(name);
        DenoisingNetwork net = model.denoisingNetwork();
        assertThat(net.image())
                .isEqualTo(Shape.of(3, net.image().dim(1), net.image().dim(1)));
        assertThat(net.nearest(net.sigmaMin())).isEqualTo(net.sigmaMin());
        if (model.config().sampling().isEmpty()) {
            assertThat(name).matches("rdm-.*|.*-iddpm");
            return;
        }
        Heun sampler = (Heun) model.sampling().makeSampler();
        ArrayAlgebra algebra = new ArrayAlgebra(new ImageShape(1, 1, 2));
        Noise<double[]> noise = draw -> new double[] {1, -1};
        EdmDenoiser<double[]> known = (x, sigma) -> new double[] {0.25, 0.25};
        double[] made = sampler.sample(algebra, known, noise, net.sigmaMin(), net.sigmaMax());
        assertThat(made[0]).isCloseTo(0.25, within(1e-9));
        assertThat(made[1]).isCloseTo(0.25, within(1e-9));
    }
}
