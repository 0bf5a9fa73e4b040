package dev.assay.training;

import ai.djl.ndarray.NDArray;
import dev.assay.graph.DataType;
import dev.assay.graph.Op;
import dev.assay.graph.Padding;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.graph.Window;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which method of {@link ScriptSource} does which operation. */
final class TorchOperations {
    private static final Map<Class<? extends Op>, Computer<Op>> COMPUTERS = new HashMap<>();

    static {
        computer(Op.Unary.class, (op, at) -> at.call(name(op.function())));
        computer(Op.Binary.class, TorchOperations::binary);
        computer(Op.MatMul.class, (op, at) -> at.call("matmul"));
        computer(Op.Linear.class, (op, at) -> at.call("linear"));
        computer(Op.Conv.class, TorchOperations::conv);
        computer(
                Op.ConvTranspose.class,
                (op, at) -> at.call("conv_transpose", op.stride(), op.padding(), op.extra(), op.groups()));
        computer(Op.Pool.class, TorchOperations::pool);
        computer(Op.Attention.class, (op, at) -> at.call("attention", op.heads(), op.scale()));
        computer(Op.LayerNorm.class, (op, at) -> at.call("layer_norm", op.epsilon()));
        computer(Op.GroupNorm.class, (op, at) -> at.call("group_norm", op.groups(), op.epsilon()));
        computer(Op.Gather.class, (op, at) -> at.call("gather", Parameters.sizes(at.shape())));
        computer(Op.PixelShuffle.class, (op, at) -> at.call("shuffle_" + name(op.order()), op.factor()));
        computer(Op.Softmax.class, (op, at) -> at.call("softmax", op.axis()));
        computer(Op.Reshape.class, (op, at) -> at.call("reshape", Parameters.sizes(at.shape())));
        computer(Op.Transpose.class, (op, at) -> at.call("transpose", longs(op.axes())));
        computer(Op.Concat.class, (op, at) -> at.call("concat", op.axis()));
        computer(Op.Slice.class, (op, at) -> at.call("slice", op.axis(), op.from(), op.to()));
        computer(Op.Reduce.class, (op, at) -> at.call("reduce_" + name(op.reduction()), longs(op.axes()), op.keep()));
        computer(Op.Resize.class, TorchOperations::resize);
        computer(Op.Cast.class, (op, at) -> at.call("cast", NumberTypes.code(op.to())));
    }

    private TorchOperations() {}

    /** Computes one kind of operation. */
    @FunctionalInterface
    private interface Computer<T extends Op> {
        NDArray compute(T op, Place at);
    }

    /** Where an operation is computed, its inputs and the shape of its result. */
    private record Place(TorchBackend backend, List<Tensor> tensors, Shape shape) {
        /** A method on the inputs. */
        NDArray call(String method, Object... settings) {
            return on(method, tensors.stream().map(backend::array).toList(), settings);
        }

        NDArray on(String method, List<NDArray> inputs, Object... settings) {
            return backend.step().call(method, inputs, settings);
        }

        Shape input() {
            return tensors.get(0).shape();
        }
    }

    private static <T extends Op> void computer(Class<T> type, Computer<T> computer) {
        COMPUTERS.put(type, (op, at) -> computer.compute(type.cast(op), at));
    }

    /** The operations that can be computed: all of them, which a test checks. */
    static Set<Class<? extends Op>> covered() {
        return COMPUTERS.keySet();
    }

    static NDArray compute(TorchBackend backend, Op op, List<Tensor> inputs, Shape shape) {
        return COMPUTERS.get(op.getClass()).compute(op, new Place(backend, inputs, shape));
    }

    private static String name(Enum<?> of) {
        return of.name().toLowerCase(Locale.ROOT);
    }

    /** Whole numbers divide towards zero, as in ONNX. */
    private static NDArray binary(Op.Binary op, Place at) {
        DataType type = at.tensors().get(0).type();
        boolean fractions = type == DataType.FLOAT16 || type == DataType.FLOAT32 || type == DataType.FLOAT64;
        boolean whole = op.arithmetic() == Op.Arithmetic.DIV && !fractions;
        return at.call(whole ? "div_whole" : name(op.arithmetic()));
    }

    /** Torch pads both sides alike; other padding is added first. */
    private static NDArray conv(Op.Conv op, Place at) {
        Padding p = op.padding();
        long[] strides = {op.strideHeight(), op.strideWidth()};
        if (p.top() == p.bottom() && p.left() == p.right()) {
            return at.call("conv", strides, new long[] {p.top(), p.left()}, op.groups());
        }
        List<NDArray> inputs = new java.util.ArrayList<>(
                at.tensors().stream().map(at.backend()::array).toList());
        inputs.set(0, at.on("pad", List.of(inputs.get(0)), sides(p), 0.0));
        return at.on("conv", inputs, strides, new long[] {0, 0}, op.groups());
    }

    /** Padding is added first, since torch allows half a window of it and both sides alike only. */
    private static NDArray pool(Op.Pool op, Place at) {
        Window w = op.window();
        long[] size = {w.height(), w.width()};
        long[] strides = {w.strideHeight(), w.strideWidth()};
        boolean padded = !w.padding().equals(Padding.NONE);
        NDArray x = at.backend().array(at.tensors().get(0));
        if (padded && op.pooling() == Op.Pooling.AVERAGE) {
            return at.on("average_inside", List.of(x), size, strides, sides(w.padding()));
        }
        boolean max = op.pooling() == Op.Pooling.MAX;
        double filling = max ? Double.NEGATIVE_INFINITY : 0;
        NDArray whole = padded ? at.on("pad", List.of(x), sides(w.padding()), filling) : x;
        return at.on(max ? "max_pool" : "average_pool", List.of(whole), size, strides);
    }

    private static NDArray resize(Op.Resize op, Place at) {
        if (op.sampling() == Op.Sampling.TF1_BILINEAR) {
            return resizeByMatrices(op, at);
        }
        return at.call(name(op.sampling()), new long[] {op.height(), op.width()});
    }

    /** Torch has no such resize: rows and columns are mixed by two matrices. */
    private static NDArray resizeByMatrices(Op.Resize op, Place at) {
        Tensor x = at.tensors().get(0);
        int h = at.input().dim(2);
        int w = at.input().dim(3);
        Tensor rows = at.backend().constant(shares(h, op.height()), Shape.of(op.height(), h), x.type());
        Tensor columns = at.backend().constant(shares(w, op.width()), Shape.of(op.width(), w), x.type());
        return at.backend().array(rows.matmul(x).matmul(columns.transpose(1, 0)));
    }

    /** [out,in]: what each place takes of its two neighbours, at source = target * in / out. */
    private static double[] shares(int in, int out) {
        double[] shares = new double[out * in];
        for (int i = 0; i < out; i++) {
            double place = i * ((double) in / out);
            int before = (int) place;
            int after = Math.min(before + 1, in - 1);
            shares[i * in + before] += 1 - (place - before);
            shares[i * in + after] += place - before;
        }
        return shares;
    }

    private static long[] sides(Padding p) {
        return new long[] {p.left(), p.right(), p.top(), p.bottom()};
    }

    private static long[] longs(List<Integer> values) {
        return values.stream().mapToLong(Integer::longValue).toArray();
    }
}
