package dev.assay.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.assay.graph.OnnxBackend.Initializer;
import dev.assay.spec.AssayException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A network as an ONNX file. The same network and weights give the same bytes.
 *
 * @param path the file to open
 * @param data files with large tensors beside it that belong to it
 */
public record OnnxFile(Path path, List<Path> data) {
    /** Operator set 21 with the file format that goes with it. */
    private static final int OPERATOR_SET = 21;

    private static final int IR_VERSION = 10;

    public OnnxFile {
        data = List.copyOf(data);
    }

    /** Where the values of parameters go. */
    public enum Storage {
        /** Into the file itself; at most 2 GiB in all. */
        INSIDE,
        /** Tensors of 64 KiB or more into a second file that ONNX Runtime maps into memory; no limit. */
        BESIDE,
        /** Inside up to 192 MiB in all, otherwise beside. */
        AUTO
    }

    /** Which of several ways of saying an operation a file uses; all give the same numbers but for rounding. */
    public enum Form {
        /** What ONNX Runtime runs fastest on a CPU: its fused attention, layer normalisation in parts. */
        CPU,
        /** What it runs fastest on CUDA: its fused attention, whole normalisations. */
        CUDA,
        /** Operators of the ONNX standard alone, for other runtimes. */
        PORTABLE
    }

    /**
     * How a file is written.
     *
     * @param storage where the values of parameters go
     * @param form the ways of saying things
     * @param number FLOAT32, or FLOAT16 for weights and arithmetic of half the size; buffers, inputs and outputs stay float32
     */
    public record Options(Storage storage, Form form, DataType number) {
        /** For the CPU, in float32, weights where they fit. */
        public static final Options USUAL = new Options(Storage.AUTO, Form.CPU, DataType.FLOAT32);

        public Options {
            if (number != DataType.FLOAT32 && number != DataType.FLOAT16) {
                throw new IllegalArgumentException("networks are written in FLOAT32 or FLOAT16, not " + number);
            }
        }

        public Options with(Storage other) {
            return new Options(other, form, number);
        }
    }

    /** The operators that ONNX Runtime adds to the standard. */
    static final String RUNTIME_DOMAIN = "com.microsoft";

    private static final long INSIDE_LIMIT = 192L << 20;
    private static final long BESIDE_FROM = 64L << 10;
    private static final int TILE = 32;

    /** Writes a network as {@link Options#USUAL} says but for the storage. */
    public static OnnxFile write(Network network, Weights weights, Path path, Storage storage) {
        return write(network, weights, path, Options.USUAL.with(storage));
    }

