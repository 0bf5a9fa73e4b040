package dev.assay.reference.relay;

import dev.assay.graph.Array;
import dev.assay.graph.OnnxSession;
import dev.assay.reference.diffusion.ImageShape;
import dev.assay.reference.model.DenoisingNetwork;
import dev.assay.spec.AssayException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Steps of a relay that run in ONNX Runtime as a whole, in float32. Churn, which adds noise to what is estimated from
 * alone, is not part of such a step.
 *
 * @param steps a session of a {@link RelayStep}
 * @param update that of the step
 * @param last the denoiser with the same guidance, for the last step
 */
public record SessionSteps(OnnxSession steps, RelayUpdate update, SessionDenoiser last)
        implements RelaySteps<double[]> {
    @Override
    public double[] next(Transition transition, double[] x, double[] churned, IntFunction<double[]> white) {
        if (transition.raised() != transition.sigma()) {
            throw new AssayException(
                    "churn",
                    "it adds noise before a step",
                    "steps inside a network have none",
                    "set churn to 0 or take the steps outside");
        }
        ImageShape shape = last.shape();
        int images = x.length / shape.elements();
        Map<String, Array> inputs = new HashMap<>(last.conditions());
        inputs.put(DenoisingNetwork.X, Batches.images(x, shape));
        inputs.put(DenoisingNetwork.SIGMA, Batches.each(images, transition.sigma()));
        inputs.put(RelayStep.NEXT, Batches.each(images, transition.next()));
        inputs.put(RelayStep.KEPT, Batches.matrices(images, transition.kept()));
        inputs.put(RelayStep.KEPT_NEXT, Batches.matrices(images, transition.keptNext()));
        for (int draw = 0; draw < update.asked(); draw++) {
            inputs.put(RelayStep.WHITE + draw, Batches.images(white.apply(draw), shape));
        }
        return Batches.doubles(steps.runFloats(inputs, RelayStep.OUTPUT).get(RelayStep.OUTPUT));
    }

    @Override
    public double[] denoised(double[] x, double sigma) {
        return last.denoised(x, sigma);
    }
}
