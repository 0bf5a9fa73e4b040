package dev.assay.training;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import dev.assay.spec.AssayException;
import java.io.IOException;

/**
 * The natives of PyTorch, started once in a process and never stopped. They come from the class path and are unpacked into
 * the folder that {@code DJL_CACHE_DIR} names, by default {@code .djl.ai} in the user's home; nothing is fetched.
 */
public final class Torch {
    private static final String NATIVES = "PyTorch natives";
    private static final String LIBRARY_PATH = "PYTORCH_LIBRARY_PATH";

    private static Torch started;

    private final NDManager root;
    private final Script script;
    private final Staging staging;
    private int threads;

    private Torch(NDManager root) {
        this.root = root;
        this.script = Script.load(root);
        this.staging = new Staging(script);
    }

    /**
     * Starts the natives, or changes the number of threads of those that run.
     *
     * @param threads inside one operation; a result may differ in its last bits between numbers of threads
     */
    public static synchronized Torch start(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, got " + threads);
        }
        if (started == null) {
            started = open();
        }
        started.threads = threads;
        JniUtils.setNumThreads(threads);
        return started;
    }

    private static Torch open() {
        String platform = System.getProperty("os.name") + "-" + System.getProperty("os.arch");
        if (Torch.class.getResource("/native/lib/pytorch.properties") == null && !elsewhere()) {
            throw new AssayException(
                    NATIVES,
                    "there are none on the class path",
                    "training needs those for " + platform,
                    "build with -Dtorch.platform of this machine, or set %s to a libtorch 2.7.1"
                            .formatted(LIBRARY_PATH));
        }
        // Otherwise the engine looks for natives and for an address of a cloud in the network.
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        try {
            return new Torch(Engine.getEngine("PyTorch").newBaseManager(Device.cpu()));
        } catch (RuntimeException | LinkageError | AssertionError e) {
            throw new AssayException(
                    NATIVES,
                    "they do not start (" + rootCause(e) + ")",
                    "training needs natives for %s and 500 MB in the cache folder".formatted(platform),
                    "free some space, or set DJL_CACHE_DIR to a folder that has it",
                    e);
        }
    }

    /** Whether natives of the user's own are to be used, which the engine looks for itself. */
    private static boolean elsewhere() {
        return System.getenv(LIBRARY_PATH) != null || System.getProperty(LIBRARY_PATH) != null;
    }

    /** A step whose operations are recorded so that gradients can be taken. */
    public Step training() {
        return new Step(this, true);
    }

    /** A step without gradients. */
    public Step inference() {
        return new Step(this, false);
    }

    /** Threads inside one operation. */
    public int threads() {
        return threads;
    }

    /** The manager of all others. */
    NDManager root() {
        return root;
    }

    Script script() {
        return script;
    }

    Staging staging() {
        return staging;
    }

    private static String rootCause(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        if (cause instanceof IOException io) {
            return AssayException.reason(io);
        }
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse(cause.toString());
    }
}
