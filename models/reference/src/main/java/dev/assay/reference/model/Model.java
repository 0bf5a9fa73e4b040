package dev.assay.reference.model;

import dev.assay.graph.Description;
import dev.assay.graph.Network;
import dev.assay.graph.Parameter;
import dev.assay.graph.ShapeBackend;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import dev.assay.spec.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A configured model.
 *
 * @param config what was asked for
 * @param network the whole network, with inputs and outputs as in the original
 */
public record Model(ModelConfig config, Network network) {
    private static final List<String> COUNTS = List.of("parameters", "gmacs");

    public String name() {
        return config.model();
    }

    /** What the network takes, gives, stores and costs; the counts a preset states must come out. */
    public Description describe() {
        Description description = ShapeBackend.describe(network);
        check("parameters", Long.toString(parameters(description)));
        check("gmacs", String.format(Locale.ROOT, "%.2f", description.macs() / 1e9));
        return description;
    }

    /** Numbers that are counted as parameters: learnt ones and fixed ones. */
    public static long parameters(Description description) {
        return description.count(Parameter.Role.TRAINED) + description.count(Parameter.Role.FIXED);
    }

    /** The network as one that samplers can use, or one clear error. */
    public DiffusionNetwork diffusionNetwork() {
        if (network instanceof DiffusionNetwork diffusion) {
            return diffusion;
        }
        throw new AssayException(
                name(),
                "family '" + config.family() + "' does not denoise on a noise schedule",
                "a network with a section 'diffusion' is needed",
                "choose another model; 'assay models list' shows them");
    }

    /** The network as a denoiser D(x; sigma), or one clear error. */
    public DenoisingNetwork denoisingNetwork() {
        if (network instanceof DenoisingNetwork denoising) {
            return denoising;
        }
        throw new AssayException(
                name(),
                "it is no denoiser of the form D(x; sigma)",
                "a network of EDM with a section 'preconditioning' is needed",
                "choose another model; 'assay models list' shows them");
    }

    /** How its predictions are meant. */
    public DiffusionSettings diffusion() {
        DiffusionSettings settings = Json.bind(
                name() + ": diffusion",
                section("diffusion", config.diffusion(), "it says how predictions are meant"),
                DiffusionSettings.class);
        if (network instanceof DiffusionNetwork net && settings.noClass() >= net.classes()) {
            throw new AssayException(
                    name() + ": diffusion",
                    "no_class is " + settings.noClass(),
                    "the network's classes are numbered below " + net.classes(),
                    "choose one of them, or -1 if none stands for no class");
        }
        return settings;
    }

    /** How it is sampled where nothing else is asked. */
    public Sampling sampling() {
        return Sampling.of(
                name() + ": sampling", section("sampling", config.sampling(), "it names the sampler and its settings"));
    }

    /** Whether what it makes are latents, which an autoencoder decodes. */
    public boolean hasLatents() {
        return !config.latents().isEmpty();
    }

    /** What decodes its images. */
    public Latents latents() {
        Map<String, Object> section = new LinkedHashMap<>(Map.of("shift", 0));
        section.putAll(section("latents", config.latents(), "it names the autoencoder and the scale"));
        return Json.bind(name() + ": latents", section, Latents.class);
    }

    private Map<String, Object> section(String name, Map<String, Object> section, String purpose) {
        if (section.isEmpty()) {
            throw new AssayException(name(), "it has no section '" + name + "'", purpose, "add the section");
        }
        return section;
    }

    private void check(String count, String found) {
        Object stated = config.published().get(count);
        String expected = stated instanceof Double d ? String.format(Locale.ROOT, "%.2f", d) : String.valueOf(stated);
        if (stated != null && !expected.equals(found)) {
            throw new AssayException(
                    name(),
                    count + " come out as " + found,
                    "the configuration states " + expected,
                    "correct the sizes or the section 'published'");
        }
    }

    /** The keys that the section {@code published} may have. */
    static void checkPublished(Map<String, Object> published) {
        for (String key : published.keySet()) {
            if (!COUNTS.contains(key)) {
                throw Names.unknown("count", key, COUNTS);
            }
        }
    }
}
