package dev.assay.training;

import dev.assay.graph.Padding;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.graph.Window;

/** Losses of classification and comparison, each one number: the mean over rows, in nats. */
final class Contrast {
    private Contrast() {}

    /** Scores [N,C] against shares [N,C] of each class, which add up to 1 in a row. */
    static Tensor crossEntropy(Tensor scores, Tensor shares) {
        return logSumExp(scores).sub(scores.mul(shares).sum(1)).mean(0);
    }

    /**
     * InfoNCE both ways (Radford et al. 2021, figure 3): rows of a [N,D] and b [N,D], all of length 1, against shares [N,N]
     * of b's rows that belong to one of a's, which are those of a's that belong to one of b's.
     *
     * @param temperature that cosines are divided by
     */
    static Tensor bothWays(Tensor a, Tensor b, Tensor shares, double temperature) {
        Tensor cosines = a.linear(b).div(temperature);
        Tensor turned = b.linear(a).div(temperature);
        return crossEntropy(cosines, shares).add(crossEntropy(turned, shares)).div(2);
    }

    /** ln sum exp of the rows [N,C]: [N]. The largest is taken out first, so that nothing overflows. */
    static Tensor logSumExp(Tensor scores) {
        Shape s = scores.shape();
        Window row = new Window(1, s.dim(1), 1, 1, Padding.NONE);
        Tensor largest = scores.reshape(s.dim(0), 1, 1, s.dim(1)).maxPool(row).reshape(s.dim(0), 1);
        return scores.sub(largest).exp().sum(1).log().add(largest.reshape(s.dim(0)));
    }
}
