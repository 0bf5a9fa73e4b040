package dev.assay.training;

import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.Network;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An operation with one choice of settings as a network of one output {@code y}.
 *
 * @param name what a report calls it
 * @param shapes of inputs {@code x0, x1, ...}, floats in (-1, 1)
 * @param rows whole numbers of an input {@code rows}, if there are any
 * @param rowShape sizes of that input
 * @param body what it does
 */
record OperationCase(String name, List<Shape> shapes, long[] rows, long[] rowShape, Body body) implements Network {
    static final int BATCH = 2;

    interface Body {
        Tensor apply(Scope s, Tensor[] x);
    }

    static OperationCase of(String name, Body body, Shape... shapes) {
        return new OperationCase(name, List.of(shapes), new long[0], new long[0], body);
    }

    @Override
    public List<Port> inputs() {
        List<Port> ports = new ArrayList<>();
        for (Shape shape : shapes) {
            ports.add(new Port("x" + ports.size(), DataType.FLOAT32, shape));
        }
        if (rows.length > 0) {
            int[] sizes = new int[rowShape.length];
            for (int i = 0; i < sizes.length; i++) {
                sizes[i] = (int) rowShape[i];
            }
            ports.add(new Port("rows", DataType.INT64, Shape.of(sizes)));
        }
        return ports;
    }

    /** Inputs for a batch of two. */
    Map<String, Array> values() {
        Map<String, Array> values = new LinkedHashMap<>();
        for (Port port : inputs()) {
            if (port.type() == DataType.INT64) {
                values.put(port.name(), new Array.Longs(rows, rowShape));
                continue;
            }
            long[] sizes = port.shape().dims().stream()
                    .mapToLong(d -> d < 0 ? -d * BATCH : d)
                    .toArray();
            int count = 1;
            for (long size : sizes) {
                count *= (int) size;
            }
            values.put(port.name(), new Array.Floats(Formula.numbers(port.name(), count), sizes));
        }
        return values;
    }

    @Override
    public Map<String, Tensor> outputs(Scope scope, Map<String, Tensor> inputs) {
        Tensor[] x = inputs.values().stream()
                .map(t -> t.type() == DataType.INT64 ? t : scope.number(t))
                .toArray(Tensor[]::new);
        return Map.of("y", body.apply(scope, x));
    }

    @Override
    public String toString() {
        return name;
    }
}
