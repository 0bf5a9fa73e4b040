package dev.assay.reference.edm;

import dev.assay.graph.Scope;
import dev.assay.graph.Tensor;

/**
 * For networks of the variance-exploding process.
 *
 * @param sigmaMin the smallest noise level
 * @param sigmaMax the largest
 */
public record VePreconditioning(double sigmaMin, double sigmaMax) implements Preconditioning {
    public VePreconditioning {
        Preconditionings.check(
                sigmaMin > 0 && sigmaMax > sigmaMin,
                "ve",
                "sigma_min %s, sigma_max %s".formatted(sigmaMin, sigmaMax),
                "0 < sigma_min < sigma_max");
    }

    @Override
    public Factors factors(Scope s, Tensor sigma) {
        Tensor one = Preconditionings.number(sigma, 1);
        return new Factors(one, sigma, one, sigma.div(2).log());
    }
}
