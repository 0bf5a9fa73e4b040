package dev.assay.reference.diffusion;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Guidance by name. {@code w} is the weight of unconditional + w (conditional - unconditional); {@code channels} how many
 * of the first channels are guided, or {@code all}.
 */
public final class Guidances {
    private static final String ALL_CHANNELS = "all";
    private static final int MOST_CHANNELS = 1 << 16;

    private static final Registry<Guidance> ALL = new Registry<Guidance>("guidance")
            .with("none", Map.of(), List.of(), s -> new Guidance.None())
            .with("constant", channels(), List.of("w"), s -> some(s, new Guidance.Constant(weight(s))))
            .with("cosine-power", channels(), List.of("w", "p"), s -> some(s, cosinePower(s)))
            .with("interval", channels(), List.of("w", "low", "high"), s -> some(s, interval(s)));

    private Guidances() {}

    /** In the order they are listed to people. */
    public static List<String> names() {
        return ALL.names();
    }

    /** The guidance of that name; unknown settings are errors. */
    public static Guidance named(String name, Map<String, Object> settings) {
        return ALL.named(name, settings);
    }

    /** Every setting by name: those given and the defaults of the others. */
    public static SortedMap<String, Object> settings(String name, Map<String, Object> given) {
        return ALL.settings(name, given);
    }

    private static Map<String, Object> channels() {
        return Map.of("channels", ALL_CHANNELS);
    }

    private static Guidance some(Settings s, Guidance guidance) {
        return ALL_CHANNELS.equals(s.values().get("channels"))
                ? guidance
                : new Guidance.FirstChannels(guidance, s.integer("channels", 1, MOST_CHANNELS));
    }

    private static double weight(Settings s) {
        return s.number("w", v -> v >= 0, "a number from 0");
    }

    private static Guidance cosinePower(Settings s) {
        return new Guidance.CosinePower(weight(s), s.number("p", v -> v > 0, "a number above 0"));
    }

    private static Guidance interval(Settings s) {
        double low = s.number("low", v -> v >= 0 && v <= 1, "a time from 0 to 1");
        double high = s.number("high", v -> v >= low && v <= 1, "a time from low, " + low + ", to 1");
        return new Guidance.Interval(weight(s), low, high);
    }
}
