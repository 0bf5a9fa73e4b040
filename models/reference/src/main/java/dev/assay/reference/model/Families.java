package dev.assay.reference.model;

import static java.util.Map.entry;

import dev.assay.graph.Network;
import dev.assay.reference.adm.AdmClassifier;
import dev.assay.reference.adm.AdmUnet;
import dev.assay.reference.dimr.Dimr;
import dev.assay.reference.dit.Dit;
import dev.assay.reference.edm.DhariwalUnet;
import dev.assay.reference.edm.DhariwalUpsampler;
import dev.assay.reference.edm.Preconditioned;
import dev.assay.reference.edm.Preconditionings;
import dev.assay.reference.edm.RawNetwork;
import dev.assay.reference.edm.SongUnet;
import dev.assay.reference.emoji.EmojiTowers;
import dev.assay.reference.mmdit.Mmdit;
import dev.assay.reference.mmdit.MmditGroup;
import dev.assay.reference.pixart.Pixart;
import dev.assay.reference.pixart.PixartGroup;
import dev.assay.reference.pixart.WordGroup;
import dev.assay.reference.text.ClipText;
import dev.assay.reference.text.ClipVision;
import dev.assay.reference.text.T5Encoder;
import dev.assay.reference.uvit.Uvit;
import dev.assay.reference.vae.AutoencoderKl;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import dev.assay.spec.Names;
import java.util.Map;
import java.util.TreeMap;

/** The families of networks: records whose components are the settings in a configuration. */
final class Families {
    private static final Map<String, Class<? extends Network>> BY_NAME = new TreeMap<>(Map.ofEntries(
            entry("adm-classifier", AdmClassifier.class),
            entry("adm-unet", AdmUnet.class),
            entry("autoencoder-kl", AutoencoderKl.class),
            entry("clip-text", ClipText.class),
            entry("clip-vision", ClipVision.class),
            entry("dhariwal-unet", DhariwalUnet.class),
            entry("dhariwal-upsampler", DhariwalUpsampler.class),
            entry("dimr", Dimr.class),
            entry("dit", Dit.class),
            entry("emoji-towers", EmojiTowers.class),
            entry("mmdit", Mmdit.class),
            entry("mmdit-group", MmditGroup.class),
            entry("pixart", Pixart.class),
            entry("pixart-group", PixartGroup.class),
            entry("song-unet", SongUnet.class),
            entry("t5-encoder", T5Encoder.class),
            entry("uvit", Uvit.class),
            entry("word-group", WordGroup.class)));

    private Families() {}

    /** The network that a configuration describes; unknown families and settings are answered with the known ones. */
    static Network network(ModelConfig config) {
        Class<? extends Network> family = BY_NAME.get(config.family());
        if (family == null) {
            throw Names.unknown("family", config.family(), BY_NAME.keySet());
        }
        Network network = Json.bind(config.model() + ": network", config.network(), family);
        return config.preconditioning().isEmpty() ? network : preconditioned(config, network);
    }

    private static Network preconditioned(ModelConfig config, Network network) {
        if (network instanceof RawNetwork raw) {
            String where = config.model() + ": preconditioning";
            return new Preconditioned(raw, Preconditionings.of(where, config.preconditioning()));
        }
        throw new AssayException(
                config.model(),
                "family '" + config.family() + "' has a section 'preconditioning'",
                "dhariwal-unet, dhariwal-upsampler and song-unet take one",
                "remove the section");
    }
}
