/**
 * From a denoiser to images: noise schedules, samplers, guidance, and noise that depends on the seed and the number of
 * the image alone.
 *
 * <p>Time t runs from 1 (noise) to 0 (image); step i of a schedule with N discrete steps is t = (i + 1) / N. A noisy image
 * is x = alpha(t) image + sigma(t) noise. What a sampler knows of a network is a {@link dev.assay.reference.diffusion.Denoiser},
 * the noise in x at t. Samplers are written once over an {@link dev.assay.reference.diffusion.Algebra}, so that the same
 * lines compute on arrays of double or record themselves into a network.
 */
package dev.assay.reference.diffusion;
