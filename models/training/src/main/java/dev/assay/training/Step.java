package dev.assay.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import dev.assay.graph.Array;
import java.util.List;

/**
 * What is computed between taking a batch and being done with it. All arrays made meanwhile belong to the step and end with
 * it. A step belongs to the thread that opened it and, like the thread's gradient mode, which it sets, cannot be shared.
 */
public final class Step implements AutoCloseable {
    private final Torch torch;
    private final NDManager arrays;
    private final boolean outer;

    Step(Torch torch, boolean gradients) {
        this.torch = torch;
        arrays = torch.root().newSubManager();
        outer = JniUtils.isGradMode();
        JniUtils.setGradMode(gradients);
        JniUtils.setNumThreads(torch.threads());
    }

    /** The owner of the step's arrays. */
    public NDManager arrays() {
        return arrays;
    }

    /** Numbers as an array of float32 or int64. */
    public NDArray array(Array values) {
        return torch.staging().array(arrays, values);
    }

    /**
     * The derivatives of a number by arrays that require a gradient, in their order; zeros where it does not depend on one.
     * What was recorded for this is gone afterwards.
     */
    public List<NDArray> gradients(NDArray number, List<NDArray> by) {
        return List.of(torch.script().call(arrays, "gradients", by, number));
    }

    Torch torch() {
        return torch;
    }

    /** The one result of a method of the script. */
    NDArray call(String method, List<NDArray> inputs, Object... settings) {
        return torch.script().one(arrays, method, inputs, settings);
    }

    /** A method of the script that changes arrays in place, which is not recorded. */
    NDArray change(String method, List<NDArray> inputs, Object... settings) {
        boolean recorded = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        try {
            return call(method, inputs, settings);
        } finally {
            JniUtils.setGradMode(recorded);
        }
    }

    @Override
    public void close() {
        arrays.close();
        JniUtils.setGradMode(outer);
    }
}
