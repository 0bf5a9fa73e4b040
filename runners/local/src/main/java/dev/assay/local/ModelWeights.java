package dev.assay.local;

import dev.assay.graph.InitialWeights;
import dev.assay.graph.Parameter;
import dev.assay.graph.Weights;
import dev.assay.reference.weights.Checkpoint;
import dev.assay.reference.weights.CheckpointView;
import dev.assay.reference.weights.HashFill;
import dev.assay.reference.weights.MatchedWeights;
import dev.assay.spec.AssayException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The weights that a command line names: a checkpoint, {@code random:SEED} for those before training, or {@code hash} for
 * those that follow from the names of the tensors. Close it after the last use.
 *
 * @param weights of all that the network reads
 * @param notes what of a file was taken, for people
 * @param file the open checkpoint, if there is one
 */
record ModelWeights(Weights weights, List<String> notes, Optional<Checkpoint> file) implements AutoCloseable {
    /** What an option that names weights may be. */
    static final String HELP =
            "A checkpoint (.pth, .pt, .safetensors, .npz), random:SEED for the weights before training,"
                    + " or hash for those that follow from names alone.";

    /** What an option that names a dictionary says. */
    static final String DICTIONARY =
            "Which dictionary of the checkpoint to take, such as ema or model; . for the whole file"
                    + " (default: averaged weights where there are some).";

    private static final String HASH = "hash";
    private static final String RANDOM = "random:";

    /**
     * Opens what is named and checks that it fits.
     *
     * @param dictionary which part of a checkpoint to take
     * @param parameters of the network; fixed ones may be absent from a file, they are computed
     */
    static ModelWeights open(String named, Optional<String> dictionary, List<Parameter> parameters) {
        Set<String> fixed = parameters.stream()
                .filter(p -> p.role() == Parameter.Role.FIXED)
                .map(Parameter::name)
                .collect(Collectors.toSet());
        if (named.equals(HASH)) {
            InitialWeights computed = new InitialWeights(parameters, 0);
            HashFill fill = new HashFill();
            Weights weights = (name, shape) -> (fixed.contains(name) ? computed : fill).tensor(name, shape);
            return new ModelWeights(weights, List.of(), Optional.empty());
        }
        if (named.startsWith(RANDOM)) {
            return new ModelWeights(
                    new InitialWeights(parameters, seed(named.substring(RANDOM.length()))),
                    List.of(),
                    Optional.empty());
        }
        return open(file(named), dictionary, parameters, fixed);
    }

    /** The file that is named, if it is one: what must not be written over. */
    static Optional<Path> path(String named) {
        return named.equals(HASH) || named.startsWith(RANDOM) ? Optional.empty() : Optional.of(Path.of(named));
    }

    private static ModelWeights open(
            Path path, Optional<String> dictionary, List<Parameter> parameters, Set<String> fixed) {
        Checkpoint checkpoint = Checkpoint.open(path);
        boolean usable = false;
        try {
            CheckpointView view = CheckpointView.of(checkpoint, parameters, fixed, dictionary);
            Weights weights = MatchedWeights.match(view, parameters, fixed, new InitialWeights(parameters, 0));
            usable = true;
            return new ModelWeights(weights, view.notes(), Optional.of(view));
        } finally {
            if (!usable) {
                checkpoint.close();
            }
        }
    }

    private static Path file(String named) {
        Path path = Path.of(named);
        if (!Files.exists(path)) {
            throw new AssayException(
                    "weights '" + named + "'",
                    "there is no such file",
                    "a checkpoint, random:SEED or hash is needed",
                    "check the path");
        }
        return path;
    }

    private static long seed(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new AssayException(
                    "weights 'random:" + text + "'",
                    "no seed",
                    "a seed is a whole number",
                    "write for example random:0",
                    e);
        }
    }

    @Override
    public void close() {
        file.ifPresent(Checkpoint::close);
    }
}
