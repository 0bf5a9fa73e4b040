package dev.assay.reference.vae;

import dev.assay.graph.Network;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.reference.Layers;
import java.util.List;
import java.util.Map;

/**
 * The second half of an autoencoder: {@code z} float32 [N,latentChannels,h,w], as diffusion networks see latents, to
 * {@code image}.
 *
 * @param net the whole, whose own size stands for nothing here
 * @param latent one latent, [latentChannels,h,w]
 * @param scale what latents of the autoencoder were multiplied by for the diffusion network, 0.18215 for most
 * @param shift what was taken from them before, 0 for most
 * @param pixels whether images come as uint8 [N,height,width,channels], 0 to 255; otherwise as float32
 *     [N,channels,height,width], about -1 to 1
 */
public record Decoder(AutoencoderKl net, Shape latent, double scale, double shift, boolean pixels) implements Network {
    public Decoder {
        if (!(scale > 0 && scale < Double.POSITIVE_INFINITY) || !Double.isFinite(shift)) {
            throw new IllegalArgumentException(
                    "the scale must be positive and the shift finite, got %s, %s".formatted(scale, shift));
        }
    }

    /** For latents of the autoencoder's size. */
    public Decoder(AutoencoderKl net, double scale, double shift, boolean pixels) {
        this(net, net.latent(), scale, shift, pixels);
    }

    @Override
    public List<Port> inputs() {
        return List.of(AutoencoderKl.z(latent));
    }

    @Override
    public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> inputs) {
        Tensor scaled = s.number(inputs.get("z")).div(scale);
        Tensor image = net.decode(s, shift == 0 ? scaled : scaled.add(shift));
        return Map.of("image", pixels ? Layers.pixels(image) : image);
    }
}
