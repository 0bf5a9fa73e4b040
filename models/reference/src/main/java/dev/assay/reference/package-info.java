/** Reference networks, written over {@link dev.assay.graph.Tensor} with the parameter names of their publishers. */
package dev.assay.reference;
