package dev.assay.reference.model;

import dev.assay.spec.Names;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What can be exported of a model; see {@link Parts}. */
public enum Part {
    /** The whole network, with inputs and outputs as in the original; EDM's without its preconditioning. */
    NETWORK,
    /** The diffusion network as samplers see it: {@link Denoising}, or {@link DenoisingNetwork} of EDM's. */
    DENOISER,
    /** The first half of the autoencoder: images to moments of latents. */
    ENCODER,
    /** What makes pixels of what the diffusion network makes. */
    DECODER,
    /** An image tower with the descriptor that makes it a feature extractor: {@link Parts#extractor}. */
    EXTRACTOR,
    /** All steps of a sampler, from noise to pixels: {@link Generator}. */
    GENERATOR;

    /** As people write it: {@code denoiser}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The part of that name; an unknown one is answered with near ones. */
    public static Part named(String id) {
        List<String> ids = Arrays.stream(values()).map(Part::id).toList();
        int index = ids.indexOf(id);
        if (index < 0) {
            throw Names.unknown("part", id, ids);
        }
        return values()[index];
    }
}
