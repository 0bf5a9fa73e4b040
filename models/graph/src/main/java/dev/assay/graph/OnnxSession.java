package dev.assay.graph;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.assay.spec.AssayException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** An ONNX file opened in ONNX Runtime. Several threads may call {@link #run} at once; close it after the last. */
public final class OnnxSession implements AutoCloseable {
    private final String name;
    private final OrtSession session;
    private final Provider provider;
    private final List<Port> inputs;
    private final List<Port> outputs;
    private final InputRules rules;
    private final Queue<InputBuffers> idle = new ConcurrentLinkedQueue<>();
    private final LongAdder nanos = new LongAdder();

    private OnnxSession(String name, OrtSession session, Provider provider) throws OrtException {
        this.name = name;
        this.session = session;
        this.provider = provider;
        this.inputs = ports(session.getInputInfo());
        this.outputs = ports(session.getOutputInfo());
        this.rules = new InputRules(name, inputs, symbols(session.getInputInfo()));
    }

    /** Opens a file; external data is found beside it. */
    public static OnnxSession open(Path onnx, SessionOptions options) {
        if (!Files.isReadable(onnx) || Files.isDirectory(onnx)) {
            throw new AssayException(
                    onnx.toString(), "not a readable file", "an ONNX file is needed", "check the path");
        }
        String name = onnx.getFileName().toString();
        Provider.Opened opened = Provider.open(onnx.toAbsolutePath().toString(), options);
        boolean usable = false;
        try {
            OnnxSession session = new OnnxSession(name, opened.session(), opened.provider());
            usable = true;
            return session;
        } catch (OrtException e) {
            throw failed(name, e);
        } finally {
            if (!usable) {
                close(name, opened.session());
            }
        }
    }

    /** The version of ONNX Runtime. */
    public static String version() {
        return environment().getVersion();
    }

    static OrtEnvironment environment() {
        return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "assay");
    }

    /** Where it runs: {@code cpu} or {@code cuda}. */
    public String provider() {
        return provider.name();
    }

    /** Why it does not run on CUDA although {@link Device#AUTO} allowed it; empty when there is nothing to say. */
    public String note() {
        return provider.note();
    }

    /** Seconds spent in runs so far, of all threads. */
    public double seconds() {
        return nanos.sum() * 1e-9;
    }

    public List<Port> inputs() {
        return inputs;
    }

    public List<Port> outputs() {
        return outputs;
    }

    /** How an output leaves the runtime. */
    private interface Reader {
        Array read(OnnxTensor tensor);
    }

    /** Runs the network and gives the named outputs, or all of them when none is named. */
    public Map<String, Array> run(Map<String, ? extends Array> values, String... wanted) {
        return run(values, OnnxSession::exactly, wanted);
    }

    private Map<String, Array> run(Map<String, ? extends Array> values, Reader reader, String... wanted) {
        long start = System.nanoTime();
        Set<String> names = names(wanted);
        rules.check(values);
        InputBuffers free = idle.poll();
        InputBuffers buffers = free == null ? new InputBuffers() : free;
        List<OnnxTensor> tensors = new ArrayList<>();
        try {
            Map<String, OnnxTensor> feed = new LinkedHashMap<>();
            for (Map.Entry<String, ? extends Array> e : values.entrySet()) {
                OnnxTensor tensor = buffers.tensor(e.getKey(), e.getValue());
                tensors.add(tensor);
                feed.put(e.getKey(), tensor);
            }
            try (OrtSession.Result result = session.run(feed, names)) {
                Map<String, Array> out = new LinkedHashMap<>();
                for (String output : names) {
                    out.put(output, reader.read((OnnxTensor) result.get(output).orElseThrow()));
                }
                return out;
            }
        } catch (OrtException e) {
            throw failed(name, e);
        } finally {
            tensors.forEach(OnnxTensor::close);
            idle.add(buffers);
            nanos.add(System.nanoTime() - start);
        }
    }

    /** Runs a network whose outputs are floats of up to 32 bits and gives the named outputs, or all, as float32. */
    public Map<String, float[]> runFloats(Map<String, ? extends Array> values, String... wanted) {
        Map<String, float[]> floats = new LinkedHashMap<>();
        run(values, OnnxSession::floats, wanted).forEach((output, array) -> {
            if (!(array instanceof Array.Floats f)) {
                throw new IllegalArgumentException(name + ": output " + output + " does not hold floats");
            }
            floats.put(output, f.values());
        });
        return floats;
    }

    @Override
    public void close() {
        close(name, session);
    }

    private static void close(String name, OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            throw failed(name, e);
        }
    }

    private Set<String> names(String... wanted) {
        Set<String> known = new LinkedHashSet<>();
        outputs.forEach(p -> known.add(p.name()));
        if (wanted.length == 0) {
            return known;
        }
        Set<String> names = new LinkedHashSet<>(List.of(wanted));
        for (String output : names) {
            if (!known.contains(output)) {
                throw new AssayException(
                        name,
                        "no output '" + output + "'",
                        "there are " + String.join(", ", known),
                        "choose from them");
            }
        }
        return names;
    }

    private static Array exactly(OnnxTensor tensor) {
        TensorInfo info = tensor.getInfo();
        return switch (info.type) {
            case FLOAT -> new Array.Floats(tensor.getFloatBuffer().array(), info.getShape());
            case INT64 -> new Array.Longs(tensor.getLongBuffer().array(), info.getShape());
            default -> {
                ByteBuffer memory = tensor.getByteBuffer();
                byte[] bytes = new byte[memory.remaining()];
                memory.get(bytes);
                yield new Array.Raw(bytes, type(info.type).orElseThrow(), info.getShape());
            }
        };
    }

    private static Array floats(OnnxTensor tensor) {
        TensorInfo info = tensor.getInfo();
        return switch (info.type) {
            case FLOAT16, BFLOAT16 -> new Array.Floats(tensor.getFloatBuffer().array(), info.getShape());
            default -> exactly(tensor);
        };
    }

    private List<Port> ports(Map<String, NodeInfo> nodes) {
        List<Port> ports = new ArrayList<>();
        nodes.forEach((port, node) -> {
            if (!(node.getInfo() instanceof TensorInfo info)) {
                throw new AssayException(
                        name, "'" + port + "' is not a tensor", "inputs and outputs are tensors", "change the network");
            }
            DataType type = type(info.type)
                    .orElseThrow(() -> new AssayException(
                            name,
                            "'" + port + "' holds " + info.type,
                            "inputs and outputs hold numbers",
                            "change the network"));
            ports.add(new Port(port, type, shape(info.getShape())));
        });
        return List.copyOf(ports);
    }

    private static Optional<DataType> type(OnnxJavaType type) {
        return Arrays.stream(DataType.values())
                .filter(t -> runtimeType(t) == type)
                .findFirst();
    }

    static OnnxJavaType runtimeType(DataType type) {
        return switch (type) {
            case FLOAT16 -> OnnxJavaType.FLOAT16;
            case BFLOAT16 -> OnnxJavaType.BFLOAT16;
            case FLOAT32 -> OnnxJavaType.FLOAT;
            case FLOAT64 -> OnnxJavaType.DOUBLE;
            case INT8 -> OnnxJavaType.INT8;
            case UINT8 -> OnnxJavaType.UINT8;
            case INT16 -> OnnxJavaType.INT16;
            case INT32 -> OnnxJavaType.INT32;
            case INT64 -> OnnxJavaType.INT64;
            case BOOL -> OnnxJavaType.BOOL;
        };
    }

    /** The symbols of inputs' sizes, by input; empty where there is none. */
    private static Map<String, List<String>> symbols(Map<String, NodeInfo> nodes) {
        Map<String, List<String>> symbols = new LinkedHashMap<>();
        nodes.forEach((port, node) -> symbols.put(port, List.of(((TensorInfo) node.getInfo()).getDimensionNames())));
        return symbols;
    }

    /** An unknown first size is the batch; other unknown sizes may be anything. */
    private static Shape shape(long[] sizes) {
        int[] dims = new int[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            dims[i] = sizes[i] > 0 ? Math.toIntExact(sizes[i]) : i == 0 ? Shape.BATCH : Shape.ANY;
        }
        return Shape.of(dims);
    }

    static AssayException failed(String name, OrtException e) {
        String text = String.valueOf(e.getMessage());
        int end = text.indexOf('\n');
        return new AssayException(
                name,
                "ONNX Runtime says: " + (end < 0 ? text : text.substring(0, end)),
                "the file and the inputs must fit ONNX Runtime " + version(),
                "check both",
                e);
    }
}
