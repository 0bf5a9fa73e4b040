package dev.assay.reference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.graph.DataType;
import dev.assay.graph.Description;
import dev.assay.graph.Network;
import dev.assay.graph.Port;
import dev.assay.graph.Shape;
import dev.assay.graph.ShapeBackend;
import dev.assay.reference.group.Members;
import dev.assay.reference.group.Sight;
import dev.assay.reference.pixart.Pixart;
import dev.assay.reference.pixart.PixartGroup;
import dev.assay.reference.vae.Decoder;
import dev.assay.spec.AssayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartsTest {
    @ParameterizedTest
    @CsvSource({
        "uvit-l-2-256, DECODER, '[N,4,32,32]', '[N,256,256,3]'",
        "dit-xl-2-512, DECODER, '[N,4,64,64]', '[N,512,512,3]'",
        "dimr-m-3r-64, DECODER, '[N,3,64,64]', '[N,64,64,3]'",
        "sd-vae, DECODER, '[N,4,32,32]', '[N,256,256,3]'",
        "dit-xl-2-512, ENCODER, '[N,3,512,512]', '[N,8,64,64]'",
        "sd-vae, ENCODER, '[N,3,256,256]', '[N,8,32,32]'",
        "dit-xl-2-256, DENOISER, '[N,4,32,32]', '[N,4,32,32]'",
        "uvit-s-2-coco, DENOISER, '[N,4,32,32]', '[N,4,32,32]'",
        "uvit-s-2-cifar10, DENOISER, '[N,3,32,32]', '[N,3,32,32]'",
        "dimr-tiny, GENERATOR, '[N,3,32,32]', '[N,32,32,3]'",
    })
    void partsTakeAndGiveTheRightSizes(String model, Part part, String first, String result) {
        Description description = ShapeBackend.describe(Parts.of(Models.named(model), part));
        assertThat(description.inputs().get(0).shape()).hasToString(first);
        assertThat(description.outputs().get(0).shape()).hasToString(result);
    }

    @Test
    void membersOfGroupsAreDecodedEachInItsSize() {
        Model model = Models.named("gdt-pixart-256");
        assertThat(ShapeBackend.describe(Parts.decoder(model, true)).outputs())
                .hasSize(4)
                .contains(new Port("image_4", DataType.UINT8, Shape.of(Shape.BATCH, 256, 256, 3)));
        Members mixed = new Members(4, List.of(new Members.Size(16, 32), new Members.Size(32, 16)));
        Model other = new Model(model.config(), ((PixartGroup) model.network()).with(mixed, Sight.GROUP));
        Description pictures = ShapeBackend.describe(Parts.decoder(other, true));
        assertThat(pictures.inputs().get(0).shape()).hasToString("[N,4,1,1024]");
        assertThat(pictures.outputs())
                .extracting(port -> port.shape().toString())
                .containsExactlyInAnyOrder("[N,128,256,3]", "[N,256,128,3]");
        assertThat(Model.parameters(pictures)).isEqualTo(49_490_179 + 20);
        assertThat(ShapeBackend.describe(Parts.of(other, Part.ENCODER))
                        .outputs()
                        .get(0)
                        .shape())
                .hasToString("[N,8,16,32]");
        assertThat(ShapeBackend.describe(Parts.decoder(Models.named("gdt-emoji-32"), true))
                        .outputs())
                .hasSize(2);
    }

    @Test
    void aGroupsGeneratorEndsWithThePicturesOfItsMembers() {
        Description generator = ShapeBackend.describe(Parts.of(Models.named("word-group-tiny"), Part.GENERATOR));
        assertThat(generator.inputs().get(0).shape()).hasToString("[N,3,1,128]");
        assertThat(generator.outputs())
                .extracting(port -> port.shape().toString())
                .containsExactly("[N,8,8,3]", "[N,8,8,3]");
    }

    @Test
    void latentsNeedNotBeSquare() {
        Model square = Models.named("pixart-xl-2-256");
        Pixart base = (Pixart) square.network();
        Model wide = new Model(
                square.config(), new Pixart(16, 48, 4, 2, base.width(), 1, 16, 120, 4096, 32, 1, false, true));
        assertThat(ShapeBackend.describe(Parts.of(wide, Part.DECODER))
                        .outputs()
                        .get(0)
                        .shape())
                .hasToString("[N,128,384,3]");
    }

    @Test
    void theNetworkIsThatOfTheOriginal() {
        Model model = Models.named("dit-tiny");
        assertThat(Parts.of(model, Part.NETWORK)).isEqualTo(model.network());
    }

    @Test
    void aModelIsGuidedWhereItCanBeAndInItsOwnChannels() {
        assertThat(Parts.of(Models.named("dit-xl-2-256"), Part.DENOISER)).isInstanceOfSatisfying(Denoising.class, d -> {
            assertThat(d.guided()).isTrue();
            assertThat(d.guidedChannels()).isEqualTo(3);
        });
        assertThat(Parts.of(Models.named("uvit-h-2-256"), Part.DENOISER))
                .isInstanceOfSatisfying(
                        Denoising.class, d -> assertThat(d.guidedChannels()).isEqualTo(4));
        assertThat(Parts.canBeGuided(Models.named("uvit-s-2-coco"))).isTrue();
        assertThat(Parts.canBeGuided(Models.named("uvit-s-2-cifar10"))).isFalse();
        assertThat(Parts.canBeGuided(Models.named("uvit-m-4-imagenet64"))).isFalse();
    }

    @Test
    void aDecoderHasTheScaleOfItsModelAndEndsAsAsked() {
        Network floats = Parts.decoder(Models.named("uvit-s-2-coco"), false);
        assertThat(floats).isInstanceOfSatisfying(Decoder.class, d -> assertThat(d.scale())
                .isEqualTo(0.2301));
        assertThat(ShapeBackend.describe(floats).outputs())
                .containsExactly(new Port("image", DataType.FLOAT32, Shape.of(Shape.BATCH, 3, 256, 256)));
    }

    @Test
    void aDecoderAsksForItsHalfOfTheAutoencoderAlone() {
        long decoder = Model.parameters(ShapeBackend.describe(Parts.of(Models.named("sd-vae"), Part.DECODER)));
        long encoder = Model.parameters(ShapeBackend.describe(Parts.of(Models.named("sd-vae"), Part.ENCODER)));
        assertThat(decoder).isEqualTo(49_490_179 + 20);
        assertThat(encoder).isEqualTo(34_163_592 + 72);
    }

    @Test
    void anUnknownPartIsAnsweredWithNearOnes() {
        assertThat(Part.named("decoder")).isEqualTo(Part.DECODER);
        assertThatThrownBy(() -> Part.named("denoisr"))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("did you mean denoiser");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DENOISER", "GENERATOR"})
    void anAutoencoderDoesNotDenoise(Part part) {
        assertThatThrownBy(() -> Parts.of(Models.named("sd-vae"), part)).isInstanceOf(AssayException.class);
    }

    @Test
    void whatHasNoLatentsHasNoEncoder() {
        assertThatThrownBy(() -> Parts.of(Models.named("dimr-tiny"), Part.ENCODER))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("no section 'latents'");
    }

    @Test
    void anAutoencoderOfOtherLatentsIsRefused(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("odd.yaml");
        String network = "{size: 8, channels: 3, patch: 2, width: 32, depth: 2, heads: 4, classes: 0,"
                + " context_tokens: 0, context_width: 0, time_mlp: false, final_conv: true}";
        for (String autoencoder : new String[] {"sd-vae", "dit-tiny"}) {
            Files.writeString(
                    file,
                    "{model: odd, family: uvit, network: %s, latents: {autoencoder: %s, scale: 1.0}}"
                            .formatted(network, autoencoder));
            assertThatThrownBy(() -> Parts.autoencoder(Models.read(file)))
                    .isInstanceOf(AssayException.class)
                    .hasMessageContaining("odd: latents: " + autoencoder);
        }
    }
}
