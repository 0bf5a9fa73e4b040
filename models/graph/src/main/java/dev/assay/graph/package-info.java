/**
 * Networks written once: a {@link dev.assay.graph.Network} is a function over {@link dev.assay.graph.Tensor} whose
 * parameters are named by a {@link dev.assay.graph.Scope}. Back ends check its shapes and count its work, or record it
 * as an ONNX file that {@link dev.assay.graph.OnnxSession} runs.
 */
package dev.assay.graph;
