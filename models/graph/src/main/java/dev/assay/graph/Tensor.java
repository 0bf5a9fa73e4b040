package dev.assay.graph;

import static dev.assay.graph.Op.Arithmetic.ADD;
import static dev.assay.graph.Op.Arithmetic.DIV;
import static dev.assay.graph.Op.Arithmetic.MUL;
import static dev.assay.graph.Op.Arithmetic.SUB;

import java.util.Arrays;

/**
 * A value in a network: computed at once by an eager back end, recorded as a node by ONNX, only a shape where shapes are
 * checked. Sizes that do not fit throw {@link ShapeException}.
 */
public interface Tensor {
    Shape shape();

    DataType type();

    /** The scope that made it, for messages and node names; empty for inputs and constants. */
    String origin();

    Backend backend();

    default Tensor add(Tensor other) {
        return new Op.Binary(ADD).on(this, other);
    }

    default Tensor sub(Tensor other) {
        return new Op.Binary(SUB).on(this, other);
    }

    default Tensor mul(Tensor other) {
        return new Op.Binary(MUL).on(this, other);
    }

    default Tensor div(Tensor other) {
        return new Op.Binary(DIV).on(this, other);
    }

    default Tensor add(double value) {
        return add(constant(value));
    }

    default Tensor sub(double value) {
        return sub(constant(value));
    }

    default Tensor mul(double value) {
        return mul(constant(value));
    }

    default Tensor div(double value) {
        return div(constant(value));
    }

    default Tensor relu() {
        return new Op.Unary(Op.Function.RELU).on(this);
    }

    default Tensor sigmoid() {
        return new Op.Unary(Op.Function.SIGMOID).on(this);
    }

    default Tensor sqrt() {
        return new Op.Unary(Op.Function.SQRT).on(this);
    }

    /** x * sigmoid(x) (Elfwing et al. 2017). */
    default Tensor silu() {
        return mul(sigmoid());
    }

    default Tensor softmax(int axis) {
        return new Op.Softmax(axis).on(this);
    }

    /** [...,M,K] times [...,K,N] to [...,M,N]. */
    default Tensor matmul(Tensor other) {
        return new Op.MatMul().on(this, other);
    }

    /** This [...,in] times weight [out,in] transposed to [...,out]. */
    default Tensor linear(Tensor weight) {
        return new Op.Linear().on(this, weight);
    }

    /** This [...,in] times weight [out,in] transposed, plus bias [out], to [...,out]. */
    default Tensor linear(Tensor weight, Tensor bias) {
        return new Op.Linear().on(this, weight, bias);
    }

    /** This [N,C,H,W] with weight [out,C/groups,h,w] to [N,out,H',W']. */
    default Tensor conv2d(Tensor weight, Op.Conv how) {
        return how.on(this, weight);
    }

    /** This [N,C,H,W] with weight [out,C/groups,h,w] and bias [out] to [N,out,H',W']. */
    default Tensor conv2d(Tensor weight, Tensor bias, Op.Conv how) {
        return how.on(this, weight, bias);
    }

    /** The largest of each window: [N,C,H,W] to [N,C,H',W']. */
    default Tensor maxPool(Window window) {
        return new Op.Pool(Op.Pooling.MAX, window).on(this);
    }

    /** The mean of each window's part inside the image: [N,C,H,W] to [N,C,H',W']. */
    default Tensor averagePool(Window window) {
        return new Op.Pool(Op.Pooling.AVERAGE, window).on(this);
    }

    /** The mean of each window with padding counted as zeros: [N,C,H,W] to [N,C,H',W']. */
    default Tensor averagePoolWithPadding(Window window) {
        return new Op.Pool(Op.Pooling.AVERAGE_WITH_PADDING, window).on(this);
    }

    default Tensor reshape(int... dims) {
        return new Op.Reshape(Shape.of(dims)).on(this);
    }

    /** Axis i of the result is axis {@code axes[i]} of this. */
    default Tensor transpose(int... axes) {
        return new Op.Transpose(Arrays.stream(axes).boxed().toList()).on(this);
    }

    /** This and the others side by side along an axis. */
    default Tensor concat(int axis, Tensor... others) {
        Tensor[] all = new Tensor[others.length + 1];
        all[0] = this;
        System.arraycopy(others, 0, all, 1, others.length);
        return new Op.Concat(axis).on(all);
    }

    /** Elements {@code from} (included) to {@code to} (excluded) of an axis. */
    default Tensor slice(int axis, int from, int to) {
        return new Op.Slice(axis, from, to).on(this);
    }

    /** The mean over the axes, which go. */
    default Tensor mean(int... axes) {
        return new Op.Mean(Arrays.stream(axes).boxed().toList(), false).on(this);
    }

    /** The mean over the axes, which stay with size 1. */
    default Tensor meanKeeping(int... axes) {
        return new Op.Mean(Arrays.stream(axes).boxed().toList(), true).on(this);
    }

    /** Images [N,C,H,W] to [N,C,height,width]. */
    default Tensor resize(Op.Sampling sampling, int height, int width) {
        return new Op.Resize(sampling, height, width).on(this);
    }

    default Tensor cast(DataType to) {
        return to == type() ? this : new Op.Cast(to).on(this);
    }

    private Tensor constant(double value) {
        return backend().constant(new float[] {(float) value}, Shape.SCALAR, type());
    }
}
