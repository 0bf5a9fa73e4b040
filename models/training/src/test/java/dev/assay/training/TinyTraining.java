package dev.assay.training;

import ai.djl.ndarray.NDArray;
import dev.assay.graph.Array;
import dev.assay.graph.Tensor;
import dev.assay.graph.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A training of {@link TinyNetwork} whose batches follow from the number of the step. */
final class TinyTraining {
    static final Map<String, String> SETTINGS = Map.of("seed", "1", "batch", "4");
    static final Weights INITIAL = (name, shape) -> {
        float[] values = Formula.numbers(name, (int) shape.elements());
        for (int i = 0; i < values.length; i++) {
            values[i] *= 0.3f;
        }
        return values;
    };

    private TinyTraining() {}

    /** One step; its loss. */
    static double step(Torch torch, TrainingState state) {
        long number = state.step();
        try (Step step = torch.training()) {
            NDArray x = step.array(new Array.Floats(Formula.numbers("x" + number, 4 * 2 * 64), 4, 2, 8, 8));
            NDArray y = step.array(new Array.Longs(new long[] {number % 4, 1, (number + 2) % 4, 3}, 4));
            NDArray target = step.array(new Array.Floats(Formula.numbers("t" + number, 4 * 2 * 64), 4, 2, 8, 8));
            NDArray out = TorchBackend.run(step, new TinyNetwork(), state.parameters(), Map.of("x", x, "y", y))
                    .get("out");
            TorchBackend backend = new TorchBackend(step, state.parameters());
            Tensor error = backend.input(out).sub(backend.input(target));
            NDArray loss = backend.array(error.square().mean(0, 1, 2, 3));
            List<NDArray> gradients = step.gradients(loss, state.parameters().trainedArrays());
            Gradients.clip(step, gradients, 1);
            state.update(step, gradients, new LearningRate.WarmUp(1e-3, 3).at(number), 0.9);
            return loss.getFloat();
        }
    }

    /** This class in a process of its own. */
    static ProcessBuilder process(String heap, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-cp",
                System.getProperty("java.class.path"),
                TinyTraining.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    /** Runs one of the methods below by its name. */
    public static void main(String[] arguments) throws IOException {
        Torch torch = Torch.start(1);
        switch (arguments[0]) {
            case "train" -> train(torch, Path.of(arguments[1]), Long.parseLong(arguments[2]));
            case "kill" -> {
                try (TrainingState state = train(torch, Path.of(arguments[1]), Long.parseLong(arguments[2]))) {
                    step(torch, state);
                    Runtime.getRuntime().halt(137);
                }
            }
            case "memory" -> memory(torch, Long.parseLong(arguments[1]), Long.parseLong(arguments[2]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** Goes on where the last state in a folder stopped, up to a step, saving each. */
    private static TrainingState train(Torch torch, Path folder, long last) {
        SavedStates states = new SavedStates(folder, 2);
        TrainingState state = states.latest()
                .map(file -> TrainingState.load(torch, TinyNetwork.setup(), file, SETTINGS))
                .orElseGet(() -> TrainingState.begin(torch, TinyNetwork.setup(), INITIAL));
        while (state.step() < last) {
            step(torch, state);
            states.save(state, SETTINGS);
        }
        return state;
    }

    /** Prints how many MiB more are resident after some steps than after the first few. */
    private static void memory(Torch torch, long first, long more) throws IOException {
        try (TrainingState state = TrainingState.begin(torch, TinyNetwork.setup(), INITIAL)) {
            while (state.step() < first) {
                step(torch, state);
            }
            long before = resident();
            while (state.step() < first + more) {
                step(torch, state);
            }
            System.out.println(resident() - before);
        }
    }

    /** Resident memory of this process in MiB. */
    private static long resident() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                .findFirst()
                .orElseThrow();
    }
}
