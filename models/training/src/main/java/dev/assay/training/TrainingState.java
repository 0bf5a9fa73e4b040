package dev.assay.training;

import ai.djl.ndarray.NDArray;
import dev.assay.graph.DataType;
import dev.assay.graph.Parameter;
import dev.assay.graph.Weights;
import dev.assay.reference.weights.Checkpoint;
import dev.assay.reference.weights.MatchedWeights;
import dev.assay.reference.weights.SafetensorsWriter;
import dev.assay.spec.AssayException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What a training is after some steps: parameters, their moving average, the moments of the optimiser and the number of
 * steps. Whatever is random in a training follows from seed, step and index, so with the settings this is all that is needed
 * to go on, and with the same number of threads the numbers are those of a run that never stopped.
 *
 * @param parameters what is trained, float32
 * @param optimiser what trains it
 * @param average its moving average
 */
public record TrainingState(Parameters parameters, AdamW optimiser, Ema average) implements AutoCloseable {
    private static final String STEP = "step";
    private static final String SETTING = "setting.";

    /** What a file holds of each trained parameter besides its value; readers of checkpoints prefer {@code ema}. */
    private static final List<String> KINDS = List.of("ema.", "first_moment.", "second_moment.");

    private static final String VALUE = "parameters.";

    /**
     * How a training is set up.
     *
     * @param parameters as the network describes them
     * @param optimiser what does not change while training
     * @param decayed the names of parameters that decay
     */
    public record Setup(List<Parameter> parameters, AdamW.Settings optimiser, Predicate<String> decayed) {
        public Setup {
            parameters = parameters.stream()
                    .filter(p -> p.role() != Parameter.Role.UNREAD)
                    .toList();
        }
    }

    /** A training before its first step. */
    public static TrainingState begin(Torch torch, Setup setup, Weights initial) {
        Parameters parameters = Parameters.of(torch, setup.parameters(), initial, DataType.FLOAT32);
        return new TrainingState(
                parameters, new AdamW(parameters, setup.optimiser(), setup.decayed()), new Ema(parameters));
    }

    /** How many steps have been made. */
    public long step() {
        return optimiser.steps();
    }

    /** One step: clipped or not, the gradients are in the order of {@link Parameters#trained}. */
    public void update(Step step, List<NDArray> gradients, double learningRate, double averageRate) {
        optimiser.update(step, gradients, learningRate);
        average.update(step, parameters, averageRate);
    }

    /**
     * Writes all as a safetensors file, which appears under its name only when it is whole.
     *
     * @param settings of the run; it can only go on under the same ones
     */
    public void save(Path file, Map<String, String> settings) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(STEP, Long.toString(step()));
        settings.forEach((key, value) -> metadata.put(SETTING + key, value));
        Map<String, Weights> values = new LinkedHashMap<>();
        values.put(VALUE, parameters.weights());
        values.put(KINDS.get(0), average.parameters().weights());
        values.put(KINDS.get(1), optimiser.moments().first());
        values.put(KINDS.get(2), optimiser.moments().second());
        Weights all = (name, shape) -> {
            int prefix = name.indexOf('.') + 1;
            return values.get(name.substring(0, prefix)).tensor(name.substring(prefix), shape);
        };
        SafetensorsWriter.write(file, stored(parameters.list()), all, metadata, DataType.FLOAT32);
    }

    /** Reads what {@link #save} wrote of a run with the same network and settings. */
    public static TrainingState load(Torch torch, Setup setup, Path file, Map<String, String> settings) {
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            Map<String, String> metadata = checkpoint.metadata();
            check(file, metadata, settings);
            Weights all = MatchedWeights.match(checkpoint, stored(setup.parameters()));
            Parameters parameters = Parameters.of(torch, setup.parameters(), kind(all, VALUE), DataType.FLOAT32);
            Parameters average = Parameters.of(
                    torch, setup.parameters(), average(parameters, kind(all, KINDS.get(0))), DataType.FLOAT32);
            AdamW.Moments moments =
                    new AdamW.Moments(kind(all, KINDS.get(1)), kind(all, KINDS.get(2)), step(file, metadata));
            AdamW optimiser = new AdamW(parameters, setup.optimiser(), setup.decayed(), moments);
            return new TrainingState(parameters, optimiser, Ema.of(average));
        }
    }

    /** The number of steps that a file says it holds. */
    private static long step(Path file, Map<String, String> metadata) {
        String step = metadata.getOrDefault(STEP, "");
        if (!step.matches("[0-9]{1,18}")) {
            throw new AssayException(
                    file.toString(),
                    step.isEmpty() ? "it names no step" : "its step is '" + step + "'",
                    "a saved training names the number of its steps",
                    "choose a file that a training saved");
        }
        return Long.parseLong(step);
    }

    private static void check(Path file, Map<String, String> metadata, Map<String, String> settings) {
        step(file, metadata);
        Map<String, String> saved = new LinkedHashMap<>();
        metadata.forEach((key, value) -> {
            if (key.startsWith(SETTING)) {
                saved.put(key.substring(SETTING.length()), value);
            }
        });
        List<String> differences = new ArrayList<>();
        settings.forEach((key, value) -> {
            if (!saved.containsKey(key)) {
                differences.add(key + " is new");
            } else if (!value.equals(saved.get(key))) {
                differences.add("%s was %s, not %s".formatted(key, saved.get(key), value));
            }
        });
        saved.keySet().stream()
                .filter(key -> !settings.containsKey(key))
                .forEach(key -> differences.add("%s was %s and is gone".formatted(key, saved.get(key))));
        if (!differences.isEmpty()) {
            throw new AssayException(
                    file.toString(),
                    "the run was made with other settings: " + String.join(", ", differences),
                    "a run goes on under the settings it began with",
                    "use those, or begin a new run in another folder");
        }
    }

    /** What is not learnt has no average of its own. */
    private static Weights average(Parameters parameters, Weights averages) {
        List<String> trained = parameters.trained();
        return (name, shape) -> (trained.contains(name) ? averages : parameters.weights()).tensor(name, shape);
    }

    private static Weights kind(Weights all, String kind) {
        return (name, shape) -> all.tensor(kind + name, shape);
    }

    /** The tensors of a file. */
    private static List<Parameter> stored(List<Parameter> parameters) {
        List<Parameter> stored = new ArrayList<>();
        parameters.forEach(p -> stored.add(named(VALUE, p)));
        for (String kind : KINDS) {
            parameters.stream()
                    .filter(p -> p.role() == Parameter.Role.TRAINED)
                    .forEach(p -> stored.add(named(kind, p)));
        }
        return stored;
    }

    private static Parameter named(String kind, Parameter p) {
        return new Parameter(kind + p.name(), p.shape(), p.role(), p.init(), p.heads());
    }

    @Override
    public void close() {
        average.close();
        optimiser.close();
        parameters.close();
    }
}
