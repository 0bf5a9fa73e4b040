package dev.assay.reference.dimr;

import dev.assay.graph.Init;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;

/** Parameters that slide between two learnt ends as time passes (paper eq. 5). */
final class TimeDependent {
    private static final double EPSILON = 1e-5;

    private TimeDependent() {}

    /**
     * {@code param0, param1, nodecay_weight, nodecay_bias} [width]: tau [N,1] to [N,1,width], s param0 + (1 - s) param1
     * with s = sigmoid(tau (1 + weight) + bias). The stored weight has 1 added on use.
     */
    static Tensor of(Scope s, Tensor tau, int width, Init ends) {
        Shape each = Shape.of(width);
        Tensor early = s.parameter("param0", each, ends);
        Tensor late = s.parameter("param1", each, ends);
        Tensor weight = s.parameter("nodecay_weight", each, Init.ZEROS).add(1);
        Tensor bias = s.parameter("nodecay_bias", each, Init.ZEROS);
        Tensor share = tau.mul(weight).add(bias).sigmoid(); // [N,width]
        return late.add(share.mul(early.sub(late))).reshape(tau.shape().dim(0), 1, width);
    }

    /** Layer normalisation of x [N,L,D] with scale {@code weight} and shift {@code bias} from the time. */
    static Tensor layerNorm(Scope s, Tensor x, Tensor tau) {
        int width = x.shape().dim(-1);
        return x.layerNorm(EPSILON)
                .mul(of(s.at("weight"), tau, width, Init.ONES))
                .add(of(s.at("bias"), tau, width, Init.ZEROS));
    }
}
