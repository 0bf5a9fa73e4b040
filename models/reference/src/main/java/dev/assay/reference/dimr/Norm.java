package dev.assay.reference.dimr;

import dev.assay.graph.Init;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.reference.Layers;

/** The normalisations of the blocks of {@link Dimr}, over the last axis of tokens [N,L,D]. */
public enum Norm {
    /** Root mean square, scale from the time: what the released models use. */
    TD_RMSN {
        @Override
        Tensor apply(Scope s, Tensor x, Tensor tau, Tensor condition) {
            return rootMeanSquare(x)
                    .mul(TimeDependent.of(s.at("scale"), tau, x.shape().dim(-1), Init.ONES));
        }
    },
    /** Layer normalisation, scale and shift from the time (the paper's TD-LN, eq. 5). */
    TD_LN {
        @Override
        Tensor apply(Scope s, Tensor x, Tensor tau, Tensor condition) {
            return TimeDependent.layerNorm(s, x, tau);
        }
    },
    /** Root mean square with a learnt scale. */
    RMSN {
        @Override
        Tensor apply(Scope s, Tensor x, Tensor tau, Tensor condition) {
            Tensor scale = s.parameter("scale", Shape.of(x.shape().dim(-1)), Init.ONES);
            return rootMeanSquare(x).mul(scale);
        }
    },
    /** Root mean square, scale from the condition: x (1 + W c) / sqrt(mean square + 1e-6). */
    ADA_RMSN {
        @Override
        Tensor apply(Scope s, Tensor x, Tensor tau, Tensor condition) {
            Tensor scale = Layers.project(s.at("linear"), condition, x.shape().dim(-1), Dimr.SMALL)
                    .add(1);
            return x.mul(scale).div(Layers.meanSquare(x).add(1e-6).sqrt().cast(x.type()));
        }
    };

    private static final double EPSILON = 1e-8;

    /**
     * x [N,L,D] or [N,H,W,D] normalised.
     *
     * @param tau the time, [N,1]
     * @param condition broadcast with x
     */
    abstract Tensor apply(Scope s, Tensor x, Tensor tau, Tensor condition);

    /** x / (root mean square + 1e-8): epsilon is outside the root, so that zeros stay zeros. */
    private static Tensor rootMeanSquare(Tensor x) {
        return x.div(Layers.meanSquare(x).sqrt().add(EPSILON).cast(x.type()));
    }
}
