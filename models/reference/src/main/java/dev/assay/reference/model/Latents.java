package dev.assay.reference.model;

import dev.assay.spec.AssayException;

/**
 * What stands between a model's images and pixels.
 *
 * @param autoencoder the model that decodes, a preset or a file; an autoencoder names itself
 * @param scale what its latents are multiplied by for the model, above 0
 * @param shift what is taken from them before that; 0 where a configuration does not say
 */
public record Latents(String autoencoder, double scale, double shift) {
    public Latents {
        if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
            throw new AssayException("latents", "scale is " + scale, "it must be a number above 0", "correct it");
        }
        if (!Double.isFinite(shift)) {
            throw new AssayException("latents", "shift is " + shift, "it must be a number", "correct it");
        }
    }
}
