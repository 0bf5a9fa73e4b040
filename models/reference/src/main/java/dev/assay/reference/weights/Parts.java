package dev.assay.reference.weights;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The parts that training saves: names of dictionaries that hold weights, averaged weights, or no weights at all. */
final class Parts {
    /** What a part at the top is called where no other name stands for it. */
    static final String TOP = ".";

    private static final Pattern AVERAGED = Pattern.compile("(?:.*_)?ema(?:_.*)?");

    private static final Set<String> WEIGHTS = Set.of(
            "model",
            "module",
            "net",
            "network",
            "nnet",
            "denoiser",
            "params",
            "weights",
            "state_dict",
            "model_state",
            "model_state_dict");

    private static final Set<String> TRAINING = Set.of(
            "amp",
            "callbacks",
            "epoch",
            "global_step",
            "grad_scaler",
            "iteration",
            "loops",
            "lr_scheduler",
            "lr_schedulers",
            "opt",
            "opt_state_dict",
            "optim",
            "optimizer",
            "optimizer_state",
            "optimizer_state_dict",
            "optimizer_states",
            "optimizers",
            "random_state",
            "rng",
            "rng_state",
            "rng_states",
            "scaler",
            "sched",
            "scheduler",
            "schedulers",
            "step",
            "steps",
            "train_steps");

    /** Names that wrappers of PyTorch put between others: compiled, sharded and recomputed modules. */
    private static final Pattern WRAPPER =
            Pattern.compile("(?:^|(?<=\\.))(?:_orig_mod|_fsdp_wrapped_module|_checkpoint_wrapped_module)\\.");

    private Parts() {}

    /** A name without those of wrappers. */
    static String plain(String name) {
        return WRAPPER.matcher(name).replaceAll("");
    }

    /** Whether a path of dictionaries is of averaged weights (exponential moving average), {@code ema.module}. */
    static boolean averaged(String prefix) {
        for (String segment : prefix.split("\\.", -1)) {
            if (AVERAGED.matcher(segment.toLowerCase(Locale.ROOT)).matches()) {
                return true;
            }
        }
        return false;
    }

    static boolean weights(String segment) {
        return WEIGHTS.contains(segment) || averaged(segment);
    }

    static boolean training(String segment) {
        return TRAINING.contains(segment);
    }

    /** The first word of a name. */
    static String first(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    /** Whether a path of dictionaries is, or goes through, the part that was asked for. */
    static boolean within(String prefix, String part) {
        return part.equals(TOP) ? prefix.isEmpty() : ("." + prefix + ".").contains("." + part + ".");
    }

    static String shown(String prefix) {
        return prefix.isEmpty() ? TOP : prefix;
    }

    static String join(String prefix, String name) {
        return prefix.isEmpty() ? name : prefix + "." + name;
    }
}
