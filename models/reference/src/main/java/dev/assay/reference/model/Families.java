package dev.assay.reference.model;

import dev.assay.graph.Network;
import dev.assay.reference.dimr.Dimr;
import dev.assay.reference.dit.Dit;
import dev.assay.reference.uvit.Uvit;
import dev.assay.reference.vae.AutoencoderKl;
import dev.assay.spec.Json;
import dev.assay.spec.Names;
import java.util.Map;
import java.util.TreeMap;

/** The families of networks: records whose components are the settings in a configuration. */
final class Families {
    private static final Map<String, Class<? extends Network>> BY_NAME = new TreeMap<>(Map.of(
            "autoencoder-kl", AutoencoderKl.class,
            "dimr", Dimr.class,
            "dit", Dit.class,
            "uvit", Uvit.class));

    private Families() {}

    /** The network that a configuration describes; unknown families and settings are answered with the known ones. */
    static Network network(ModelConfig config) {
        Class<? extends Network> family = BY_NAME.get(config.family());
        if (family == null) {
            throw Names.unknown("family", config.family(), BY_NAME.keySet());
        }
        return Json.bind(config.model() + ": network", config.network(), family);
    }
}