    /**
     * Writes a network with its weights, one tensor in memory at a time where they go beside. The files appear under
     * their names only when complete; a failure leaves none. Data that an earlier file of that name had beside it goes.
     */
    public static OnnxFile write(Network network, Weights weights, Path path, Options options) {
        OnnxBackend graph = OnnxBackend.record(network, options.form(), options.number());
        List<NodeProto> nodes = graph.nodes();
        List<Initializer> used = used(graph, nodes);
        boolean beside = options.storage() == Storage.BESIDE
                || (options.storage() == Storage.AUTO && bytes(used) > INSIDE_LIMIT);
        Path data = path.resolveSibling(path.getFileName() + ".data");
        Path partialData = partial(data);
        Path partial = partial(path);
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            try {
                GraphProto.Builder proto = GraphProto.newBuilder()
                        .setName("network")
                        .addAllNode(nodes)
                        .addAllInput(graph.inputs())
                        .addAllOutput(graph.outputs());
                if (beside) {
                    try (ExternalData out = new ExternalData(partialData)) {
                        used.forEach(i -> proto.addInitializer(outside(i, weights, out, data)));
                        out.force();
                    }
                } else {
                    used.forEach(i -> proto.addInitializer(inside(i, weights)));
                }
                writeModel(proto, partial);
                if (beside) {
                    Files.move(partialData, data, StandardCopyOption.ATOMIC_MOVE);
                }
                Files.move(partial, path, StandardCopyOption.ATOMIC_MOVE);
                if (!beside) {
                    Files.deleteIfExists(data);
                }
                return new OnnxFile(path, beside ? List.of(data) : List.of());
            } finally {
                Files.deleteIfExists(partialData);
                Files.deleteIfExists(partial);
            }
        } catch (IOException e) {
            throw unwritable(path, e);
        } catch (UncheckedIOException e) {
            throw unwritable(path, e.getCause());
        }
    }

    /** SHA-256 of the file and then of its data files in order, as one stream; lower-case hex. */
    public String sha256() {
        List<Path> files = new ArrayList<>(List.of(path));
        files.addAll(data);
        return FileHash.sha256(files);
    }

    private static AssayException unwritable(Path path, IOException e) {
        return new AssayException(
                path.toString(),
                "cannot be written (" + AssayException.reason(e) + ")",
                "the folder must be writable and have room",
                "choose another folder or make room",
                e);
    }

    /** A name of its own for each writer, since several processes may export the same extractor at once. */
    private static Path partial(Path path) {
        return path.resolveSibling("." + path.getFileName() + "." + UUID.randomUUID() + ".part");
    }

    private static List<Initializer> used(OnnxBackend graph, List<NodeProto> nodes) {
        Set<String> names = new LinkedHashSet<>();
        nodes.forEach(n -> names.addAll(n.getInputList()));
        List<Initializer> used = new ArrayList<>();
        for (String name : names) {
            Initializer initializer = graph.initializers().get(name);
            if (initializer != null) {
                used.add(initializer);
            }
        }
        return used;
    }

    private static long bytes(List<Initializer> initializers) {
        long sum = 0;
        for (Initializer i : initializers) {
            sum += i instanceof Initializer.Stored s ? bytes(s) : 0;
        }
        return sum;
    }

    private static long bytes(Initializer.Stored stored) {
        return stored.shape().elements() * stored.type().bytes();
    }

    private static TensorProto inside(Initializer initializer, Weights weights) {
        if (initializer instanceof Initializer.Stored stored) {
            return OnnxTensors.weights(stored.name(), values(stored, weights), stored.shape(), stored.type());
        }
        return ((Initializer.Fixed) initializer).tensor();
    }

    private static TensorProto outside(Initializer initializer, Weights weights, ExternalData out, Path data) {
        if (!(initializer instanceof Initializer.Stored stored) || bytes(stored) < BESIDE_FROM) {
            return inside(initializer, weights);
        }
        long offset = out.append(stored.name(), values(stored, weights), stored.type());
        return OnnxTensors.header(stored.name(), stored.type(), stored.shape())
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("location", data.getFileName().toString()))
                .addExternalData(entry("offset", Long.toString(offset)))
                .addExternalData(entry("length", Long.toString(bytes(stored))))
                .build();
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    private static float[] values(Initializer.Stored stored, Weights weights) {
        Parameter p = stored.parameter();
        float[] values = weights.tensor(p.name(), p.shape());
        if (values.length != p.shape().elements()) {
            throw new IllegalArgumentException("%s needs %d values for %s, got %d"
                    .formatted(p.name(), p.shape().elements(), p.shape(), values.length));
        }
        return stored.transposed()
                ? transpose(values, p.shape().dim(0), p.shape().dim(1))
                : values;
    }

    /** In tiles, so that neither side leaves the cache. */
    private static float[] transpose(float[] values, int rows, int columns) {
        float[] turned = new float[values.length];
        for (int top = 0; top < rows; top += TILE) {
            for (int left = 0; left < columns; left += TILE) {
                for (int i = top; i < Math.min(rows, top + TILE); i++) {
                    for (int j = left; j < Math.min(columns, left + TILE); j++) {
                        turned[j * rows + i] = values[i * columns + j];
                    }
                }
            }
        }
        return turned;
    }

    private static void writeModel(GraphProto.Builder graph, Path file) throws IOException {
        ModelProto.Builder builder = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("assay")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATOR_SET))
                .setGraph(graph);
        if (graph.getNodeList().stream().anyMatch(n -> n.getDomain().equals(RUNTIME_DOMAIN))) {
            builder.addOpsetImport(
                    OperatorSetIdProto.newBuilder().setDomain(RUNTIME_DOMAIN).setVersion(1));
        }
        ModelProto model = builder.build();
        try (FileChannel channel = FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
            model.writeTo(out);
            out.flush();
            channel.force(true);
        }
    }
}
