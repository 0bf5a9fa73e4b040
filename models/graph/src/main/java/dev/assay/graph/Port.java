package dev.assay.graph;

/**
 * A named input or output of a network.
 *
 * @param name as callers give it
 * @param type kind of number
 * @param shape its sizes; the first is usually {@link Shape#BATCH}
 */
public record Port(String name, DataType type, Shape shape) {}
