package dev.assay.graph;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import dev.assay.spec.AssayException;
import java.io.File;
import java.nio.file.Path;
import java.util.Set;

/**
 * What runs a session, and why not something faster.
 *
 * @param name {@code cpu} or {@code cuda}
 * @param note why CUDA is not used where it was allowed; may be empty
 */
record Provider(String name, String note) {
    /** A session and what runs it. */
    record Opened(OrtSession session, Provider provider) {}

    /** Opens a file where the options ask. CUDA is never tried on a machine without an NVIDIA device. */
    static Opened open(String file, SessionOptions options) {
        if (options.device() == Device.CPU) {
            return cpu(file, options, "");
        }
        String obstacle = obstacle(nvidiaDevice(), OrtEnvironment.getAvailableProviders());
        if (obstacle.isEmpty()) {
            try {
                return new Opened(create(file, options, true), new Provider("cuda", ""));
            } catch (OrtException | UnsatisfiedLinkError e) {
                obstacle = "CUDA does not start (" + firstLine(e) + "); CUDA 12 and cuDNN 9 are needed";
            }
        }
        if (options.device() == Device.CUDA) {
            throw new AssayException("device cuda", obstacle, "cpu works everywhere", "use --device cpu or auto");
        }
        return cpu(file, options, "running on the CPU: " + obstacle);
    }

    /** What stands against CUDA before trying it; empty if nothing does. */
    static String obstacle(boolean nvidiaDevice, Set<OrtProvider> compiled) {
        if (!nvidiaDevice) {
            return "this machine has no NVIDIA device";
        }
        if (!compiled.contains(OrtProvider.CUDA)) {
            return "this build of ONNX Runtime has no CUDA; build with -Pgpu";
        }
        return "";
    }

    private static Opened cpu(String file, SessionOptions options, String note) {
        try {
            return new Opened(create(file, options, false), new Provider("cpu", note));
        } catch (OrtException e) {
            throw OnnxSession.failed(String.valueOf(Path.of(file).getFileName()), e);
        }
    }

    private static OrtSession create(String file, SessionOptions options, boolean cuda) throws OrtException {
        try (OrtSession.SessionOptions ort = new OrtSession.SessionOptions()) {
            ort.setIntraOpNumThreads(options.intraOpThreads());
            ort.setInterOpNumThreads(1);
            ort.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            // Waiting threads sleep: spinning ones take the cores that decode and resize.
            ort.addConfigEntry("session.intra_op.allow_spinning", "0");
            if (cuda) {
                try (OrtCUDAProviderOptions gpu = new OrtCUDAProviderOptions(0)) {
                    // TF32 keeps 10 bits of a float; features would differ in the third digit.
                    gpu.add("use_tf32", "0");
                    ort.addCUDA(gpu);
                }
            }
            return OnnxSession.environment().createSession(file, ort);
        }
    }

    static boolean nvidiaDevice() {
        String[] devices = new File("/dev").list((folder, file) -> file.matches("nvidia\\d+"));
        return devices != null && devices.length > 0;
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
