package dev.assay.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** A network of one float output, {@code y}, from inputs {@code x0, x1, ...}. */
record Lambda(List<Shape> shapes, BiFunction<Scope, Tensor[], Tensor> body) implements Network {
    static Lambda of(Shape x, BiFunction<Scope, Tensor, Tensor> body) {
        return new Lambda(List.of(x), (s, in) -> body.apply(s, in[0]));
    }

    static Lambda of(Shape first, Shape second, BiFunction<Tensor, Tensor, Tensor> body) {
        return new Lambda(List.of(first, second), (s, in) -> body.apply(in[0], in[1]));
    }

    @Override
    public List<Port> inputs() {
        List<Port> ports = new java.util.ArrayList<>();
        for (Shape shape : shapes) {
            ports.add(new Port("x" + ports.size(), DataType.FLOAT32, shape));
        }
        return ports;
    }

    @Override
    public Map<String, Tensor> outputs(Scope scope, Map<String, Tensor> inputs) {
        Map<String, Tensor> out = new LinkedHashMap<>();
        out.put("y", body.apply(scope, inputs.values().toArray(new Tensor[0])));
        return out;
    }
}
