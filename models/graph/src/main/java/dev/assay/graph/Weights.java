package dev.assay.graph;

/** Where the values of parameters come from: a checkpoint, or a fill rule. */
@FunctionalInterface
public interface Weights {
    /** The values of a parameter, row-major, {@code shape.elements()} of them; a fresh or shared array, not modified. */
    float[] tensor(String name, Shape shape);
}
