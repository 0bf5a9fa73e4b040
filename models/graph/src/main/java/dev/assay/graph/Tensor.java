package dev.assay.graph;

import static dev.assay.graph.Op.Arithmetic.ADD;
import static dev.assay.graph.Op.Arithmetic.DIV;
import static dev.assay.graph.Op.Arithmetic.MUL;
import static dev.assay.graph.Op.Arithmetic.SUB;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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

    default Tensor exp() {
        return new Op.Unary(Op.Function.EXP).on(this);
    }

    /** The natural logarithm. */
    default Tensor log() {
        return new Op.Unary(Op.Function.LOG).on(this);
    }

    default Tensor sin() {
        return new Op.Unary(Op.Function.SIN).on(this);
    }

    default Tensor cos() {
        return new Op.Unary(Op.Function.COS).on(this);
    }

    default Tensor tanh() {
        return new Op.Unary(Op.Function.TANH).on(this);
    }

    /** The error function. */
    default Tensor erf() {
        return new Op.Unary(Op.Function.ERF).on(this);
    }

    default Tensor abs() {
        return new Op.Unary(Op.Function.ABS).on(this);
    }

    default Tensor square() {
        return mul(this);
    }

    /** See {@link Op.Function#SILU}. */
    default Tensor silu() {
        return new Op.Unary(Op.Function.SILU).on(this);
    }

    /** See {@link Op.Function#GELU}. */
    default Tensor gelu() {
        return new Op.Unary(Op.Function.GELU).on(this);
    }

    /** See {@link Op.Function#GELU_TANH}. */
    default Tensor geluTanh() {
        return new Op.Unary(Op.Function.GELU_TANH).on(this);
    }

    /** The greater of each element and a number. */
    default Tensor max(double value) {
        return new Op.Binary(Op.Arithmetic.MAX).on(this, constant(value));
    }

    /** The lesser of each element and a number. */
    default Tensor min(double value) {
        return new Op.Binary(Op.Arithmetic.MIN).on(this, constant(value));
    }

    /** Queries [N,L,heads D] with keys [N,M,heads D] and values [N,M,heads E], scores over sqrt(D), to [N,L,heads E]. */
    default Tensor attention(Tensor keys, Tensor values, int heads) {
        double scale = 1 / Math.sqrt((double) shape().dim(2) / heads);
        return new Op.Attention(heads, scale).on(this, keys, values);
    }

    /** See {@link Op.LayerNorm}, without weight and bias. */
    default Tensor layerNorm(double epsilon) {
        return new Op.LayerNorm(epsilon).on(this);
    }

    /** See {@link Op.LayerNorm}. */
    default Tensor layerNorm(Tensor weight, Tensor bias, double epsilon) {
        return new Op.LayerNorm(epsilon).on(this, weight, bias);
    }

    /** See {@link Op.GroupNorm}. */
    default Tensor groupNorm(Tensor weight, Tensor bias, int groups, double epsilon) {
        return new Op.GroupNorm(groups, epsilon).on(this, weight, bias);
    }

    /** The rows of this table [K,...] with the numbers [S]: [S,...]. */
    default Tensor gather(Tensor numbers) {
        return new Op.Gather().on(this, numbers);
    }

    /** Channels [N,C r r,H,W] spread over places [N,C,H r,W r]. */
    default Tensor pixelShuffle(int factor, Op.ChannelOrder order) {
        return new Op.PixelShuffle(factor, order).on(this);
    }

    /** Places [N,C,H r,W r] gathered into channels [N,C r r,H,W]; the inverse of {@link #pixelShuffle}. */
    default Tensor pixelUnshuffle(int factor, Op.ChannelOrder order) {
        Shape s = shape();
        int h = s.dim(2) / factor;
        int w = s.dim(3) / factor;
        Tensor split = reshape(s.dim(0), s.dim(1), h, factor, w, factor);
        Tensor turned = order == Op.ChannelOrder.CHANNEL_LAST
                ? split.transpose(0, 3, 5, 1, 2, 4)
                : split.transpose(0, 1, 3, 5, 2, 4);
        return turned.reshape(s.dim(0), s.dim(1) * factor * factor, h, w);
    }

    /** See {@link Op.ConvTranspose}. */
    default Tensor convTranspose2d(Tensor weight, Tensor bias, Op.ConvTranspose how) {
        return how.on(this, weight, bias);
    }

    /** This cut into equal parts along an axis, in order. */
    default List<Tensor> chunk(int axis, int parts) {
        int size = shape().dim(axis);
        BrokenRule.unless(size > 0 && size % parts == 0, () -> "axis %d of %s must divide into %d parts"
                .formatted(axis, shape(), parts));
        List<Tensor> chunks = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            chunks.add(slice(axis, i * (size / parts), (i + 1) * (size / parts)));
        }
        return chunks;
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
        return new Op.Reduce(Op.Reduction.MEAN, Arrays.stream(axes).boxed().toList(), false).on(this);
    }

    /** The mean over the axes, which stay with size 1. */
    default Tensor meanKeeping(int... axes) {
        return new Op.Reduce(Op.Reduction.MEAN, Arrays.stream(axes).boxed().toList(), true).on(this);
    }

    /** The sum over the axes, which go. */
    default Tensor sum(int... axes) {
        return new Op.Reduce(Op.Reduction.SUM, Arrays.stream(axes).boxed().toList(), false).on(this);
    }

    /** Images [N,C,H,W] to [N,C,height,width]. */
    default Tensor resize(Op.Sampling sampling, int height, int width) {
        return new Op.Resize(sampling, height, width).on(this);
    }

    default Tensor cast(DataType to) {
        return to == type() ? this : new Op.Cast(to).on(this);
    }

    private Tensor constant(double value) {
        return backend().constant(new double[] {value}, Shape.SCALAR, type());
    }
}
