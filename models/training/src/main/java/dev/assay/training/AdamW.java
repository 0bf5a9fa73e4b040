package dev.assay.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.assay.graph.Shape;
import dev.assay.graph.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Adam with decay of the weights apart from the gradient (Loshchilov and Hutter 2019, algorithm 2), in torch's order of
 * operations; with decay 0 it is Adam (Kingma and Ba 2015). At step k, with the learning rate a and a gradient g:
 *
 * <pre>{@code
 * p = p (1 - a decay)
 * m = beta1 m + (1 - beta1) g
 * v = beta2 v + (1 - beta2) g^2
 * p = p - a / (1 - beta1^k) m / (sqrt(v) / sqrt(1 - beta2^k) + epsilon)
 * }</pre>
 */
public final class AdamW implements AutoCloseable {
    private final Parameters parameters;
    private final Settings settings;
    private final double[] decays;
    private final NDManager owner;
    private final Map<String, NDArray> first = new LinkedHashMap<>();
    private final Map<String, NDArray> second = new LinkedHashMap<>();
    private long steps;

    /**
     * What does not change while training.
     *
     * @param beta1 how much of the mean of gradients stays at a step
     * @param beta2 how much of the mean of their squares stays at a step
     * @param epsilon added to the root of the mean square
     * @param decay what a learning rate of 1 takes off a parameter at a step, as a part of it
     */
    public record Settings(double beta1, double beta2, double epsilon, double decay) {
        public Settings {
            if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
                throw new IllegalArgumentException("betas must be in [0, 1), got %s and %s".formatted(beta1, beta2));
            }
            if (!(epsilon >= 0 && decay >= 0)) {
                throw new IllegalArgumentException(
                        "epsilon and decay must not be negative, got %s and %s".formatted(epsilon, decay));
            }
        }
    }

    /**
     * Begins with moments of zero for all that is learnt.
     *
     * @param decayed the names of parameters that decay
     */
    public AdamW(Parameters parameters, Settings settings, Predicate<String> decayed) {
        this(parameters, settings, decayed, new Moments(AdamW::zeros, AdamW::zeros, 0));
    }

    /**
     * Where the optimiser is.
     *
     * @param first mean gradients by the name of their parameter
     * @param second mean squares of gradients, likewise
     * @param steps how many steps have been made
     */
    record Moments(Weights first, Weights second, long steps) {}

    /** Goes on from where an optimiser was. */
    AdamW(Parameters parameters, Settings settings, Predicate<String> decayed, Moments from) {
        this.parameters = parameters;
        this.settings = settings;
        steps = from.steps();
        decays = parameters.trained().stream()
                .mapToDouble(name -> decayed.test(name) ? settings.decay() : 0)
                .toArray();
        owner = parameters.torch().root().newSubManager();
        parameters.trained().forEach(name -> {
            first.put(name, parameters.like(owner, name, from.first()));
            second.put(name, parameters.like(owner, name, from.second()));
        });
    }

    private static float[] zeros(String name, Shape shape) {
        return new float[Math.toIntExact(shape.elements())];
    }

    /** Where it is now; values are read when asked for. */
    Moments moments() {
        return new Moments(
                (name, shape) -> Staging.floats(first.get(name)),
                (name, shape) -> Staging.floats(second.get(name)),
                steps);
    }

    /** One step: changes the parameters by their gradients, which are in the order of {@link Parameters#trained}. */
    public void update(Step step, List<NDArray> gradients, double learningRate) {
        if (gradients.size() != first.size()) {
            throw new IllegalArgumentException(
                    "%d gradients for %d parameters".formatted(gradients.size(), first.size()));
        }
        steps++;
        double[] keep = new double[decays.length];
        for (int i = 0; i < keep.length; i++) {
            keep[i] = 1 - learningRate * decays[i];
        }
        double size = learningRate / (1 - Math.pow(settings.beta1(), (double) steps));
        double root = Math.sqrt(1 - Math.pow(settings.beta2(), (double) steps));
        step.change(
                "adamw",
                parameters.trainedArrays(),
                gradients,
                List.copyOf(first.values()),
                List.copyOf(second.values()),
                keep,
                settings.beta1(),
                settings.beta2(),
                settings.epsilon(),
                size,
                root);
    }

    /** How many steps have been made. */
    public long steps() {
        return steps;
    }

    @Override
    public void close() {
        owner.close();
    }
}
