package dev.assay.training;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** What training makes small: single numbers that gradients are taken of. */
public final class Losses {
    private Losses() {}

    /** The mean of (prediction - target)^2 over all elements of two arrays of one shape. */
    public static NDArray squaredError(Step step, NDArray prediction, NDArray target) {
        return step.call("squared_error", List.of(prediction, target));
    }

    /**
     * The mean over samples of weight times the mean of (prediction - target)^2 over the sample: arrays [N,...] and weights
     * [N], which are not divided by their sum.
     */
    public static NDArray squaredError(Step step, NDArray prediction, NDArray target, NDArray weights) {
        return step.call("weighted_squared_error", List.of(prediction, target, weights));
    }
}
