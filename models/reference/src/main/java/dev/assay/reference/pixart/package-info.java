/** PixArt-alpha: diffusion transformers with text (Chen et al. 2023, arXiv 2310.00426), and groups of images made by them. */
package dev.assay.reference.pixart;
