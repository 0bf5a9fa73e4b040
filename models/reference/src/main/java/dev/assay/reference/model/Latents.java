package dev.assay.reference.model;

/**
 * What stands between a model's images and pixels.
 *
 * @param autoencoder the model that decodes, a preset or a file; an autoencoder names itself
 * @param scale what its latents are multiplied by for the model
 */
public record Latents(String autoencoder, double scale) {}
