package dev.assay.reference.relay;

import dev.assay.reference.diffusion.Registry;
import dev.assay.reference.diffusion.Settings;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Losses by name: {@code edm}, and {@code relay} with the settings of RDM on ImageNet at 256 pixels. RDM on CelebA-HQ sets
 * {@code prob_length: 0.89, blur_sigma_max: 2} beside. {@code alpha} above 0 adds block noise to either.
 */
public final class DenoisingLosses {
    private static final int MOST_PATCH = 1 << 12;
    private static final Registry<DenoisingLoss> ALL = new Registry<DenoisingLoss>("loss")
            .with(
                    "edm",
                    Map.of(
                            "p_mean",
                            -1.2,
                            "p_std",
                            1.2,
                            "sigma_data",
                            0.5,
                            "alpha",
                            0.0,
                            "block",
                            1,
                            "noise",
                            RelayNoise.Form.RELEASED.id()),
                    List.of(),
                    DenoisingLosses::edm)
            .with("relay", relayDefaults(), List.of(), DenoisingLosses::relay);

    private DenoisingLosses() {}

    private static Map<String, Object> relayDefaults() {
        return Map.ofEntries(
                Map.entry("p_mean", -1.2),
                Map.entry("p_std", 1.2),
                Map.entry("sigma_data", 0.5),
                Map.entry("alpha", 0.15),
                Map.entry("noise", RelayNoise.Form.RELEASED.id()),
                Map.entry("patch", 4),
                Map.entry("prob_length", 0.93),
                Map.entry("blur_sigma_max", 3.0),
                Map.entry("min_scale", 0.001),
                Map.entry("truncate_sigma", 0.0075),
                Map.entry("max_weight", 1e5));
    }

    /** In the order they are listed to people. */
    public static List<String> names() {
        return ALL.names();
    }

    /** The loss of that name; settings that are not given have their defaults, unknown ones are errors. */
    public static DenoisingLoss named(String name, Map<String, Object> settings) {
        return ALL.named(name, settings);
    }

    /** Every setting by name: those given and the defaults of the others. */
    public static SortedMap<String, Object> settings(String name, Map<String, Object> given) {
        return ALL.settings(name, given);
    }

    private static DenoisingLoss edm(Settings s) {
        BlockNoise blocks = new BlockNoise(s.integer("block", 1, MOST_PATCH));
        return new DenoisingLoss.Edm(mean(s), positive(s, "p_std"), positive(s, "sigma_data"), noise(s, blocks));
    }

    private static DenoisingLoss relay(Settings s) {
        BlockDct dct = new BlockDct(s.integer("patch", 2, MOST_PATCH));
        BlurSchedule blur = new BlurSchedule(
                s.number("prob_length", v -> v > 0 && v < 1, "a number above 0 and below 1"),
                s.number("blur_sigma_max", v -> v >= 0, "a number from 0"),
                s.number("min_scale", v -> v >= 0 && v <= 1, "a number from 0 to 1"),
                mean(s),
                positive(s, "p_std"));
        return new DenoisingLoss.Relay(
                blur,
                dct,
                noise(s, new BlockNoise(dct.patch())),
                positive(s, "sigma_data"),
                positive(s, "truncate_sigma"),
                positive(s, "max_weight"));
    }

    private static double mean(Settings s) {
        return s.number("p_mean", v -> true, "a number");
    }

    private static double positive(Settings s, String name) {
        return s.number(name, v -> v > 0, "a number above 0");
    }

    private static RelayNoise noise(Settings s, BlockNoise blocks) {
        double alpha = s.number("alpha", v -> v >= 0, "a number from 0");
        return new RelayNoise(alpha, blocks, s.choice("noise", RelayNoise.Form.class));
    }
}
