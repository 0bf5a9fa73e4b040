package dev.assay.reference.relay;

import dev.assay.graph.Array;
import dev.assay.graph.OnnxSession;
import dev.assay.reference.diffusion.EdmDenoiser;
import dev.assay.reference.diffusion.ImageShape;
import java.util.HashMap;
import java.util.Map;

/**
 * A denoiser that runs in ONNX Runtime, in float32, with its guidance if it has any.
 *
 * @param session of a {@link dev.assay.reference.model.DenoisingNetwork}
 * @param shape of one image
 * @param conditions of the batch's images: {@link dev.assay.reference.model.DenoisingNetwork#conditions}
 */
public record SessionDenoiser(OnnxSession session, ImageShape shape, Map<String, Array> conditions)
        implements EdmDenoiser<double[]> {
    public SessionDenoiser {
        conditions = Map.copyOf(conditions);
    }

    @Override
    public double[] denoised(double[] x, double sigma) {
        Map<String, Array> inputs = new HashMap<>(conditions);
        inputs.put(Conditions.X, Batches.images(x, shape));
        inputs.put(Conditions.SIGMA, Batches.each(x.length / shape.elements(), sigma));
        return Batches.doubles(session.runFloats(inputs, Conditions.DENOISED).get(Conditions.DENOISED));
    }
}
