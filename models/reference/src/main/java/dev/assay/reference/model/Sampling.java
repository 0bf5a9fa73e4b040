package dev.assay.reference.model;

import dev.assay.reference.diffusion.Guidance;
import dev.assay.reference.diffusion.Guidances;
import dev.assay.reference.diffusion.Sampler;
import dev.assay.reference.diffusion.Samplers;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a model is sampled, by name: {@code {sampler: ddim, steps: 50, guidance: {name: constant, w: 1.5}}}.
 *
 * @param sampler see {@link Samplers}
 * @param settings of the sampler; what is missing has its default
 * @param guidance see {@link Guidances}
 * @param guidanceSettings of the guidance
 */
public record Sampling(
        String sampler, Map<String, Object> settings, String guidance, Map<String, Object> guidanceSettings) {
    /** Reads a section; {@code where} names it in errors. Without guidance there is none. */
    static Sampling of(String where, Map<String, Object> section) {
        Map<String, Object> settings = new LinkedHashMap<>(section);
        String sampler = name(where, "sampler", settings.remove("sampler"));
        Object given = settings.remove("guidance");
        Map<String, Object> guidance = new LinkedHashMap<>(Map.of("name", "none"));
        if (given != null) {
            guidance.clear();
            Map<?, ?> named = Json.bind(where + ": guidance", given, Map.class);
            named.forEach((key, value) -> guidance.put(String.valueOf(key), value));
        }
        String name = name(where + ": guidance", "name", guidance.remove("name"));
        return new Sampling(sampler, settings, name, guidance);
    }

    private static String name(String where, String key, Object value) {
        if (value instanceof String name) {
            return name;
        }
        throw new AssayException(where, "'" + key + "' is missing or no text", "a name is needed", "add it");
    }

    public Sampler makeSampler() {
        return Samplers.named(sampler, settings);
    }

    public Guidance makeGuidance() {
        return Guidances.named(guidance, guidanceSettings);
    }
}
