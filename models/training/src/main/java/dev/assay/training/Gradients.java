package dev.assay.training;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** The length of gradients, taken as one vector. */
public final class Gradients {
    private Gradients() {}

    /** The root of the sum of squares over all. */
    public static double norm(Step step, List<NDArray> gradients) {
        return number(step.change("norm", gradients));
    }

    /**
     * Multiplies all by min(1, most / (norm + 1e-6)), which is what torch's {@code clip_grad_norm_} does, and gives the norm
     * they had.
     */
    public static double clip(Step step, List<NDArray> gradients, double most) {
        if (!(most > 0)) {
            throw new IllegalArgumentException("the largest norm must be positive, got " + most);
        }
        return number(step.change("clip", gradients, most));
    }

    private static double number(NDArray norm) {
        return norm.toType(ai.djl.ndarray.types.DataType.FLOAT64, false).getDouble();
    }
}
