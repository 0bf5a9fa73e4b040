/**
 * Pictures drawn by code from a few words, with what is in them known exactly. Everything down to the pixels is computed
 * here, in double arithmetic and {@link java.lang.StrictMath}, because text and curves of a graphics library differ
 * between Java versions and machines: the same words give the same bytes everywhere.
 *
 * <p>Coordinates are in 512 x 512 units, x to the right and y down.
 */
package dev.assay.datasets.drawn;
