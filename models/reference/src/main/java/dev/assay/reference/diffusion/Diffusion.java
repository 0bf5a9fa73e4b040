package dev.assay.reference.diffusion;

/**
 * A batch to be sampled: all that samplers work on.
 *
 * @param algebra the arithmetic of batches
 * @param denoiser what is known of the images, with labels and guidance inside
 * @param schedule the one the denoiser was trained with
 * @param noise where random numbers come from
 */
public record Diffusion<X>(Algebra<X> algebra, Denoiser<X> denoiser, NoiseSchedule schedule, Noise<X> noise) {}
