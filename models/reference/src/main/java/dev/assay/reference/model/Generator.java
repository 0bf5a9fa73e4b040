package dev.assay.reference.model;

import dev.assay.graph.Network;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.graph.Weights;
import dev.assay.reference.diffusion.ConditionalDenoiser;
import dev.assay.reference.diffusion.Denoiser;
import dev.assay.reference.diffusion.Diffusion;
import dev.assay.reference.diffusion.Estimate;
import dev.assay.reference.diffusion.Guidance;
import dev.assay.reference.diffusion.Noise;
import dev.assay.reference.diffusion.Sampler;
import dev.assay.reference.diffusion.TensorAlgebra;
import dev.assay.spec.AssayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Every step of a sampler laid out one after the other, and a decoder: from noise to images in one run.
 *
 * <p>Inputs {@code x} float32 [N,C,H,W], standard normal numbers, and the network's condition as in {@link Denoising}.
 * Output {@code image}, the decoder's. The weights are in the file once, but nodes grow with the steps: a few dozen steps
 * of a large network take a while to load.
 *
 * @param net the diffusion network
 * @param settings how its predictions are meant
 * @param sampler one that draws no noise after the start
 * @param guidance its weights are fixed
 * @param decoder takes {@code z}; its parameters are found under {@code autoencoder.}
 */
public record Generator(
        DiffusionNetwork net, DiffusionSettings settings, Sampler sampler, Guidance guidance, Network decoder)
        implements Network {
    private static final String AUTOENCODER = "autoencoder";

    public Generator {
        if (!sampler.deterministic()) {
            throw new AssayException(
                    "generator",
                    "the sampler " + sampler + " draws noise on the way",
                    "a network holds no random numbers",
                    "choose ddim with eta 0, heun without churn, euler without repeats, or a dpm-solver");
        }
        if (guided(guidance)) {
            new Conditioned(net, settings).checkGuidance();
        }
    }

    /** The weights of both parts: names under {@code autoencoder.} are looked up in those of the autoencoder. */
    public static Weights weights(Weights network, Weights autoencoder) {
        String prefix = AUTOENCODER + ".";
        return (name, shape) -> name.startsWith(prefix)
                ? autoencoder.tensor(name.substring(prefix.length()), shape)
                : network.tensor(name, shape);
    }

    private static boolean guided(Guidance guidance) {
        return !(guidance instanceof Guidance.None);
    }

    @Override
    public List<Port> inputs() {
        List<Port> inputs = new ArrayList<>(List.of(DiffusionNetwork.x(net.image())));
        inputs.addAll(new Conditioned(net, settings).conditions(guided(guidance)));
        return inputs;
    }

    @Override
    public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> inputs) {
        TensorAlgebra algebra = new TensorAlgebra();
        Denoiser<Tensor> denoiser = guidance.guide(algebra, new Unrolled(this, s, inputs));
        Noise<Tensor> noise = Noise.startingAt(inputs.get("x"));
        Tensor made = sampler.sample(new Diffusion<>(algebra, denoiser, settings.noise(), noise));
        return decoder.outputs(s.at(AUTOENCODER), Map.of("z", made));
    }

    /** The network at one time after the other, in one graph. */
    private record Unrolled(Generator whole, Scope s, Map<String, Tensor> inputs)
            implements ConditionalDenoiser<Tensor> {
        private Conditioned conditioned() {
            return new Conditioned(whole.net, whole.settings);
        }

        @Override
        public Estimate<Tensor> conditional(Tensor x, double t) {
            return estimate(conditioned().under(s, x, time(t), inputs), x, t);
        }

        /** One after the other: ONNX Runtime takes minutes to plan thousands of nodes whose batch it cannot name. */
        @Override
        public Both<Tensor> both(Tensor x, double t) {
            Map<String, Tensor> none = conditioned().underNone(s, x, time(t), inputs);
            return new Both<>(conditional(x, t), estimate(none, x, t));
        }

        /** One time for the whole batch, [N]; the noise input tells how large it is. */
        private Tensor time(double t) {
            Tensor start = inputs.get("x");
            Shape image = start.shape();
            Tensor first = start.slice(1, 0, 1).slice(2, 0, 1).slice(3, 0, 1);
            return conditioned().networkTime(first.reshape(image.dim(0)).mul(0).add(t));
        }

        private Estimate<Tensor> estimate(Map<String, Tensor> outputs, Tensor x, double t) {
            Tensor prediction = outputs.get(conditioned().prediction());
            DiffusionSettings settings = whole.settings;
            return settings.meaning().estimate(new TensorAlgebra(), settings.noise(), prediction, x, t);
        }
    }
}
