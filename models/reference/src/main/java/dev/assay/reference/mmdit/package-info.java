/**
 * MMDiT, the transformer of Stable Diffusion 3 (Esser et al. 2024, arXiv 2403.03206), and groups of it (Huang et al. 2024,
 * arXiv 2410.15027).
 */
package dev.assay.reference.mmdit;
