package dev.assay.reference.relay;

import dev.assay.graph.Array;
import dev.assay.graph.OnnxSession;
import dev.assay.reference.diffusion.EdmDenoiser;
import dev.assay.reference.diffusion.ImageShape;
import dev.assay.reference.model.DenoisingNetwork;
import java.util.HashMap;
import java.util.Map;

/**
 * A denoising network that runs in ONNX Runtime, in float32, with its guidance if it has any.
 *
 * @param network what the session was written from
 * @param session of the network
 * @param conditions of the batch's images: {@link DenoisingNetwork#conditions}
 */
public record SessionDenoiser(DenoisingNetwork network, OnnxSession session, Map<String, Array> conditions)
        implements EdmDenoiser<double[]> {
    public SessionDenoiser {
        conditions = Map.copyOf(conditions);
    }

    /** The network's images of these classes, one each; -1 stands for no class. */
    public static SessionDenoiser of(DenoisingNetwork network, OnnxSession session, int... labels) {
        return new SessionDenoiser(network, session, network.conditions(labels));
    }

    /** The shape of one image. */
    public ImageShape shape() {
        return new ImageShape(
                network.image().dim(0), network.image().dim(1), network.image().dim(2));
    }

    @Override
    public double[] denoised(double[] x, double sigma) {
        Map<String, Array> inputs = new HashMap<>(conditions);
        inputs.put(DenoisingNetwork.X, Batches.images(x, shape()));
        inputs.put(DenoisingNetwork.SIGMA, Batches.each(x.length / shape().elements(), sigma));
        return Batches.doubles(
                session.runFloats(inputs, DenoisingNetwork.DENOISED).get(DenoisingNetwork.DENOISED));
    }

    @Override
    public double nearest(double sigma) {
        return network.nearest(sigma);
    }
}
