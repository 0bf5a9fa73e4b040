package dev.assay.graph;

import java.util.List;

/** What makes tensors: one that only knows shapes, one that records a graph, or one that computes at once. */
public interface Backend {
    /** The type of parameters, which is the one that networks compute in; buffers may be wider. */
    DataType number();

    /** The stored tensor of that name; asking twice gives the same one. */
    Tensor parameter(Parameter parameter);

    /** A tensor with the given values, row-major; {@code shape} is fixed. */
    Tensor constant(double[] values, Shape shape, DataType type);

    /**
     * The result of an operation. Shapes and types have been checked by {@link Op#on}, which is what calls this.
     *
     * @param shape the shape of the result
     * @param type the type of the result
     * @param origin the scope the result belongs to, for names and messages
     */
    Tensor apply(Op op, List<Tensor> inputs, Shape shape, DataType type, String origin);
}
