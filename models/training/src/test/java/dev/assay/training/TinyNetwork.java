package dev.assay.training;

import dev.assay.graph.DataType;
import dev.assay.graph.Init;
import dev.assay.graph.Network;
import dev.assay.graph.Op;
import dev.assay.graph.Padding;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.ShapeBackend;
import dev.assay.graph.Tensor;
import java.util.List;
import java.util.Map;

/** A few layers of every kind that matters: x [N,2,8,8] and labels y [N] to [N,2,8,8]. */
record TinyNetwork() implements Network {
    private static final int WIDTH = 16;

    static TrainingState.Setup setup() {
        return new TrainingState.Setup(
                ShapeBackend.describe(new TinyNetwork()).parameters(),
                new AdamW.Settings(0.9, 0.99, 1e-8, 0.03),
                name -> name.endsWith("weight"));
    }

    @Override
    public List<Port> inputs() {
        return List.of(
                new Port("x", DataType.FLOAT32, Shape.of(Shape.BATCH, 2, 8, 8)),
                new Port("y", DataType.INT64, Shape.of(Shape.BATCH)));
    }

    @Override
    public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> inputs) {
        Shape each = Shape.of(WIDTH);
        Op.Conv conv = new Op.Conv(1, 1, Padding.of(1), 1);
        Tensor h = s.number(inputs.get("x"))
                .conv2d(parameter(s, "in.weight", WIDTH, 2, 3, 3), parameter(s, "in.bias", WIDTH), conv);
        Tensor label = parameter(s, "table", 4, WIDTH).gather(inputs.get("y"));
        h = h.add(label.reshape(Shape.BATCH, WIDTH, 1, 1));
        h = h.groupNorm(parameter(s, "norm.weight", WIDTH), parameter(s, "norm.bias", WIDTH), 4, 1e-5)
                .silu();
        Tensor rows = h.reshape(Shape.BATCH, WIDTH, 64).transpose(0, 2, 1);
        rows = rows.add(s.fixed("places", Shape.of(64, WIDTH), new Init.Constant(0.1)));
        Tensor normal = rows.layerNorm(s.parameter("ln.weight", each), s.parameter("ln.bias", each), 1e-5);
        List<Tensor> qkv =
                normal.linear(parameter(s, "qkv.weight", 3 * WIDTH, WIDTH)).chunk(2, 3);
        rows = rows.add(qkv.get(0).attention(qkv.get(1), qkv.get(2), 2));
        h = rows.transpose(0, 2, 1).reshape(Shape.BATCH, WIDTH, 8, 8);
        return Map.of("out", h.conv2d(parameter(s, "out.weight", 2, WIDTH, 3, 3), parameter(s, "out.bias", 2), conv));
    }

    private static Tensor parameter(Scope s, String name, int... dims) {
        return s.parameter(name, Shape.of(dims), new Init.Uniform(0.5));
    }
}
