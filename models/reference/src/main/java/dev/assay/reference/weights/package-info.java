/**
 * Checkpoints of other programs, read as what they are: untrusted files. Nothing in them is executed, and no size they
 * state is allocated before it is checked against the file.
 */
package dev.assay.reference.weights;
