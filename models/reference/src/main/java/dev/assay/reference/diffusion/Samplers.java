package dev.assay.reference.diffusion;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Samplers by name. {@code steps} counts calls of the denoiser, except for {@code heun}, which makes 2 steps - 1, and where
 * {@code euler} repeats its steps.
 *
 * <p>Defaults are those that papers publish their numbers with: U-ViT-H for {@code dpm-solver++}, PixArt for
 * {@code dpm-solver++-multistep}, U-ViT's continuous models for {@code dpm-solver}, DiT for {@code ddpm}, EDM on CIFAR-10
 * for {@code heun}, diffusers' Stable Diffusion 3 for the steps of {@code euler}, whose {@code shift} belongs to a model.
 */
public final class Samplers {
    private static final int MOST_STEPS = 100_000;
    private static final int MOST_REPEATS = 1000;

    /** Above every noise level, so that churn is bounded by its own strength alone. */
    private static final double NO_LIMIT = 1e6;

    private static final Registry<Sampler> ALL = new Registry<Sampler>("sampler")
            .with(
                    "dpm-solver++",
                    Map.of("steps", 50, "order", 3, "grid", TimeGrid.UNIFORM_TIME.id(), "end", 1e-3),
                    List.of(),
                    s -> singlestep(s, Integrand.IMAGE))
            .with(
                    "dpm-solver++-multistep",
                    Map.of(
                            "steps", 20,
                            "order", 2,
                            "grid", TimeGrid.UNIFORM_TIME.id(),
                            "end", 1e-3,
                            "lower_last_below", 10),
                    List.of(),
                    Samplers::multistep)
            .with(
                    "dpm-solver",
                    Map.of("steps", 50, "order", 3, "grid", TimeGrid.UNIFORM_LAMBDA.id(), "end", 1e-4),
                    List.of(),
                    s -> singlestep(s, Integrand.NOISE))
            .with(
                    "ddpm",
                    Map.of(
                            "steps",
                            250,
                            "spacing",
                            Spacing.EVEN.id(),
                            "variance",
                            Ddpm.Variance.LEARNED_RANGE.id(),
                            "clip",
                            false),
                    List.of(),
                    Samplers::ddpm)
            .with(
                    "ddim",
                    Map.of("steps", 50, "spacing", Spacing.EVEN.id(), "eta", 0.0, "clip", false),
                    List.of(),
                    Samplers::ddim)
            .with(
                    "heun",
                    Map.of(
                            "steps", 18,
                            "sigma_min", 0.002,
                            "sigma_max", 80.0,
                            "rho", 7.0,
                            "churn", 0.0,
                            "churn_min", 0.0,
                            "churn_max", NO_LIMIT,
                            "churn_noise", 1.0),
                    List.of(),
                    Samplers::heun)
            .with("euler", Map.of("steps", 28, "shift", 1.0, "repeats", 1), List.of(), Samplers::euler);

    private Samplers() {}

    /** In the order they are listed to people. */
    public static List<String> names() {
        return ALL.names();
    }

    /** The sampler of that name; settings that are not given have their defaults, unknown ones are errors. */
    public static Sampler named(String name, Map<String, Object> settings) {
        return ALL.named(name, settings);
    }

    /** Every setting by name: those given and the defaults of the others. Numbers that samplers give depend on all. */
    public static SortedMap<String, Object> settings(String name, Map<String, Object> given) {
        return ALL.settings(name, given);
    }

    private static int steps(Settings s) {
        return s.integer("steps", 1, MOST_STEPS);
    }

    private static double end(Settings s) {
        return s.number("end", v -> v > 0 && v < 1, "a time above 0 and below 1");
    }

    private static double positive(Settings s, String name) {
        return s.number(name, v -> v > 0, "a number above 0");
    }

    private static double notNegative(Settings s, String name) {
        return s.number(name, v -> v >= 0, "a number from 0");
    }

    private static Sampler singlestep(Settings s, Integrand integrand) {
        return new SinglestepDpmSolver(
                steps(s), s.integer("order", 1, 3), s.choice("grid", TimeGrid.class), end(s), integrand);
    }

    private static Sampler multistep(Settings s) {
        return new MultistepDpmSolver(
                steps(s),
                s.integer("order", 1, 3),
                s.choice("grid", TimeGrid.class),
                end(s),
                s.integer("lower_last_below", 0, MOST_STEPS),
                Integrand.IMAGE);
    }

    private static Sampler ddpm(Settings s) {
        return new Ddpm(
                steps(s),
                s.choice("spacing", Spacing.class),
                s.choice("variance", Ddpm.Variance.class),
                s.flag("clip"));
    }

    private static Sampler ddim(Settings s) {
        double eta = s.number("eta", v -> v >= 0 && v <= 1, "a number from 0 to 1");
        return new Ddim(steps(s), s.choice("spacing", Spacing.class), eta, s.flag("clip"));
    }

    private static Sampler euler(Settings s) {
        return new Euler(steps(s), new TimeShift(positive(s, "shift")), s.integer("repeats", 1, MOST_REPEATS));
    }

    private static Sampler heun(Settings s) {
        double sigmaMin = positive(s, "sigma_min");
        return new Heun(
                steps(s),
                sigmaMin,
                s.number("sigma_max", v -> v > sigmaMin, "a number above sigma_min, " + sigmaMin),
                s.number("rho", v -> v >= 1, "a number from 1"),
                notNegative(s, "churn"),
                notNegative(s, "churn_min"),
                notNegative(s, "churn_max"),
                positive(s, "churn_noise"));
    }
}
