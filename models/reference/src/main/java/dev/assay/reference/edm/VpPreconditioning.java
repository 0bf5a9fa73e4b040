package dev.assay.reference.edm;

import dev.assay.graph.Scope;
import dev.assay.graph.Tensor;

/**
 * For networks of the variance-preserving process, sigma(t) = sqrt(exp(beta_d t^2 / 2 + beta_min t) - 1).
 *
 * @param betaD how fast the noise's rate grows, above 0
 * @param betaMin its rate at time 0, above 0
 * @param steps F is told (steps - 1) t
 * @param epsilonT the smallest time
 */
public record VpPreconditioning(double betaD, double betaMin, int steps, double epsilonT) implements Preconditioning {
    public VpPreconditioning {
        Preconditionings.check(
                betaD > 0 && betaMin > 0, "vp", "beta_d %s, beta_min %s".formatted(betaD, betaMin), "they are above 0");
        Preconditionings.check(
                steps >= 2 && epsilonT > 0 && epsilonT < 1,
                "vp",
                "steps %d, epsilon_t %s".formatted(steps, epsilonT),
                "there are 2 steps or more, and epsilon_t is between 0 and 1");
    }

    /** The noise level at time t. */
    public double sigma(double t) {
        return StrictMath.sqrt(StrictMath.expm1(betaD * t * t / 2 + betaMin * t));
    }

    @Override
    public double sigmaMin() {
        return sigma(epsilonT);
    }

    @Override
    public double sigmaMax() {
        return sigma(1);
    }

    @Override
    public Factors factors(Scope s, Tensor sigma) {
        Tensor one = Preconditionings.number(sigma, 1);
        Tensor variance = sigma.square().add(1);
        Tensor root = variance.log().mul(2 * betaD).add(betaMin * betaMin).sqrt();
        Tensor time = root.sub(betaMin).div(betaD);
        return new Factors(one, sigma.mul(-1), one.div(variance.sqrt()), time.mul(steps - 1));
    }
}
