package dev.assay.reference.vae;

import dev.assay.graph.Network;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import java.util.List;
import java.util.Map;

/**
 * The first half of an autoencoder: {@code x} float32 [N,3,height,width] from -1 to 1 to {@code moments} float32
 * [N,2 latentChannels,h,w], which {@link Moments} makes latents of.
 *
 * @param net the whole, whose own size stands for nothing here
 * @param latent one latent, [latentChannels,h,w]
 */
public record Encoder(AutoencoderKl net, Shape latent) implements Network {
    /** For images of the autoencoder's size. */
    public Encoder(AutoencoderKl net) {
        this(net, net.latent());
    }

    @Override
    public List<Port> inputs() {
        return List.of(net.x(latent));
    }

    @Override
    public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> inputs) {
        return Map.of("moments", net.encode(s, s.number(inputs.get("x"))));
    }
}
