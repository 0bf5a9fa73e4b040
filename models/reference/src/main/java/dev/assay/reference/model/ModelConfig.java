package dev.assay.reference.model;

import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import dev.assay.spec.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model as a YAML file describes it.
 *
 * @param model its name
 * @param family which network: {@code dimr}, {@code uvit}, {@code dit}, {@code autoencoder-kl}, ...
 * @param about one line on what it is
 * @param source where its sizes come from; may be empty
 * @param estimated whether the sizes were inferred from published totals, not read
 * @param network the family's settings
 * @param diffusion how its predictions are meant and how it is told the noise: see {@link DiffusionSettings}; may be empty
 * @param preconditioning how a denoiser D(x; sigma) is made of the network, {@code {name: edm, sigma_data: 0.5}}; empty for
 *     all but EDM's networks
 * @param latents what decodes its images: {@code autoencoder}, {@code scale} and perhaps {@code shift}; empty if they are pixels
 * @param sampling how it is sampled where nothing else is asked; may be empty
 * @param published counts that must come out: {@code parameters}, {@code gmacs}; may be empty
 */
public record ModelConfig(
        String model,
        String family,
        String about,
        String source,
        boolean estimated,
        Map<String, Object> network,
        Map<String, Object> diffusion,
        Map<String, Object> preconditioning,
        Map<String, Object> latents,
        Map<String, Object> sampling,
        Map<String, Object> published) {
    private static final List<String> KEYS = List.of(
            "model",
            "family",
            "about",
            "source",
            "estimated",
            "network",
            "diffusion",
            "preconditioning",
            "latents",
            "sampling",
            "published");

    /** Reads YAML text; {@code where} names it in errors. */
    static ModelConfig read(String where, String text) {
        Map<?, ?> given = Json.readYaml(where, text, Map.class);
        Map<String, Object> all = new LinkedHashMap<>();
        given.forEach((key, value) -> {
            if (!KEYS.contains(String.valueOf(key))) {
                throw Names.unknown("key", String.valueOf(key), KEYS);
            }
            all.put(String.valueOf(key), value);
        });
        for (String key : KEYS) {
            if (key.equals("estimated")) {
                all.putIfAbsent(key, false);
            } else if (key.equals("about") || key.equals("source")) {
                all.putIfAbsent(key, "");
            } else if (List.of("diffusion", "preconditioning", "latents", "sampling", "published")
                    .contains(key)) {
                all.putIfAbsent(key, Map.of());
            } else if (all.get(key) == null) {
                throw new AssayException(
                        where, "'" + key + "' is missing", "model, family and network are needed", "add it");
            }
        }
        return Json.bind(where, all, ModelConfig.class);
    }
}
