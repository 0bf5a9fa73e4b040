package dev.assay.reference.model;

import dev.assay.graph.Network;
import dev.assay.graph.Shape;
import dev.assay.reference.Extractor;
import dev.assay.reference.diffusion.Guidance;
import dev.assay.reference.edm.Preconditioned;
import dev.assay.reference.group.GroupDecoder;
import dev.assay.reference.group.GroupNetwork;
import dev.assay.reference.text.ClipVision;
import dev.assay.reference.vae.AutoencoderKl;
import dev.assay.reference.vae.Decoder;
import dev.assay.reference.vae.Encoder;
import dev.assay.spec.AssayException;
import java.util.List;

/** The networks that can be exported of a model. */
public final class Parts {
    private Parts() {}

    /**
     * A part as the model's own settings have it: EDM's network alone or as its denoiser; of others a denoiser that is
     * guided if the model can be, a decoder that gives uint8 pixels, a generator with the sampler and guidance of the
     * section {@code sampling}.
     */
    public static Network of(Model model, Part part) {
        return switch (part) {
            case NETWORK -> model.network() instanceof Preconditioned whole ? whole.raw() : model.network();
            case DENOISER ->
                model.network() instanceof DenoisingNetwork whole ? whole : denoiser(model, canBeGuided(model));
            case ENCODER -> encoder(model);
            case DECODER -> decoder(model, true);
            case EXTRACTOR -> imageTower(model);
            case GENERATOR -> generator(model, model.sampling());
        };
    }

    /** Whether there is something that stands for no condition. */
    public static boolean canBeGuided(Model model) {
        DiffusionNetwork net = model.diffusionNetwork();
        boolean text = net.inputs().size() > 2 && net.classes() == 0;
        return text || (net.classes() > 0 && model.diffusion().noClass() >= 0);
    }

    /** The diffusion network as samplers see it; the channels that are guided are those of the section sampling. */
    public static Denoising denoiser(Model model, boolean guided) {
        DiffusionNetwork net = model.diffusionNetwork();
        int channels = net.image().dim(0);
        if (!model.config().sampling().isEmpty()
                && model.sampling().makeGuidance() instanceof Guidance.FirstChannels first) {
            channels = first.channels();
        }
        return new Denoising(net, model.diffusion(), guided, channels);
    }

    /** Images to moments of latents; only where there are latents. Of groups it takes images of the first member's size. */
    public static Encoder encoder(Model model) {
        return encoder(model, images(model).get(0));
    }

    /** The same for images of another size: those of one latent [C,h,w]. */
    public static Encoder encoder(Model model, Shape latent) {
        return new Encoder(autoencoder(model), latent);
    }

    /**
     * What makes images of latents, or of pixels from -1 to 1; of a group's, those of all members.
     *
     * @param pixels whether images are uint8 [N,H,W,3]; a model without latents has nothing else
     */
    public static Network decoder(Model model, boolean pixels) {
        if (model.network() instanceof GroupNetwork group) {
            return new GroupDecoder(
                    group.members(),
                    images(model).stream()
                            .map(one -> decoder(model, pixels, one))
                            .toList());
        }
        return decoder(model, pixels, images(model).get(0));
    }

    /** The decoder of single images [C,h,w], such as a member of a group. */
    public static Network decoder(Model model, boolean pixels, Shape image) {
        if (model.hasLatents()) {
            Latents latents = model.latents();
            return new Decoder(autoencoder(model), image, latents.scale(), latents.shift(), pixels);
        }
        return new PixelDecoder(image);
    }

    /** What a model makes, [C,h,w] each: one image, or the members of a group. */
    private static List<Shape> images(Model model) {
        if (model.network() instanceof AutoencoderKl itself) {
            return List.of(itself.latent());
        }
        return model.network() instanceof GroupNetwork group
                ? group.members().images()
                : List.of(model.diffusionNetwork().image());
    }

    /** From noise to uint8 pixels [N,H,W,3]. */
    public static Generator generator(Model model, Sampling sampling) {
        return new Generator(
                model.diffusionNetwork(),
                model.diffusion(),
                sampling.makeSampler(),
                sampling.makeGuidance(),
                decoder(model, true));
    }

    /**
     * What makes features of images that have been brought to CLIP's size, by the name of the user's choice.
     *
     * @param about one line on where the weights come from
     */
    public static Extractor extractor(Model model, String name, String about) {
        return imageTower(model).extractor(name, about);
    }

    private static ClipVision imageTower(Model model) {
        if (model.network() instanceof ClipVision tower) {
            return tower;
        }
        throw new AssayException(
                model.name(),
                "family '%s' makes no features of images"
                        .formatted(model.config().family()),
                "a network of the family clip-vision is needed",
                "choose another model; 'assay models list' shows them");
    }

    /**
     * The autoencoder of a model with latents: at the size of its images where they are square, otherwise at that of their
     * rows, which {@link #encoder} and {@link #decoder} replace.
     */
    public static AutoencoderKl autoencoder(Model model) {
        if (model.network() instanceof AutoencoderKl itself) {
            return itself;
        }
        String name = model.latents().autoencoder();
        if (!(Models.find(name).network() instanceof AutoencoderKl found)) {
            throw new AssayException(
                    model.name() + ": latents", name + " is no autoencoder", "one is needed", "name another model");
        }
        Shape latent = images(model).get(0);
        AutoencoderKl net = found.withSize(latent.dim(1) * found.factor());
        if (net.latentChannels() != latent.dim(0)) {
            throw new AssayException(
                    model.name() + ": latents",
                    name + " makes latents " + net.latent(),
                    "the network takes " + latent,
                    "name another autoencoder");
        }
        return net;
    }
}
