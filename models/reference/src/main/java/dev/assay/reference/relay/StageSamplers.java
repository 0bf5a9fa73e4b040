package dev.assay.reference.relay;

import dev.assay.reference.diffusion.Registry;
import dev.assay.reference.diffusion.Samplers;
import dev.assay.reference.diffusion.Settings;
import dev.assay.spec.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Samplers of stages by name: {@code relay}, {@code heun-sde}, and all of {@link Samplers}.
 *
 * <p>Defaults are those of the published scripts: RDM on ImageNet at 256 pixels for {@code relay}, on CelebA-HQ at 64 for
 * {@code heun-sde}. RDM's script for CelebA-HQ at 256 pixels sets {@code steps: 150, rho: 7, start: 0.95, prob_length: 1.05,
 * blur_sigma_max: 2, churn_draws: true} beside.
 */
public final class StageSamplers {
    private static final int MOST_STEPS = 100_000;
    private static final int MOST_PATCH = 1 << 12;

    /** Above every noise level, so that churn is bounded by its own strength alone. */
    private static final double NO_LIMIT = 1e6;

    private static final Registry<StageSampler> OWN = new Registry<StageSampler>("sampler")
            .with("relay", relayDefaults(), List.of(), s -> new StageSampler.Relay(relay(s)))
            .with("heun-sde", sdeDefaults(), List.of(), s -> new StageSampler.FromNoiseBySde(sde(s)));

    private StageSamplers() {}

    private static Map<String, Object> relayDefaults() {
        return Map.ofEntries(
                Map.entry("steps", 200),
                Map.entry("sigma_min", 0.008),
                Map.entry("sigma_max", 80.0),
                Map.entry("rho", 100.0),
                Map.entry("start", 0.9),
                Map.entry("corrector", RelayUpdate.Corrector.RELEASED.id()),
                Map.entry("eta", 0.2),
                Map.entry("alpha", 0.15),
                Map.entry("noise", RelayNoise.Form.RELEASED.id()),
                Map.entry("patch", 4),
                Map.entry("prob_length", 0.93),
                Map.entry("blur_sigma_max", 3.0),
                Map.entry("min_scale", 0.001),
                Map.entry("p_mean", -1.2),
                Map.entry("p_std", 1.2),
                Map.entry("churn", 0.0),
                Map.entry("churn_min", 0.0),
                Map.entry("churn_max", NO_LIMIT),
                Map.entry("churn_noise", 1.0),
                Map.entry("churn_draws", false));
    }

    private static Map<String, Object> sdeDefaults() {
        return Map.of(
                "steps", 120,
                "sigma_min", 0.002,
                "sigma_max", 80.0,
                "rho", 7.0,
                "eta", 0.05,
                "churn", 0.0,
                "churn_min", 0.0,
                "churn_max", NO_LIMIT,
                "churn_noise", 1.0);
    }

    /** In the order they are listed to people. */
    public static List<String> names() {
        List<String> names = new ArrayList<>(OWN.names());
        names.addAll(Samplers.names());
        return List.copyOf(names);
    }

    /** The sampler of that name; settings that are not given have their defaults, unknown ones are errors. */
    public static StageSampler named(String name, Map<String, Object> settings) {
        return Samplers.names().contains(known(name))
                ? new StageSampler.FromNoise(Samplers.named(name, settings))
                : OWN.named(name, settings);
    }

    /** Every setting by name: those given and the defaults of the others. */
    public static SortedMap<String, Object> settings(String name, Map<String, Object> given) {
        return Samplers.names().contains(known(name)) ? Samplers.settings(name, given) : OWN.settings(name, given);
    }

    private static String known(String name) {
        if (!names().contains(name)) {
            throw Names.unknown("sampler", name, names());
        }
        return name;
    }

    private static SigmaGrid grid(Settings s) {
        double sigmaMin = s.number("sigma_min", v -> v > 0, "a number above 0");
        return new SigmaGrid(
                s.integer("steps", 1, MOST_STEPS),
                sigmaMin,
                s.number("sigma_max", v -> v > sigmaMin, "a number above sigma_min, " + sigmaMin),
                s.number("rho", v -> v >= 1, "a number from 1"));
    }

    private static double fromZero(Settings s, String name) {
        return s.number(name, v -> v >= 0, "a number from 0");
    }

    private static double part(Settings s, String name) {
        return s.number(name, v -> v >= 0 && v <= 1, "a number from 0 to 1");
    }

    private static Churn.Steps churn(Settings s) {
        return new Churn.Steps(
                fromZero(s, "churn"), fromZero(s, "churn_min"), fromZero(s, "churn_max"), fromZero(s, "churn_noise"));
    }

    private static SdeHeun sde(Settings s) {
        return new SdeHeun(grid(s), part(s, "eta"), churn(s));
    }

    private static RelaySampler relay(Settings s) {
        BlockDct dct = new BlockDct(s.integer("patch", 2, MOST_PATCH));
        RelayNoise noise = new RelayNoise(
                fromZero(s, "alpha"), new BlockNoise(dct.patch()), s.choice("noise", RelayNoise.Form.class));
        RelayUpdate update = new RelayUpdate(s.choice("corrector", RelayUpdate.Corrector.class), part(s, "eta"), noise);
        BlurSchedule blur = new BlurSchedule(
                s.number("prob_length", v -> v > 0, "a number above 0"),
                fromZero(s, "blur_sigma_max"),
                part(s, "min_scale"),
                s.number("p_mean", v -> true, "a number"),
                s.number("p_std", v -> v > 0, "a number above 0"));
        Churn.Steps churn = churn(s);
        boolean churned = s.flag("churn_draws") || churn.amount() > 0;
        SigmaGrid grid = grid(s);
        double start = s.number("start", v -> v > grid.sigmaMin(), "a noise level above sigma_min, " + grid.sigmaMin());
        return new RelaySampler(grid, start, update, churned ? churn : Churn.NONE, blur, dct);
    }
}
