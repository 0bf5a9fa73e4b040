package dev.assay.reference.inception;

import dev.assay.graph.Shape;
import dev.assay.graph.ShapeBackend;
import dev.assay.graph.Weights;
import dev.assay.reference.weights.Checkpoint;
import dev.assay.reference.weights.FrozenGraph;
import dev.assay.reference.weights.MatchedWeights;
import dev.assay.reference.weights.WeightFile;
import dev.assay.spec.AssayException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Weights of {@link Inception} from a file that the user has fetched. They are not part of Assay. */
public final class InceptionWeights implements Weights, AutoCloseable {
    /** SHA-256 of the state dict that pytorch-fid and torch-fidelity publish under two names. */
    public static final String PUBLISHED_SHA256 = "6726825d0af5f729cebd5821db510b11b1cfad8faad88a03f1befd49fb9129b2";

    /** Names under which the weights are published, in the order they are looked for. */
    public static final List<String> FILES = List.of(
            "pt_inception-2015-12-05-6726825d.pth",
            "weights-inception-2015-12-05-6726825d.pth",
            "inception-2015-12-05.safetensors",
            "classify_image_graph_def.pb",
            "inceptionv1_for_inception_score.pb");

    private final Checkpoint checkpoint;
    private final MatchedWeights weights;
    private final String sha256;

    private InceptionWeights(Checkpoint checkpoint, String sha256) {
        this.checkpoint = checkpoint;
        this.sha256 = sha256;
        this.weights = MatchedWeights.match(
                checkpoint,
                ShapeBackend.describe(new Inception(128, 128, false, Set.of())).parameters());
    }

    /** The first of {@link #FILES} in a folder. */
    public static Optional<Path> find(Path folder) {
        return FILES.stream().map(folder::resolve).filter(Files::isRegularFile).findFirst();
    }

    /**
     * Opens a state dict (.pth, .safetensors) or the frozen graph (.pb). The hash is checked where the file name states
     * one, and every name and shape against the network.
     */
    public static InceptionWeights open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw absent(file);
        }
        String sha256 = WeightFile.verify(file);
        Checkpoint opened = Checkpoint.open(file);
        Checkpoint checkpoint = opened instanceof FrozenGraph graph ? new FrozenInception(graph) : opened;
        try {
            return new InceptionWeights(checkpoint, sha256);
        } catch (RuntimeException e) {
            checkpoint.close();
            throw e;
        }
    }

    /** Says where the weights are published. */
    public static AssayException absent(Path where) {
        return new AssayException(
                where.toString(),
                "no Inception weights",
                "they are " + String.join(", ", FILES.subList(0, 2)) + " or " + FILES.get(3),
                "fetch the first from the release 'fid_weights' of mseitzer/pytorch-fid, the second from the release"
                        + " 'v0.2.0' of toshas/torch-fidelity (the same content), or unpack the third from TensorFlow's"
                        + " inception-2015-12-05.tgz, and put it there");
    }

    /** SHA-256 of the file. */
    public String sha256() {
        return sha256;
    }

    /** Whether this is, byte for byte, the state dict on which published FID values rest. */
    public boolean published() {
        return sha256.equals(PUBLISHED_SHA256);
    }

    /** The name of the file. */
    public String file() {
        return checkpoint.file();
    }

    @Override
    public float[] tensor(String name, Shape shape) {
        return weights.tensor(name, shape);
    }

    @Override
    public void close() {
        checkpoint.close();
    }
}
