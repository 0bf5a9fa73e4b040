package dev.assay.reference.relay;

import dev.assay.reference.diffusion.Registry;
import dev.assay.reference.diffusion.Settings;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Enhancements by name. Those of the published scripts are {@code brightness} by 1.06 for ImageNet; {@code contrast} by
 * 0.9, then {@code brightness} by 1.05, then {@code color} by 0.99 for CelebA-HQ.
 */
public final class Enhancements {
    private static final List<String> FACTOR = List.of("factor");
    private static final Registry<Enhancement> ALL = new Registry<Enhancement>("enhancement")
            .with("brightness", Map.of(), FACTOR, s -> new Enhancement.Brightness(factor(s)))
            .with("contrast", Map.of(), FACTOR, s -> new Enhancement.Contrast(factor(s)))
            .with("color", Map.of(), FACTOR, s -> new Enhancement.Color(factor(s)));

    private Enhancements() {}

    /** In the order they are listed to people. */
    public static List<String> names() {
        return ALL.names();
    }

    /** The enhancement of that name; unknown settings are errors. */
    public static Enhancement named(String name, Map<String, Object> settings) {
        return ALL.named(name, settings);
    }

    /** Every setting by name. */
    public static SortedMap<String, Object> settings(String name, Map<String, Object> given) {
        return ALL.settings(name, given);
    }

    private static double factor(Settings s) {
        return s.number("factor", v -> v >= 0, "a number from 0");
    }
}
