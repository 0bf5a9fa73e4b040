/** DiMR: diffusion by several branches, each at its own resolution (Liu et al. 2024, arXiv 2406.09416). */
package dev.assay.reference.dimr;
