/**
 * Several related images made together: group diffusion transformers (Huang et al. 2024, arXiv 2410.15027) on any base.
 * The paper released neither code nor weights; what it leaves open and is decided here is said where it is decided.
 */
package dev.assay.reference.group;
