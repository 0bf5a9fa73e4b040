/** The autoencoder of latent diffusion (Rombach et al. 2021, arXiv 2112.10752). */
package dev.assay.reference.vae;
