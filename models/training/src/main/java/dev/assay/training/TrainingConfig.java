package dev.assay.training;

import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A training run as a YAML file describes it. Everything that changes the weights is stated; nothing has a default.
 *
 * @param train the name of the run
 * @param model what learns: a preset, or a configuration file beside this one
 * @param data what it learns from
 * @param seed of the initial weights and of every draw
 * @param batch images of a step
 * @param steps how many
 * @param loss what is minimised: {@code name} and settings of {@link Objectives}
 * @param optimizer how
 * @param ema how much of the averaged weights a step keeps: {@code name} and settings of {@link EmaRates}
 * @param checkpoint what is kept on the way
 * @param logEvery steps between lines of the log
 */
public record TrainingConfig(
        String train,
        String model,
        Data data,
        long seed,
        int batch,
        long steps,
        Map<String, Object> loss,
        Optimizer optimizer,
        Map<String, Object> ema,
        Checkpoints checkpoint,
        int logEvery) {
    /**
     * Pictures of an embedded set.
     *
     * @param set its name
     * @param where values by column of its index that pictures must have, as {@code split: [train]}
     * @param flip whether every picture is also shown mirrored
     * @param shrink the sides of the squares whose means are the pixels; 1 for pictures as they are
     * @param augment probability of EDM's transforms, which the network is told of; 0 for none
     */
    public record Data(String set, Map<String, List<String>> where, boolean flip, int shrink, double augment) {}

    /**
     * AdamW, see {@link AdamW}.
     *
     * @param learningRate of all steps after the first
     * @param beta1 decay of the mean gradient
     * @param beta2 decay of the mean squared gradient
     * @param epsilon added to the root of the latter
     * @param weightDecay of parameters whose names do not end in one of {@code noDecay}
     * @param noDecay ends of names
     * @param warmup steps over which the rate rises from 0; EDM's ramp of 10 million images is that over {@code batch}
     * @param clip the largest norm of all gradients together; 0 for no limit
     */
    public record Optimizer(
            double learningRate,
            double beta1,
            double beta2,
            double epsilon,
            double weightDecay,
            List<String> noDecay,
            long warmup,
            double clip) {
        /** Whether a parameter decays. */
        boolean decays(String name) {
            return noDecay.stream().noneMatch(name::endsWith);
        }
    }

    /**
     * What is kept on the way.
     *
     * @param every steps from one to the next
     * @param keep how many of the latest stay
     */
    public record Checkpoints(long every, int keep) {}

    public TrainingConfig {
        check(batch >= 1, "batch", batch, "at least 1");
        check(steps >= 1, "steps", steps, "at least 1");
        check(logEvery >= 1, "log_every", logEvery, "at least 1");
        check(checkpoint.every() >= 1, "checkpoint.every", checkpoint.every(), "at least 1");
        check(checkpoint.keep() >= 1, "checkpoint.keep", checkpoint.keep(), "at least 1");
        check(data.shrink() >= 1, "data.shrink", data.shrink(), "at least 1");
        check(data.augment() >= 0 && data.augment() <= 1, "data.augment", data.augment(), "0 to 1");
        check(optimizer.learningRate() > 0, "optimizer.learning_rate", optimizer.learningRate(), "above 0");
        check(optimizer.epsilon() > 0, "optimizer.epsilon", optimizer.epsilon(), "above 0");
        check(optimizer.weightDecay() >= 0, "optimizer.weight_decay", optimizer.weightDecay(), "at least 0");
        check(optimizer.warmup() >= 0, "optimizer.warmup", optimizer.warmup(), "at least 0");
        check(optimizer.clip() >= 0, "optimizer.clip", optimizer.clip(), "at least 0");
        check(inUnit(optimizer.beta1()), "optimizer.beta1", optimizer.beta1(), "0 to below 1");
        check(inUnit(optimizer.beta2()), "optimizer.beta2", optimizer.beta2(), "0 to below 1");
    }

    private static boolean inUnit(double value) {
        return value >= 0 && value < 1;
    }

    private static void check(boolean kept, String key, Object value, String allowed) {
        if (!kept) {
            throw new AssayException(key, "it is " + value, "it must be " + allowed, "correct the configuration");
        }
    }

    /** Reads a file. */
    public static TrainingConfig read(Path file) {
        return Json.readYaml(file, TrainingConfig.class);
    }
}
