package dev.assay.reference.relay;

import dev.assay.graph.Array;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.reference.model.DenoisingNetwork;
import dev.assay.spec.AssayException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A denoiser with classifier-free guidance inside (Ho and Salimans 2022): weight D(x; sigma, class) - (weight - 1) D(x;
 * sigma, none), both from one batch of twice the size. Its inputs are the denoiser's, and its conditions once more, as
 * {@code unconditional_<name>}, for images of no class.
 *
 * @param denoiser without guidance
 * @param weight from 0, but not 1, which is no guidance
 */
public record GuidedDenoiser(DenoisingNetwork denoiser, double weight) implements DenoisingNetwork {
    private static final String UNCONDITIONAL = "unconditional_";
    private static final int NO_CLASS = -1;

    public GuidedDenoiser {
        if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY) || weight == 1) {
            throw new IllegalArgumentException("the weight must be a number from 0 other than 1, got " + weight);
        }
        if (denoiser.classes() == 0) {
            throw new AssayException(
                    "guidance", "the network has no classes", "guidance needs a condition", "use guidance none");
        }
    }

    /** The denoiser with guidance; as it is where the weight is 1. */
    public static DenoisingNetwork of(DenoisingNetwork denoiser, double weight) {
        return weight == 1 ? denoiser : new GuidedDenoiser(denoiser, weight);
    }

    @Override
    public Shape image() {
        return denoiser.image();
    }

    @Override
    public int classes() {
        return denoiser.classes();
    }

    @Override
    public double sigmaMin() {
        return denoiser.sigmaMin();
    }

    @Override
    public double sigmaMax() {
        return denoiser.sigmaMax();
    }

    @Override
    public double nearest(double sigma) {
        return denoiser.nearest(sigma);
    }

    @Override
    public List<Port> inputs() {
        List<Port> inputs = new ArrayList<>(denoiser.inputs());
        for (Port port : Conditions.of(denoiser)) {
            inputs.add(new Port(UNCONDITIONAL + port.name(), port.type(), port.shape()));
        }
        return inputs;
    }

    @Override
    public Map<String, Array> conditions(int... labels) {
        int[] none = new int[labels.length];
        Arrays.fill(none, NO_CLASS);
        Map<String, Array> conditions = new LinkedHashMap<>(denoiser.conditions(labels));
        denoiser.conditions(none).forEach((name, array) -> conditions.put(UNCONDITIONAL + name, array));
        return conditions;
    }

    @Override
    public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> inputs) {
        Map<String, Tensor> twice = new LinkedHashMap<>();
        for (Port port : denoiser.inputs()) {
            Tensor conditional = inputs.get(port.name());
            Tensor unconditional = inputs.getOrDefault(UNCONDITIONAL + port.name(), conditional);
            twice.put(port.name(), conditional.concat(0, unconditional));
        }
        Tensor both = denoiser.outputs(s, twice).get(DenoisingNetwork.DENOISED);
        Shape image = inputs.get(DenoisingNetwork.X).shape();
        Tensor halves = both.reshape(2, image.dim(0), image.dim(1), image.dim(2), image.dim(3));
        List<Tensor> estimates = halves.chunk(0, 2).stream()
                .map(half -> half.reshape(image.dim(0), image.dim(1), image.dim(2), image.dim(3)))
                .toList();
        Tensor guided = estimates.get(0).mul(weight).sub(estimates.get(1).mul(weight - 1));
        return Map.of(DenoisingNetwork.DENOISED, guided);
    }
}
