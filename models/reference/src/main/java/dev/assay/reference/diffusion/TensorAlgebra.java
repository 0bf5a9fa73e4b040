package dev.assay.reference.diffusion;

import dev.assay.graph.Tensor;
import java.util.List;

/**
 * Arithmetic that records itself into a network, on tensors [N,C,H,W]. Weights become constants of the tensors' type. A
 * sampler goes into a network where it is {@link Sampler#deterministic}.
 */
public record TensorAlgebra() implements Algebra<Tensor> {
    @Override
    public Tensor sum(double[] weights, List<Tensor> terms) {
        Tensor result = terms.get(0).mul(weights[0]);
        for (int k = 1; k < weights.length; k++) {
            result = result.add(terms.get(k).mul(weights[k]));
        }
        return result;
    }

    @Override
    public Tensor affine(Tensor x, double scale, double shift) {
        return x.mul(scale).add(shift);
    }

    @Override
    public Tensor product(Tensor a, Tensor b) {
        return a.mul(b);
    }

    @Override
    public Tensor exp(Tensor x) {
        return x.exp();
    }

    @Override
    public Tensor clamp(Tensor x, double low, double high) {
        return x.max(low).min(high);
    }

    @Override
    public Tensor joinChannels(int count, Tensor first, Tensor rest) {
        int channels = rest.shape().dim(1);
        Algebra.checkChannels(count, channels);
        return count == channels ? first : first.slice(1, 0, count).concat(1, rest.slice(1, count, channels));
    }
}
