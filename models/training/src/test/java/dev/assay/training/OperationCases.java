package dev.assay.training;

import static dev.assay.graph.Shape.BATCH;

import dev.assay.graph.DataType;
import dev.assay.graph.Op;
import dev.assay.graph.Padding;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.graph.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Every operation with the settings that change what it does. */
final class OperationCases {
    private OperationCases() {}

    static List<OperationCase> all() {
        List<OperationCase> cases = new ArrayList<>();
        functions(cases);
        products(cases);
        convolutions(cases);
        pools(cases);
        attentions(cases);
        normalisations(cases);
        places(cases);
        reductions(cases);
        resizes(cases);
        sizesOfUse(cases);
        return cases;
    }

    private static void functions(List<OperationCase> cases) {
        for (Op.Function f : Op.Function.values()) {
            boolean positive = f == Op.Function.LOG || f == Op.Function.SQRT;
            cases.add(OperationCase.of(
                    f.name().toLowerCase(Locale.ROOT),
                    (s, x) -> new Op.Unary(f).on(positive ? x[0].square().add(0.1) : x[0].mul(3)),
                    Shape.of(BATCH, 3, 4)));
        }
        for (Op.Arithmetic a : Op.Arithmetic.values()) {
            cases.add(OperationCase.of(
                    a + " with repeats",
                    (s, x) -> new Op.Binary(a)
                            .on(x[0], a == Op.Arithmetic.DIV ? x[1].square().add(0.1) : x[1]),
                    Shape.of(BATCH, 3, 4),
                    Shape.of(3, 1)));
        }
        cases.add(OperationCase.of("max of a number", (s, x) -> x[0].max(0.2).min(0.5), Shape.of(BATCH, 8)));
        for (int axis : new int[] {1, -1}) {
            cases.add(OperationCase.of(
                    "softmax along " + axis, (s, x) -> x[0].mul(4).softmax(axis), Shape.of(BATCH, 5, 3)));
        }
        cases.add(OperationCase.of(
                "cast there and back",
                (s, x) -> x[0].mul(10)
                        .cast(DataType.INT64)
                        .cast(s.backend().number())
                        .add(x[0]),
                Shape.of(BATCH, 6)));
    }

    private static void products(List<OperationCase> cases) {
        cases.add(OperationCase.of(
                "product of matrices", (s, x) -> x[0].matmul(x[1]), Shape.of(BATCH, 3, 4), Shape.of(4, 5)));
        cases.add(OperationCase.of(
                "product with repeated outer axes",
                (s, x) -> x[0].matmul(x[1]),
                Shape.of(BATCH, 2, 3, 4),
                Shape.of(2, 4, 5)));
        for (boolean bias : new boolean[] {false, true}) {
            cases.add(OperationCase.of(
                    "linear" + (bias ? " with bias" : ""),
                    (s, x) -> bias
                            ? x[0].linear(s.parameter("weight", Shape.of(6, 4)), s.parameter("bias", Shape.of(6)))
                            : x[0].linear(s.parameter("weight", Shape.of(6, 4))),
                    Shape.of(BATCH, 3, 4)));
        }
        cases.add(OperationCase.of(
                "linear with a computed weight",
                (s, x) -> x[0].linear(s.parameter("weight", Shape.of(6, 4)).mul(2)),
                Shape.of(BATCH, 4)));
    }

    private static void convolutions(List<OperationCase> cases) {
        conv(cases, new Op.Conv(1, 1, Padding.of(1), 1), 3, 3, true);
        conv(cases, new Op.Conv(1, 1, Padding.NONE, 1), 1, 1, false);
        conv(cases, new Op.Conv(2, 1, new Padding(1, 0, 2, 1), 1), 3, 2, true);
        conv(cases, new Op.Conv(2, 2, new Padding(0, 0, 1, 1), 2), 3, 3, true);
        conv(cases, new Op.Conv(1, 2, Padding.of(2, 1), 4), 5, 3, false);
        transposed(cases, new Op.ConvTranspose(1, 1, 0, 1), 3, true);
        transposed(cases, new Op.ConvTranspose(2, 0, 0, 1), 2, false);
        transposed(cases, new Op.ConvTranspose(2, 1, 1, 2), 3, true);
    }

    private static void conv(List<OperationCase> cases, Op.Conv how, int height, int width, boolean bias) {
        Shape weight = Shape.of(8, 4 / how.groups(), height, width);
        cases.add(OperationCase.of(
                how + " " + height + "x" + width + (bias ? " with bias" : ""),
                (s, x) -> bias
                        ? x[0].conv2d(s.parameter("weight", weight), s.parameter("bias", Shape.of(8)), how)
                        : x[0].conv2d(s.parameter("weight", weight), how),
                Shape.of(BATCH, 4, 7, 6)));
    }

