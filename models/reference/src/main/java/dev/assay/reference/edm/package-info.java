/** EDM: denoisers of the form D(x; sigma) and the U-Nets under them (Karras et al. 2022, arXiv 2206.00364). */
package dev.assay.reference.edm;
