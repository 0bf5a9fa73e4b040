package dev.assay.training;

import ai.djl.ndarray.NDArray;
import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.InitialWeights;
import dev.assay.graph.Network;
import dev.assay.graph.Parameter;
import dev.assay.graph.Scope;
import dev.assay.graph.ShapeBackend;
import dev.assay.graph.Tensor;
import dev.assay.reference.weights.SafetensorsWriter;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trains a network in a folder: {@code states/} with the last states, {@code log.jsonl} with a row every few steps, and at the
 * end {@code weights.safetensors} with the averaged weights. A run that was stopped, in whatever way, goes on from its last
 * state, and ends with the weights of a run that never stopped.
 *
 * @param config what is done
 * @param objective what the network learns
 * @param folder where it is kept
 * @param threads inside one operation of the natives
 */
public record Trainer(TrainingConfig config, Objective objective, Path folder, int threads) {
    /** Told of every step. */
    @FunctionalInterface
    public interface Watcher {
        /**
         * A step was made.
         *
         * @param made steps so far
         * @param loss before the step
         */
        void made(long made, double loss);
    }

    /** The state that the next run would go on from; empty before the first. */
    public Optional<Path> latest() {
        return states().latest();
    }

    /** The averaged weights at the end. */
    public Path weights() {
        return folder.resolve("weights.safetensors");
    }

    /** One row for every few steps. */
    public Path log() {
        return folder.resolve("log.jsonl");
    }

    private SavedStates states() {
        return new SavedStates(folder.resolve("states"), config.checkpoint().keep());
    }

    /**
     * Makes all steps that have not been made, and writes the averaged weights. A thread that is interrupted saves its state
     * and throws. A folder in which another run is going on is refused.
     */
    public void run(Watcher watcher) {
        Torch torch = Torch.start(threads);
        RunLock lock = RunLock.take(folder);
        try {
            run(watcher, torch);
        } finally {
            lock.close();
        }
    }

    private void run(Watcher watcher, Torch torch) {
        try (TrainingState state = state(torch)) {
            checkNotBeyond(state.step());
            StepLog log = StepLog.open(log(), state.step());
            Pace pace = new Pace(config.batch());
            while (state.step() < config.steps()) {
                StepRow row = step(torch, state, pace);
                watcher.made(row.step(), row.loss());
                if (row.step() % config.logEvery() == 0 || row.step() == 1) {
                    log.add(row);
                    pace.restart();
                }
                boolean stop = Thread.interrupted();
                if (stop || row.step() % config.checkpoint().every() == 0 || row.step() == config.steps()) {
                    states().save(state, settings());
                }
                if (stop) {
                    throw new AssayException(
                            config.train(),
                            "stopped after step " + row.step(),
                            "it is to make " + config.steps(),
                            "run the same command again to go on");
                }
            }
            write(state);
        }
    }

    private void checkNotBeyond(long made) {
        if (made > config.steps()) {
            throw new AssayException(
                    folder.toString(),
                    "the run has made %d steps".formatted(made),
                    "'%s' asks for %d".formatted(config.train(), config.steps()),
                    "ask for as many or more, or begin a new run in another folder");
        }
    }

    private TrainingState state(Torch torch) {
        List<Parameter> parameters = ShapeBackend.describe(objective.network()).parameters();
        TrainingConfig.Optimizer o = config.optimizer();
        TrainingState.Setup setup = new TrainingState.Setup(
                parameters, new AdamW.Settings(o.beta1(), o.beta2(), o.epsilon(), o.weightDecay()), o::decays);
        Optional<Path> last = latest();
        return last.isPresent()
                ? TrainingState.load(torch, setup, last.get(), settings())
                : TrainingState.begin(torch, setup, new InitialWeights(parameters, config.seed()));
    }

    private StepRow step(Torch torch, TrainingState state, Pace pace) {
        long made = state.step();
        TrainingConfig.Optimizer o = config.optimizer();
        double rate = new LearningRate.WarmUp(o.learningRate(), o.warmup()).at(made);
        Objective.Example example = objective.example(made);
        try (Step step = torch.training()) {
            NDArray loss = loss(step, state.parameters(), objective.network(made), example);
            double value = loss.getFloat();
            checkFinite("loss", made, value);
            List<NDArray> gradients = step.gradients(loss, state.parameters().trainedArrays());
            double norm = o.clip() > 0 ? Gradients.clip(step, gradients, o.clip()) : Gradients.norm(step, gradients);
            checkFinite("length of the gradients", made, norm);
            state.update(step, gradients, rate, average().at(made));
            return new StepRow(made + 1, value, rate, norm, pace.step());
        }
    }

    /** Before anything is changed by it, so that no saved state holds what is no number. */
    private void checkFinite(String what, long made, double value) {
        if (!Double.isFinite(value)) {
            throw new AssayException(
                    config.train(),
                    "the %s of step %d is %s".formatted(what, made + 1, value),
                    "it must be a finite number",
                    "lower optimizer.learning_rate or set optimizer.clip, in another folder");
        }
    }

    /** The loss of an example, a single number of the step. */
    NDArray loss(Step step, Parameters parameters, Network network, Objective.Example example) {
        TorchBackend backend = new TorchBackend(step, parameters);
        Map<String, Tensor> outputs = network.outputs(Scope.root(backend), tensors(backend, step, example.inputs()));
        return backend.array(objective.loss(outputs, tensors(backend, step, example.targets())));
    }

    private static Map<String, Tensor> tensors(TorchBackend backend, Step step, Map<String, Array> arrays) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        arrays.forEach((name, array) -> tensors.put(name, backend.input(step.array(array))));
        return tensors;
    }

    /** What a state must have been made with to go on. */
    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>(objective.identity());
        settings.put("optimizer", Json.compact(config.optimizer()));
        settings.put("ema", text(average()));
        return settings;
    }

    private EmaRate average() {
        return EmaRates.of(config.ema(), config.batch());
    }

    private static String text(EmaRate rate) {
        return rate instanceof EmaRate.Constant constant ? Double.toString(constant.rate()) : rate.toString();
    }

    private void write(TrainingState state) {
        Map<String, String> metadata = new LinkedHashMap<>(settings());
        metadata.put("train", config.train());
        metadata.put("steps", Long.toString(state.step()));
        Parameters average = state.average().parameters();
        SafetensorsWriter.write(weights(), average.list(), average.weights(), metadata, DataType.FLOAT32);
        objective.files().forEach(this::write);
    }

    private void write(String name, String text) {
        Path file = folder.resolve(name);
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new AssayException(
                    file.toString(),
                    "cannot be written (" + AssayException.reason(e) + ")",
                    "the folder must be writable and have room",
                    "make room and run the same command again",
                    e);
        }
    }
}
