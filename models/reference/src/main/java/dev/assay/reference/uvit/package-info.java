/** U-ViT: vision transformers with long skips (Bao et al. 2022, arXiv 2209.12152). */
package dev.assay.reference.uvit;
