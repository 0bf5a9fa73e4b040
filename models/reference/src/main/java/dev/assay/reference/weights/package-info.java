/**
 * Weights: checkpoints of other programs, read as what they are, untrusted files; which of their tensors go where in a
 * network; fills by formula; and checkpoints of our own. Nothing in a file is executed, and no size it states is allocated
 * before it is checked against the file. Tensors are read and written one at a time.
 */
package dev.assay.reference.weights;
