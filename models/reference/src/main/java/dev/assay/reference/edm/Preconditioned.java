package dev.assay.reference.edm;

import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.Network;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.reference.edm.Preconditioning.Factors;
import dev.assay.reference.model.DenoisingNetwork;
import dev.assay.reference.model.DiffusionNetwork;
import dev.assay.spec.AssayException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A denoiser made of a network, whose parameters are under {@code model}, as in the checkpoints of EDM and RDM. Inputs
 * after {@code sigma} are those of the network.
 *
 * <p>Factors and sums are in the type of {@code x}, whatever the network computes in.
 *
 * @param network F
 * @param preconditioning how D is made of it
 */
public record Preconditioned(RawNetwork network, Preconditioning preconditioning) implements DenoisingNetwork {
    private static final String MODEL = "model";

    @Override
    public Shape image() {
        return network.image();
    }

    @Override
    public int classes() {
        return network.labelDim();
    }

    @Override
    public double sigmaMin() {
        return preconditioning.sigmaMin();
    }

    @Override
    public double sigmaMax() {
        return preconditioning.sigmaMax();
    }

    @Override
    public double nearest(double sigma) {
        return preconditioning.nearest(sigma);
    }

    @Override
    public List<Port> inputs() {
        List<Port> inputs =
                new ArrayList<>(List.of(DiffusionNetwork.x(image()), DiffusionNetwork.each(SIGMA, DataType.FLOAT32)));
        inputs.addAll(network.conditions());
        return inputs;
    }

    @Override
    public Map<String, Array> conditions(int... labels) {
        Map<String, Array> conditions = new LinkedHashMap<>();
        if (classes() > 0) {
            conditions.put(RawNetwork.CLASS_LABELS, oneHot(labels));
        }
        if (network.augmentDim() > 0) {
            int width = network.augmentDim();
            conditions.put(
                    RawNetwork.AUGMENT_LABELS,
                    new Array.Floats(new float[labels.length * width], labels.length, width));
        }
        return conditions;
    }

    private Array oneHot(int... labels) {
        float[] rows = new float[labels.length * classes()];
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < -1 || labels[i] >= classes()) {
                throw new AssayException(
                        "image " + i,
                        "its class is " + labels[i],
                        "classes are 0 to %d, or -1 for none".formatted(classes() - 1),
                        "correct the labels");
            }
            if (labels[i] >= 0) {
                rows[i * classes() + labels[i]] = 1;
            }
        }
        return new Array.Floats(rows, labels.length, classes());
    }

    @Override
    public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> inputs) {
        Tensor x = inputs.get(X);
        Factors factors = preconditioning.factors(s, inputs.get(SIGMA));
        Map<String, Tensor> inner = new HashMap<>(inputs);
        inner.put(X, x.mul(each(factors.in())));
        inner.put(RawNetwork.NOISE_LABELS, factors.noise());
        Tensor out = network.outputs(s.at(MODEL), inner).get(RawNetwork.OUTPUT);
        Tensor prediction = image(out).cast(x.type());
        return Map.of(DENOISED, x.mul(each(factors.skip())).add(prediction.mul(each(factors.out()))));
    }

    /** The network alone, with its parameters where they are here. */
    public Network raw() {
        return new Raw(network);
    }

    private record Raw(RawNetwork network) implements Network {
        @Override
        public List<Port> inputs() {
            return network.inputs();
        }

        @Override
        public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> inputs) {
            return network.outputs(s.at(MODEL), inputs);
        }
    }

    /** The channels that count; a network of learnt variances has more. */
    private Tensor image(Tensor out) {
        int channels = image().dim(0);
        return out.shape().dim(1) == channels ? out : out.slice(1, 0, channels);
    }

    /** Numbers [N] as [N,1,1,1]. */
    private static Tensor each(Tensor factor) {
        return factor.shape().rank() == 0
                ? factor
                : factor.reshape(factor.shape().dim(0), 1, 1, 1);
    }
}
