package ai.djl.pytorch.jni;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;

/**
 * Runs methods of a TorchScript module in the gradient mode of the calling thread. The public call of this library
 * switches gradients off, and what it is made of can be reached from this package only.
 */
public final class ScriptMethods {
    private ScriptMethods() {}

    /**
     * Runs a method on arguments, which are closed. The results, one tensor or a list of them, belong to {@code owner}.
     */
    public static PtNDArray[] run(PtSymbolBlock script, PtNDManager owner, String method, IValue... arguments) {
        try {
            long[] handles = new long[arguments.length];
            for (int i = 0; i < handles.length; i++) {
                handles[i] = arguments[i].getHandle();
            }
            // The optimising executor rewrites gradients after it has seen a method run: a resumed training would
            // differ.
            PyTorchLibrary.LIB.setGraphExecutorOptimize(false);
            long result = PyTorchLibrary.LIB.moduleRunMethod(script.getHandle(), method, handles, true, false);
            try (IValue value = new IValue(result)) {
                return value.isTensor() ? new PtNDArray[] {value.toTensor(owner)} : value.toTensorArray(owner);
            }
        } finally {
            for (IValue argument : arguments) {
                argument.close();
            }
        }
    }
}
