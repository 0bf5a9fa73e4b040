/** DiT: diffusion transformers (Peebles and Xie 2022, arXiv 2212.09748). */
package dev.assay.reference.dit;
