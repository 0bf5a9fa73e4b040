package dev.assay.local;

import dev.assay.reference.diffusion.Guidances;
import dev.assay.reference.diffusion.Samplers;
import dev.assay.reference.model.Model;
import dev.assay.reference.model.Sampling;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** How a model is sampled, where not as its configuration says. */
final class SamplingOptions {
    private static final String WEIGHT = "w";
    private static final String CHANNELS = "channels";

    @Option(
            names = "--sampler",
            paramLabel = "NAME[:KEY=VALUE,...]",
            description = {
                "ddpm, ddim, heun, euler, dpm-solver, dpm-solver++ or dpm-solver++-multistep, and settings of",
                "it, such as dpm-solver++:order=2,grid=uniform-lambda (default: as the model is configured)."
            })
    private String sampler;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Steps of the sampler (default: as the model is configured).")
    private Integer steps;

    @Option(
            names = "--guidance",
            paramLabel = "W|NAME[:KEY=VALUE,...]",
            description = {
                "The weight of classifier-free guidance, 1 for none, or constant, cosine-power or interval with",
                "settings, such as interval:w=2,low=0.1,high=0.7, or none (default: as the model is configured)."
            })
    private String guidance;

    /** What the model is configured for, but for what the command line says. */
    Sampling of(Model model) {
        boolean configured = !model.config().sampling().isEmpty();
        if (!configured && sampler == null) {
            return model.sampling();
        }
        Sampling usual = configured ? model.sampling() : new Sampling(name(sampler), Map.of(), "none", Map.of());
        Map<String, Object> settings = new LinkedHashMap<>();
        String named = sampler == null ? usual.sampler() : name(sampler);
        if (named.equals(usual.sampler())) {
            settings.putAll(usual.settings());
        }
        if (sampler != null) {
            settings.putAll(settings("--sampler", sampler));
        }
        if (steps != null) {
            settings.put("steps", steps);
        }
        Sampling chosen = guided(new Sampling(named, settings, usual.guidance(), usual.guidanceSettings()));
        return new Sampling(
                chosen.sampler(),
                Samplers.settings(chosen.sampler(), chosen.settings()),
                chosen.guidance(),
                Guidances.settings(chosen.guidance(), chosen.guidanceSettings()));
    }

    private Sampling guided(Sampling usual) {
        if (guidance == null) {
            return usual;
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        if (usual.guidanceSettings().containsKey(CHANNELS)) {
            settings.put(CHANNELS, usual.guidanceSettings().get(CHANNELS));
        }
        if (value(guidance) instanceof Number weight) {
            if (weight.doubleValue() == 1) {
                return new Sampling(usual.sampler(), usual.settings(), "none", Map.of());
            }
            if (usual.guidanceSettings().containsKey(WEIGHT)) {
                settings.putAll(usual.guidanceSettings());
            }
            settings.put(WEIGHT, weight);
            String name = usual.guidanceSettings().containsKey(WEIGHT) ? usual.guidance() : "constant";
            return new Sampling(usual.sampler(), usual.settings(), name, settings);
        }
        Map<String, Object> given = settings("--guidance", guidance);
        if (name(guidance).equals("none")) {
            settings.clear();
        }
        settings.putAll(given);
        return new Sampling(usual.sampler(), usual.settings(), name(guidance), settings);
    }

    private static String name(String text) {
        int colon = text.indexOf(':');
        return colon < 0 ? text : text.substring(0, colon);
    }

    /** {@code name:a=1,b=x} as a to 1, b to x. */
    private static Map<String, Object> settings(String option, String text) {
        Map<String, Object> settings = new LinkedHashMap<>();
        int colon = text.indexOf(':');
        if (colon < 0) {
            return settings;
        }
        for (String setting : text.substring(colon + 1).split(",", -1)) {
            int sign = setting.indexOf('=');
            if (sign < 1 || sign == setting.length() - 1) {
                throw new AssayException(
                        option + " " + text,
                        "'" + setting + "' is no setting",
                        "the form is NAME:KEY=VALUE,KEY=VALUE",
                        "write for example ddim:eta=0.5");
            }
            settings.put(setting.substring(0, sign), value(setting.substring(sign + 1)));
        }
        return settings;
    }

    private static Object value(String text) {
        return Json.readYaml("'" + text + "'", text, Object.class);
    }
}
