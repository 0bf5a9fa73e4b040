package dev.assay.reference.edm;

import dev.assay.graph.Scope;
import dev.assay.graph.Tensor;

/**
 * How a denoiser is made of a network F (Karras et al. 2022, eq. 7 and table 1):
 * D(x; sigma) = skip x + out F(in x; noise), with four factors that depend on sigma alone.
 */
public sealed interface Preconditioning
        permits EdmPreconditioning, IddpmPreconditioning, VePreconditioning, VpPreconditioning {
    /** The smallest noise level that F was trained with; 0 where there is none. */
    double sigmaMin();

    /** The largest; infinite where there is none. */
    double sigmaMax();

    /** The noise level that F takes a level for. */
    default double nearest(double sigma) {
        return sigma;
    }

    /** The factors for noise levels [N], in the type of those. */
    Factors factors(Scope s, Tensor sigma);

    /**
     * The factors, [N] each or a single number.
     *
     * @param skip of x in the result
     * @param out of the network's output
     * @param in of the network's input
     * @param noise what the network is told, [N]
     */
    record Factors(Tensor skip, Tensor out, Tensor in, Tensor noise) {}
}
