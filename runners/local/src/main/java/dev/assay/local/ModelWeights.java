package dev.assay.local;

import dev.assay.graph.InitialWeights;
import dev.assay.graph.Parameter;
import dev.assay.graph.Weights;
import dev.assay.reference.model.KnownValues;
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
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The weights that a command line names: a checkpoint, {@code random:SEED} for those before training, or {@code hash} for
 * those that follow from the names of the tensors. Close it after the last use.
 *
 * @param weights of all that the network reads
 * @param notes what of a file was taken, for people
 * @param files the open checkpoints
 */
record ModelWeights(Weights weights, List<String> notes, List<Checkpoint> files) implements AutoCloseable {
    /** Those of a network without parameters. */
    static final ModelWeights NONE = new ModelWeights(
            (name, shape) -> {
                throw new IllegalArgumentException("the network has no parameters, asked for " + name);
            },
            List.of(),
            List.of());

    private static final String HASH = "hash";
    private static final String RANDOM = "random:";

    /**
     * Opens what is named and checks that it fits.
     *
     * @param dictionary which part of a checkpoint to take
     * @param layout how a checkpoint names and orders its tensors, where it does not tell
     * @param parameters of the network; fixed ones may be absent from a file, they are computed
     */
    static ModelWeights open(
            String named, Optional<String> dictionary, Optional<String> layout, List<Parameter> parameters) {
        Set<String> fixed = parameters.stream()
                .filter(p -> p.role() == Parameter.Role.FIXED)
                .map(Parameter::name)
                .collect(Collectors.toSet());
        if (named.equals(HASH)) {
            return new ModelWeights(new KnownValues(new HashFill(), parameters), List.of(), List.of());
        }
        if (named.startsWith(RANDOM)) {
            return new ModelWeights(
                    new InitialWeights(parameters, seed(named.substring(RANDOM.length()))), List.of(), List.of());
        }
        return open(file(named), dictionary, layout, parameters, fixed);
    }

    /** The file that is named, if it is one: what must not be written over. */
    static Optional<Path> path(String named) {
        return named.equals(HASH) || named.startsWith(RANDOM) ? Optional.empty() : Optional.of(Path.of(named));
    }

    private static ModelWeights open(
            Path path,
            Optional<String> dictionary,
            Optional<String> layout,
            List<Parameter> parameters,
            Set<String> fixed) {
        Checkpoint checkpoint = Checkpoint.open(path);
        boolean usable = false;
        try {
            CheckpointView view = CheckpointView.of(checkpoint, parameters, fixed, dictionary, layout);
            Weights weights = MatchedWeights.match(view, parameters, fixed, new InitialWeights(parameters, 0));
            usable = true;
            return new ModelWeights(
                    weights,
                    view.notes().stream().map(note -> path + ": " + note).toList(),
                    List.of(view));
        } finally {
            if (!usable) {
                checkpoint.close();
            }
        }
    }

    /** These and others, opened now and closed with these, as one. */
    ModelWeights with(Supplier<ModelWeights> others, BinaryOperator<Weights> joined) {
        boolean usable = false;
        try {
            ModelWeights other = others.get();
            usable = true;
            return new ModelWeights(
                    joined.apply(weights, other.weights), joined(notes, other.notes), joined(files, other.files));
        } finally {
            if (!usable) {
                close();
            }
        }
    }

    /** The values of a tensor that the files hold beside those of the network. */
    Optional<float[]> stored(String name) {
        return files.stream()
                .filter(file -> file.tensors().containsKey(name))
                .findFirst()
                .map(file -> file.floats(name));
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
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
        files.forEach(Checkpoint::close);
    }
}
