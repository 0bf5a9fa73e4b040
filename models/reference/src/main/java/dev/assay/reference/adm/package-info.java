/** ADM: the U-Net of guided-diffusion and its classifiers (Dhariwal and Nichol 2021, arXiv 2105.05233). */
package dev.assay.reference.adm;