    private static void transposed(List<OperationCase> cases, Op.ConvTranspose how, int size, boolean bias) {
        Shape weight = Shape.of(4, 6 / how.groups(), size, size);
        cases.add(OperationCase.of(
                how + " " + size + "x" + size + (bias ? " with bias" : ""),
                (s, x) -> bias
                        ? how.on(x[0], s.parameter("weight", weight), s.parameter("bias", Shape.of(6)))
                        : how.on(x[0], s.parameter("weight", weight)),
                Shape.of(BATCH, 4, 5, 4)));
    }

    private static void pools(List<OperationCase> cases) {
        List<Window> windows = List.of(
                Window.square(2, 2, 0),
                Window.square(3, 2, 1),
                Window.square(3, 1, 2),
                new Window(3, 2, 2, 1, new Padding(1, 0, 2, 1)));
        for (Op.Pooling pooling : Op.Pooling.values()) {
            for (Window window : windows) {
                cases.add(OperationCase.of(
                        pooling + " pool of " + window,
                        (s, x) -> new Op.Pool(pooling, window).on(x[0]),
                        Shape.of(BATCH, 3, 7, 6)));
            }
        }
    }

    private static void attentions(List<OperationCase> cases) {
        Shape queries = Shape.of(BATCH, 5, 8);
        Shape keys = Shape.of(BATCH, 7, 8);
        cases.add(OperationCase.of("attention", (s, x) -> x[0].attention(x[1], x[2], 2), queries, keys, keys));
        cases.add(OperationCase.of(
                "attention of one head", (s, x) -> x[0].attention(x[0], x[0], 1), Shape.of(BATCH, 5, 8)));
        cases.add(OperationCase.of(
                "attention with its own scale", (s, x) -> new Op.Attention(2, 1.7).on(x), queries, keys, keys));
        cases.add(OperationCase.of(
                "attention with wider values",
                (s, x) -> x[0].attention(x[1], x[2], 2),
                queries,
                keys,
                Shape.of(BATCH, 7, 12)));
        for (Shape bias : List.of(
                Shape.of(1, 1, 5, 7), Shape.of(1, 2, 5, 7), Shape.of(BATCH, 1, 5, 7), Shape.of(BATCH, 2, 5, 7))) {
            cases.add(OperationCase.of(
                    "attention with a bias " + bias,
                    (s, x) -> new Op.Attention(2, 0.5).on(x),
                    queries,
                    keys,
                    keys,
                    bias));
        }
    }

    private static void normalisations(List<OperationCase> cases) {
        Shape rows = Shape.of(BATCH, 5, 12);
        cases.add(OperationCase.of("layer norm", (s, x) -> x[0].add(2).layerNorm(1e-5), rows));
        cases.add(OperationCase.of(
                "layer norm with weight",
                (s, x) -> new Op.LayerNorm(1e-6).on(x[0], s.parameter("weight", Shape.of(12))),
                rows));
        cases.add(OperationCase.of(
                "layer norm with weight and bias", (s, x) -> x[0].layerNorm(weight(s, 12), bias(s, 12), 1e-2), rows));
        cases.add(OperationCase.of(
                "layer norm of images",
                (s, x) -> x[0].layerNorm(weight(s, 4), bias(s, 4), 1e-5),
                Shape.of(BATCH, 3, 5, 4)));
        for (int groups : new int[] {1, 2, 8}) {
            cases.add(OperationCase.of(
                    "group norm of %d groups".formatted(groups),
                    (s, x) -> x[0].add(1).groupNorm(weight(s, 8), bias(s, 8), groups, 1e-5),
                    Shape.of(BATCH, 8, 4, 3)));
        }
    }

    private static Tensor weight(Scope s, int size) {
        return s.parameter("weight", Shape.of(size));
    }

    private static Tensor bias(Scope s, int size) {
        return s.parameter("bias", Shape.of(size));
    }

