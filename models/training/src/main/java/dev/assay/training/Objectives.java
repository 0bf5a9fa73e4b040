package dev.assay.training;

import dev.assay.reference.diffusion.Registry;
import dev.assay.reference.diffusion.Settings;
import dev.assay.reference.emoji.EmojiTowers;
import dev.assay.reference.model.Model;
import dev.assay.reference.relay.BlockNoise;
import dev.assay.reference.relay.DenoisingLosses;
import dev.assay.reference.relay.RelayNoise;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Objectives by the name of their loss: {@code diffusion} for networks of a noise schedule, and {@code edm} and
 * {@code relay} of {@link DenoisingLosses} for denoisers D(x; sigma). Block noise with {@code alpha} above 0 goes with all
 * of these. {@code contrastive} is for {@link EmojiTowers}, see {@link ContrastiveObjective}.
 */
public final class Objectives {
    private static final String DIFFUSION = "diffusion";
    private static final String CONTRASTIVE = "contrastive";
    private static final String LABEL_DROPOUT = "label_dropout";
    private static final String SCALING = "scaling";
    private static final String LOW_NOISE = "low_noise";
    private static final int MOST_BLOCK = 1 << 12;

    private static final Registry<Maker> ALL = all();

    private Objectives() {}

    /** What is left to know when the settings of a loss are. */
    @FunctionalInterface
    private interface Maker {
        Objective make(TrainingConfig config, Model model, TrainingImages images);
    }

    private static Registry<Maker> all() {
        Registry<Maker> all = new Registry<Maker>("loss")
                .with(
                        DIFFUSION,
                        Map.of("alpha", 0.0, "block", 1, "noise", RelayNoise.Form.PAPER.id()),
                        List.of("weights", LABEL_DROPOUT),
                        Objectives::diffusion);
        all.with(CONTRASTIVE, Map.of(), ContrastiveObjective.SETTINGS, s -> (config, model, images) -> {
            throw new AssayException(
                    images.name(),
                    "these are single images",
                    "the loss takes pairs",
                    "choose another loss or other data");
        });
        for (String name : DenoisingLosses.names()) {
            Map<String, Object> defaults = new HashMap<>(DenoisingLosses.settings(name, Map.of()));
            defaults.put(LOW_NOISE, 0.0);
            all.with(name, defaults, List.of(LABEL_DROPOUT, SCALING), s -> denoising(name, s));
        }
        return all;
    }

    /** The objective of a run. */
    public static Objective of(TrainingConfig config, Model model, TrainingImages images) {
        Map<String, Object> settings = new LinkedHashMap<>(config.loss());
        return ALL.named(EmaRates.name("loss", settings), settings).make(config, model, images);
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
        double dropout = part(s);
        RelayNoise noise = new RelayNoise(
                s.number("alpha", v -> v >= 0, "a number from 0"),
                new BlockNoise(s.integer("block", 1, MOST_BLOCK)),
                s.choice("noise", RelayNoise.Form.class));
        return (config, model, images) -> {
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
                    images,
                    new DiffusionObjective.Options(weights, dropout, noise),
                    config.seed(),
                    config.batch());
        };
    }

    private static Maker denoising(String name, Settings s) {
        double dropout = part(s);
        double scaling = s.number(SCALING, v -> v > 0, "a number above 0");
        double low = s.number(LOW_NOISE, v -> v >= 0, "a number from 0");
        Map<String, Object> rest = new HashMap<>(s.values());
        rest.keySet().removeAll(List.of(LABEL_DROPOUT, SCALING, LOW_NOISE));
        return (config, model, images) -> new DenoisingObjective(
                model.denoisingNetwork(),
                DenoisingLosses.named(name, rest),
                images,
                new DenoisingObjective.Options(
                        dropout, scaling, low, config.data().augment()),
                config.seed(),
                config.batch());
    }

    private static double part(Settings s) {
        return s.number(LABEL_DROPOUT, v -> v >= 0 && v <= 1, "a number from 0 to 1");
    }
}
