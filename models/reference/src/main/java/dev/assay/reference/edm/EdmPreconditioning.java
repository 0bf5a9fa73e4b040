package dev.assay.reference.edm;

import dev.assay.graph.Scope;
import dev.assay.graph.Tensor;

/**
 * EDM's own, which keeps the input and the target of F at variance 1; it knows every noise level.
 *
 * @param sigmaData standard deviation of the images, above 0
 */
public record EdmPreconditioning(double sigmaData) implements Preconditioning {
    public EdmPreconditioning {
        Preconditionings.check(sigmaData > 0, "edm", "sigma_data " + sigmaData, "it is above 0");
    }

    @Override
    public double sigmaMin() {
        return 0;
    }

    @Override
    public double sigmaMax() {
        return Double.POSITIVE_INFINITY;
    }

    @Override
    public Factors factors(Scope s, Tensor sigma) {
        double data = sigmaData * sigmaData;
        Tensor variance = sigma.square().add(data);
        Tensor deviation = variance.sqrt();
        Tensor one = Preconditionings.number(sigma, 1);
        return new Factors(
                Preconditionings.number(sigma, data).div(variance),
                sigma.mul(sigmaData).div(deviation),
                one.div(deviation),
                sigma.log().div(4));
    }
}
