package dev.assay.training;

import dev.assay.reference.diffusion.Registry;
import dev.assay.spec.AssayException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Moving averages by name: {@code constant} with its {@code rate}, and EDM's {@code half-life}. */
public final class EmaRates {
    private static final String NAME = "name";
    private static final double NO_RAMP = 0;

    /** Rates for a number of images of a step. */
    private static final Registry<IntFunction<EmaRate>> ALL = new Registry<IntFunction<EmaRate>>("ema")
            .with("constant", Map.of(), List.of("rate"), s -> {
                double rate = s.number("rate", v -> v >= 0 && v < 1, "a number from 0 to below 1");
                return batch -> new EmaRate.Constant(rate);
            })
            .with("half-life", Map.of(), List.of("images", "ramp"), s -> {
                double images = s.number("images", v -> v > 0, "a number of images above 0");
                double ramp = s.number("ramp", v -> v >= 0, "a number from 0, where 0 is for none");
                double part = ramp == NO_RAMP ? Double.POSITIVE_INFINITY : ramp;
                return batch -> new EmaRate.HalfLife(images, part, batch);
            });

    private EmaRates() {}

    /** The rate that a configuration describes, {@code name} and settings, for steps of {@code batch} images. */
    public static EmaRate of(Map<String, Object> given, int batch) {
        Map<String, Object> settings = new LinkedHashMap<>(given);
        return ALL.named(name("ema", settings), settings).apply(batch);
    }

    /** Takes the name out of a section. */
    static String name(String section, Map<String, Object> settings) {
        if (settings.remove(NAME) instanceof String name) {
            return name;
        }
        throw new AssayException(section, "'name' is missing", "it is needed beside settings", "add it");
    }
}
