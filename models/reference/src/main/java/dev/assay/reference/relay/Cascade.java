package dev.assay.reference.relay;

import dev.assay.reference.diffusion.Guidance;
import dev.assay.reference.diffusion.Guidances;
import dev.assay.reference.diffusion.ImageShape;
import dev.assay.reference.diffusion.LabelPolicies;
import dev.assay.reference.diffusion.LabelPolicy;
import dev.assay.reference.model.Model;
import dev.assay.reference.model.Models;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import dev.assay.spec.Names;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A system of any number of stages, checked: every name is known, and every stage's images are as large as the patches of
 * the next make of them.
 *
 * @param config what it was made of
 * @param stages from the lowest resolution up
 * @param labels the class of each image; one class, number 0, where images have none
 * @param enhancements what is done to finished images, in order
 */
public record Cascade(
        CascadeConfig config, List<CascadeStage> stages, LabelPolicy labels, List<Enhancement> enhancements) {
    /** The systems that come with Assay, in the order they are listed to people. */
    public static final List<String> NAMES = List.of(
            "rdm-imagenet-256",
            "rdm-celebahq-256",
            "rdm-celebahq-512",
            "rdm-celebahq-1024",
            "rdm-emoji-32",
            "upsampler-emoji-32");

    private static final String FOLDER = "/dev/assay/reference/systems/";

    /** 2^64 over the golden ratio, which keeps multiples apart. */
    private static final long SEED_STEP = 0x9E3779B97F4A7C15L;

    private static final String NAME = "name";

    public Cascade {
        stages = List.copyOf(stages);
        enhancements = List.copyOf(enhancements);
    }

    /** A system by name, or that of a file: anything that ends in .yaml or .yml. */
    public static Cascade find(String nameOrFile) {
        return nameOrFile.endsWith(".yaml") || nameOrFile.endsWith(".yml")
                ? of(Json.readYaml(Path.of(nameOrFile), CascadeConfig.class), Models::find)
                : named(nameOrFile);
    }

    private static Cascade named(String name) {
        if (!NAMES.contains(name)) {
            throw Names.unknown("system", name, NAMES);
        }
        try (InputStream in = Cascade.class.getResourceAsStream(FOLDER + name + ".yaml")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return of(Json.readYaml(name, text, CascadeConfig.class), Models::find);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The system of a configuration, with models from elsewhere. */
    public static Cascade of(CascadeConfig config, Function<String, Model> models) {
        if (config.stages().isEmpty()) {
            throw wrong(config.system(), "it has no stages", "a system has at least one");
        }
        List<CascadeStage> stages = new ArrayList<>();
        for (int i = 0; i < config.stages().size(); i++) {
            String where = config.system() + ": stage " + (i + 1);
            CascadeStage stage = CascadeStage.of(where, config.stages().get(i), models);
            stage.checkAfter(where, stages);
            stages.add(stage);
        }
        List<Enhancement> enhancements = config.enhancements().stream()
                .map(e -> Enhancements.named(name(config.system() + ": enhancements", e), settings(e)))
                .toList();
        return new Cascade(config, stages, labels(config, stages), enhancements);
    }

    private static LabelPolicy labels(CascadeConfig config, List<CascadeStage> stages) {
        int most = stages.stream().mapToInt(CascadeStage::classes).max().orElse(0);
        if (config.labels().isEmpty()) {
            if (most > 0) {
                throw wrong(config.system() + ": labels", "there are none", "a stage has " + most + " classes");
            }
            return new LabelPolicy.Fixed(0);
        }
        if (most == 0) {
            throw wrong(config.system() + ": labels", "they are given", "no stage has classes");
        }
        return LabelPolicies.named(name(config.system() + ": labels", config.labels()), settings(config.labels()));
    }

    /**
     * The seed of a stage's noise, stages counted from 0. Stages must not share a seed: the noise of one would begin with
     * that of the other.
     */
    public static long stageSeed(long seed, int stage) {
        return seed + stage * SEED_STEP;
    }

    /** The shape of finished images. */
    public ImageShape shape() {
        return stages.get(stages.size() - 1).shape();
    }

    static String name(String where, Map<String, Object> given) {
        if (given.get(NAME) instanceof String name) {
            return name;
        }
        throw wrong(where, "'name' is missing", "it is needed beside settings");
    }

    static Map<String, Object> settings(Map<String, Object> given) {
        Map<String, Object> settings = new TreeMap<>(given);
        settings.remove(NAME);
        return settings;
    }

    static Guidance guidance(String where, Map<String, Object> given) {
        return Guidances.named(name(where + ": guidance", given), settings(given));
    }

    static AssayException wrong(String where, String found, String allowed) {
        return new AssayException(where, found, allowed, "correct the system's file");
    }
}
