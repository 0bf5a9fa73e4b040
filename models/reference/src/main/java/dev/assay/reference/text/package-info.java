/** Texts as numbers: tokens, and the networks that encode them. */
package dev.assay.reference.text;
