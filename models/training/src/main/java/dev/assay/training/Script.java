package dev.assay.training;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.ScriptMethods;
import dev.assay.spec.AssayException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The operations as one TorchScript class. One call does one operation: what lies between its steps never becomes an
 * array in Java. Settings are Integer, Double, Boolean, long[], double[], arrays or lists of
 * arrays.
 */
final class Script {
    private static final String ERROR = "RuntimeError: ";

    private final PtSymbolBlock block;

    private Script(PtSymbolBlock block) {
        this.block = block;
    }

    /** Loads the class; it lives as long as the manager. */
    static Script load(NDManager manager) {
        byte[] archive = ScriptArchive.of("Operations", ScriptSource.text());
        try {
            return new Script(
                    JniUtils.loadModule((PtNDManager) manager, new ByteArrayInputStream(archive), false, false));
        } catch (IOException e) {
            throw new UncheckedIOException("a stream in memory failed", e);
        }
    }

    /** The one result of a method on arrays and settings. */
    NDArray one(NDManager owner, String method, List<NDArray> inputs, Object... settings) {
        return call(owner, method, inputs, settings)[0];
    }

    /** The results of a method on arrays and settings, which belong to {@code owner}. */
    NDArray[] call(NDManager owner, String method, List<NDArray> inputs, Object... settings) {
        IValue[] arguments = new IValue[settings.length + 1];
        arguments[0] = value(inputs);
        for (int i = 0; i < settings.length; i++) {
            arguments[i + 1] = value(settings[i]);
        }
        try {
            return ScriptMethods.run(block, (PtNDManager) owner, method, arguments);
        } catch (EngineException e) {
            throw new AssayException(
                    "torch " + method,
                    reason(e),
                    "the inputs must fit the operation and memory",
                    "check the values that go in",
                    e);
        }
    }

    private static IValue value(Object setting) {
        if (setting instanceof Integer number) {
            return IValue.from(number.longValue());
        }
        if (setting instanceof Double number) {
            return IValue.from(number.doubleValue());
        }
        if (setting instanceof Boolean flag) {
            return IValue.from(flag.booleanValue());
        }
        if (setting instanceof PtNDArray array) {
            return IValue.from(array);
        }
        if (setting instanceof double[] numbers) {
            return IValue.listFrom(numbers);
        }
        if (setting instanceof long[] numbers) {
            return IValue.listFrom(numbers);
        }
        if (setting instanceof List<?> arrays) {
            return IValue.listFrom(arrays.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new));
        }
        throw new IllegalArgumentException("a script takes no " + setting.getClass());
    }

    /** The last line that names the error; before it stands the script's own trace. */
    private static String reason(EngineException e) {
        List<String> lines = String.valueOf(e.getMessage()).lines().toList();
        return lines.stream()
                .filter(line -> line.startsWith(ERROR))
                .reduce((first, last) -> last)
                .map(line -> line.substring(ERROR.length()))
                .orElse(lines.isEmpty() ? "no reason given" : lines.get(0));
    }
}
