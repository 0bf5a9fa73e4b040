package dev.assay.training;

import dev.assay.reference.diffusion.Registry;
import dev.assay.reference.diffusion.Settings;
import dev.assay.reference.diffusion.TimeShift;
import dev.assay.reference.emoji.EmojiTowers;
import dev.assay.reference.group.Members;
import dev.assay.reference.model.Model;
import dev.assay.reference.pixart.WordGroup;
import dev.assay.reference.relay.BlockNoise;
import dev.assay.reference.relay.DenoisingLosses;
import dev.assay.reference.relay.RelayNoise;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import dev.assay.spec.Names;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Objectives by the name of their loss: {@code diffusion} for networks of a noise schedule, {@code group} for those of
 * them that make groups, and {@code edm} and {@code relay} of {@link DenoisingLosses} for denoisers D(x; sigma). Block
 * noise with {@code alpha} above 0 goes with all but groups. {@code contrastive} is for {@link EmojiTowers}, see
 * {@link ContrastiveObjective}.
 */
public final class Objectives {
    private static final String DIFFUSION = "diffusion";
    private static final String GROUP = "group";
    private static final String CONTRASTIVE = "contrastive";
    private static final String LABEL_DROPOUT = "label_dropout";
    private static final String SCALING = "scaling";
    private static final String LOW_NOISE = "low_noise";
    private static final String EVEN = "even";
    private static final String LOGIT_NORMAL = "logit-normal";
    private static final int MOST_BLOCK = 1 << 12;

    private static final Registry<Maker> ALL = all();

    private Objectives() {}

    /** What is left to know when the settings of a loss are. */
    @FunctionalInterface
    private interface Maker {
        Objective make(TrainingConfig config, Model model, TrainingData data);
    }

    private static Registry<Maker> all() {
        Registry<Maker> all = new Registry<Maker>("loss")
                .with(DIFFUSION, diffusionDefaults(), List.of("weights", LABEL_DROPOUT), Objectives::diffusion)
                .with(GROUP, Map.of("most", 4, "given", 0.0), List.of("text_dropout"), Objectives::group);
        all.with(CONTRASTIVE, Map.of(), ContrastiveObjective.SETTINGS, s -> (config, model, data) -> {
            throw new AssayException(
                    data.name(), "these are no pairs", "the loss takes pairs", "choose another loss or other data");
        });
        for (String name : DenoisingLosses.names()) {
            Map<String, Object> defaults = new HashMap<>(DenoisingLosses.settings(name, Map.of()));
            defaults.put(LOW_NOISE, 0.0);
            all.with(name, defaults, List.of(LABEL_DROPOUT, SCALING), s -> denoising(name, s));
        }
        return all;
    }

    private static Map<String, Object> diffusionDefaults() {
        return Map.of(
                "alpha", 0.0,
                "block", 1,
                "noise", RelayNoise.Form.PAPER.id(),
                "times", EVEN,
                "times_mean", 0.0,
                "times_deviation", 1.0,
                "times_shift", 1.0);
    }

    /** The objective of a run. */
    public static Objective of(TrainingConfig config, Model model, TrainingData data) {
        Map<String, Object> settings = new LinkedHashMap<>(config.loss());
        return ALL.named(EmaRates.name("loss", settings), settings).make(config, model, data);
    }

    /** Whether the loss of a run compares pictures of pairs. */
    public static boolean takesPairs(TrainingConfig config) {
        return CONTRASTIVE.equals(config.loss().get("name"));
    }

    /** The objective of a run that compares pictures of pairs. */
    public static Objective ofPairs(TrainingConfig config, Model model, TrainingPairs pairs) {
        if (!(model.network() instanceof EmojiTowers towers)) {
            throw new AssayException(
                    model.name(),
                    "it is of family '" + model.config().family() + "'",
                    "the loss '" + CONTRASTIVE + "' takes emoji-towers",
                    "choose another model or loss");
        }
        Map<String, Object> settings = new LinkedHashMap<>(config.loss());
        settings.remove("name");
        ContrastiveObjective.Options options =
                Json.bind(config.train() + ": loss", settings, ContrastiveObjective.Options.class);
        return ContrastiveObjective.of(towers, pairs, options, config.seed(), config.batch());
    }

    private static Maker diffusion(Settings s) {
        List<Double> weights = s.numbers("weights");
        double dropout = part(s, LABEL_DROPOUT);
        RelayNoise noise = new RelayNoise(
                s.number("alpha", v -> v >= 0, "a number from 0"),
                new BlockNoise(s.integer("block", 1, MOST_BLOCK)),
                s.choice("noise", RelayNoise.Form.class));
        TimeDensity times = times(s);
        return (config, model, data) -> {
            if (config.data().augment() > 0) {
                throw new AssayException(
                        "augment",
                        "it is " + config.data().augment(),
                        "networks of a noise schedule are not told of it",
                        "set it to 0");
            }
            return new DiffusionObjective(
                    model.diffusionNetwork(),
                    model.diffusion(),
                    images(data),
                    new DiffusionObjective.Options(weights, dropout, noise, times),
                    config.seed(),
                    config.batch());
        };
    }

    private static Maker group(Settings s) {
        GroupObjective.Options options = new GroupObjective.Options(
                s.integer("most", 1, Members.MOST), part(s, "text_dropout"), part(s, "given"));
        return (config, model, data) -> {
            if (model.network() instanceof WordGroup network && data instanceof TrainingGroups groups) {
                return new GroupObjective(network, model.diffusion(), groups, options, config.seed(), config.batch());
            }
            throw new AssayException(
                    "loss group",
                    "the model is '%s' and the data %s".formatted(model.name(), data.name()),
                    "it needs a model of family word-group and data in groups",
                    "choose such, as gdt-emoji-32 and emoji-groups");
        };
    }

    private static TrainingImages images(TrainingData data) {
        if (data instanceof TrainingImages images) {
            return images;
        }
        throw new AssayException(
                data.name(), "it is of groups", "this loss takes single images", "choose another set or loss");
    }

    private static TimeDensity times(Settings s) {
        String name = String.valueOf(s.values().get("times"));
        return switch (name) {
            case EVEN -> new TimeDensity.Even();
            case LOGIT_NORMAL ->
                new TimeDensity.LogitNormal(
                        s.number("times_mean", v -> true, "a number"),
                        s.number("times_deviation", v -> v > 0, "a number above 0"),
                        new TimeShift(s.number("times_shift", v -> v > 0, "a number above 0")));
            default -> throw Names.unknown("times of loss diffusion", name, List.of(EVEN, LOGIT_NORMAL));
        };
    }

    private static Maker denoising(String name, Settings s) {
        double dropout = part(s, LABEL_DROPOUT);
        double scaling = s.number(SCALING, v -> v > 0, "a number above 0");
        double low = s.number(LOW_NOISE, v -> v >= 0, "a number from 0");
        Map<String, Object> rest = new HashMap<>(s.values());
        rest.keySet().removeAll(List.of(LABEL_DROPOUT, SCALING, LOW_NOISE));
        return (config, model, data) -> new DenoisingObjective(
                model.denoisingNetwork(),
                DenoisingLosses.named(name, rest),
                images(data),
                new DenoisingObjective.Options(
                        dropout, scaling, low, config.data().augment()),
                config.seed(),
                config.batch());
    }

    private static double part(Settings s, String setting) {
        return s.number(setting, v -> v >= 0 && v <= 1, "a number from 0 to 1");
    }
}