    private static void places(List<OperationCase> cases) {
        cases.add(new OperationCase(
                "rows of a table", List.of(), new long[] {3, 0, 3, 4}, new long[] {4}, (s, x) -> s.parameter(
                                "table", Shape.of(5, 3))
                        .gather(x[0])));
        cases.add(new OperationCase(
                "rows of a table by a matrix of numbers",
                List.of(),
                new long[] {3, 0, 3, 4, 1, 2},
                new long[] {2, 3},
                (s, x) -> s.parameter("table", Shape.of(5, 2, 3)).gather(x[0])));
        cases.add(new OperationCase(
                "elements of a table by one number",
                List.of(Shape.of(6)),
                new long[] {4},
                new long[] {1},
                (s, x) -> x[0].gather(x[1])));
        for (Op.ChannelOrder order : Op.ChannelOrder.values()) {
            cases.add(OperationCase.of(
                    "pixel shuffle " + order,
                    (s, x) -> x[0].pixelShuffle(2, order).mul(x[1]),
                    Shape.of(BATCH, 12, 3, 2),
                    Shape.of(3, 6, 4)));
            cases.add(OperationCase.of(
                    "pixel unshuffle " + order, (s, x) -> x[0].pixelUnshuffle(2, order), Shape.of(BATCH, 3, 6, 4)));
        }
        cases.add(OperationCase.of(
                "batch folded in and out",
                (s, x) -> x[0].reshape(3 * BATCH, 8).mul(2).reshape(BATCH, 3, 2, 4),
                Shape.of(BATCH, 3, 8)));
        cases.add(OperationCase.of(
                "axes in another order", (s, x) -> x[0].transpose(2, 0, 3, 1), Shape.of(BATCH, 3, 4, 5)));
        cases.add(OperationCase.of(
                "three side by side",
                (s, x) -> x[0].concat(1, x[1], x[0]),
                Shape.of(BATCH, 3, 2),
                Shape.of(BATCH, 1, 2)));
        cases.add(OperationCase.of("a slice", (s, x) -> x[0].slice(-2, 1, 3), Shape.of(BATCH, 4, 3)));
    }

    private static void reductions(List<OperationCase> cases) {
        for (Op.Reduction reduction : Op.Reduction.values()) {
            for (List<Integer> axes : List.of(List.of(1), List.of(-1, 2), List.of(1, 2, 3))) {
                for (boolean keep : new boolean[] {false, true}) {
                    cases.add(OperationCase.of(
                            "%s over %s%s".formatted(reduction, axes, keep ? ", kept" : ""),
                            (s, x) -> new Op.Reduce(reduction, axes, keep).on(x[0]),
                            Shape.of(BATCH, 3, 4, 5)));
                }
            }
        }
    }

    private static void resizes(List<OperationCase> cases) {
        int[][] sizes = {{12, 10}, {3, 2}, {9, 7}, {6, 5}};
        for (Op.Sampling sampling : Op.Sampling.values()) {
            for (int[] size : sizes) {
                cases.add(OperationCase.of(
                        "%s resize to %dx%d".formatted(sampling, size[0], size[1]),
                        (s, x) -> x[0].resize(sampling, size[0], size[1]),
                        Shape.of(BATCH, 2, 6, 5)));
            }
        }
    }

    /** Large enough for the blocked and vectorised ways of kernels. */
    private static void sizesOfUse(List<OperationCase> cases) {
        Shape queries = Shape.of(BATCH, 80, 128);
        Shape keys = Shape.of(BATCH, 70, 128);
        cases.add(OperationCase.of(
                "attention of many", (s, x) -> x[0].mul(3).attention(x[1], x[2], 4), queries, keys, keys));
        cases.add(OperationCase.of(
                "attention of many with a bias",
                (s, x) -> new Op.Attention(4, 0.2).on(x),
                queries,
                keys,
                keys,
                Shape.of(1, 4, 80, 70)));
        cases.add(OperationCase.of(
                "layer norm of wide rows",
                (s, x) -> x[0].add(3).layerNorm(weight(s, 384), bias(s, 384), 1e-6),
                Shape.of(BATCH, 9, 384)));
        cases.add(OperationCase.of(
                "group norm of many places",
                (s, x) -> x[0].add(3).groupNorm(weight(s, 32), bias(s, 32), 8, 1e-6),
                Shape.of(BATCH, 32, 16, 16)));
        cases.add(OperationCase.of(
                "convolution of many channels",
                (s, x) -> x[0].conv2d(
                        s.parameter("weight", Shape.of(48, 32, 3, 3)),
                        bias(s, 48),
                        new Op.Conv(1, 1, Padding.of(1), 1)),
                Shape.of(BATCH, 32, 16, 16)));
        cases.add(OperationCase.of(
                "linear of wide rows",
                (s, x) -> x[0].linear(s.parameter("weight", Shape.of(192, 256)), bias(s, 192)),
                Shape.of(BATCH, 64, 256)));
    }
}
