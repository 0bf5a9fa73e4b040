package dev.assay.graph;

import static dev.assay.graph.BrokenRule.unless;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A primitive operation as data: the rule of its shapes and the count of its multiply-accumulates. Each back end says how
 * it computes or records it.
 */
public sealed interface Op {
    /** The shape of the result; throws what rule the inputs break. */
    Shape shape(List<Shape> inputs);

    /** The type of the result: that of the inputs, which must agree. */
    default DataType type(List<DataType> inputs) {
        unless(new HashSet<>(inputs).size() == 1, () -> "the types must be equal, got %s".formatted(inputs));
        return inputs.get(0);
    }

    /** Multiply-accumulates for a batch of one. Only convolutions and matrix products count, as is the custom. */
    default long macs(List<Shape> inputs, Shape result) {
        return 0;
    }

    /** The result of this operation on tensors of one back end. */
    default Tensor on(Tensor... inputs) {
        List<Tensor> in = List.of(inputs);
        String origin = origin(in);
        try {
            Shape shape = shape(in.stream().map(Tensor::shape).toList());
            DataType type = type(in.stream().map(Tensor::type).toList());
            return in.get(0).backend().apply(this, in, shape, type, origin);
        } catch (BrokenRule broken) {
            String shapes = in.stream().map(t -> t.shape().toString()).collect(Collectors.joining(" and "));
            throw new ShapeException(
                    origin.isEmpty() ? "network" : origin, this + " of " + shapes, broken.getMessage());
        }
    }

    /** The scope a result belongs to: that of the last input that has one, which is the layer's own parameter. */
    private static String origin(List<Tensor> inputs) {
        String origin = "";
        for (Tensor t : inputs) {
            origin = t.origin().isEmpty() ? origin : t.origin();
        }
        return origin;
    }

    /** Functions of one number. */
    enum Function {
        RELU,
        SIGMOID,
        SQRT,
        EXP,
        LOG,
        SIN,
        COS,
        TANH,
        ERF,
        ABS,
        /** x sigmoid(x) (Elfwing et al. 2017). */
        SILU,
        /** x (1 + erf(x / sqrt 2)) / 2 (Hendrycks and Gimpel 2016). */
        GELU,
        /** The same with tanh(sqrt(2 / pi) (x + 0.044715 x^3)) in place of the error function. */
        GELU_TANH
    }

    /** A function of each element. */
    record Unary(Function function) implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            return inputs.get(0);
        }
    }

    /** Functions of two numbers. */
    enum Arithmetic {
        ADD,
        SUB,
        MUL,
        DIV,
        /** The greater of two. */
        MAX,
        /** The lesser of two. */
        MIN
    }

    /** A function of pairs of elements; sizes are aligned at the last axis and repeat where they are 1. */
    record Binary(Arithmetic arithmetic) implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            return broadcast(inputs.get(0), inputs.get(1));
        }
    }

    /** Products of matrices, [...,M,K] and [...,K,N] to [...,M,N]; outer axes repeat as in {@link Binary}. */
    record MatMul() implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            Shape a = inputs.get(0);
            Shape b = inputs.get(1);
            unless(a.rank() >= 2 && b.rank() >= 2, "both need two axes or more");
            unless(a.dim(-1) == b.dim(-2), "columns of the first must equal rows of the second");
            List<Integer> outer = new ArrayList<>(broadcast(outer(a), outer(b)).dims());
            outer.add(a.dim(-2));
            outer.add(b.dim(-1));
            return new Shape(outer);
        }

        @Override
        public long macs(List<Shape> inputs, Shape result) {
            return result.elements() * inputs.get(0).dim(-1);
        }

        private static Shape outer(Shape s) {
            return new Shape(s.dims().subList(0, s.rank() - 2));
        }
    }

    /** x W' + b: x [...,in], weight [out,in] and, if given, bias [out] to [...,out]. */
    record Linear() implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            Shape x = inputs.get(0);
            Shape weight = inputs.get(1);
            unless(weight.rank() == 2, "the weight has two axes, out and in");
            unless(x.rank() >= 2 && x.dim(-1) == weight.dim(1), "the last axis must equal the weight's second");
            bias(inputs, weight.dim(0));
            return x.with(-1, weight.dim(0));
        }

        @Override
        public long macs(List<Shape> inputs, Shape result) {
            return result.elements() * inputs.get(1).dim(1);
        }
    }

    /**
     * Cross-correlation: x [N,C,H,W], weight [out,C/groups,h,w] and, if given, bias [out] to [N,out,H',W'] with
     * H' = floor((H + top + bottom - h) / strideHeight) + 1, W' likewise.
     */
    record Conv(int strideHeight, int strideWidth, Padding padding, int groups) implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            Shape x = inputs.get(0);
            Shape weight = inputs.get(1);
            unless(x.rank() == 4 && weight.rank() == 4, "input and weight have four axes");
            int channels = x.dim(1);
            int out = weight.dim(0);
            unless(
                    groups >= 1 && channels % groups == 0 && out % groups == 0,
                    () -> "%d input and %d output channels must divide into %d groups"
                            .formatted(channels, out, groups));
            unless(
                    weight.dim(1) * groups == channels,
                    () -> "the weight's second axis must be the input channels over groups, %d"
                            .formatted(channels / groups));
            bias(inputs, out);
            Window window = new Window(weight.dim(2), weight.dim(3), strideHeight, strideWidth, padding);
            return window.over(x).with(1, out);
        }

        @Override
        public long macs(List<Shape> inputs, Shape result) {
            return result.elements() * inputs.get(1).elements() / result.dim(1);
        }
    }

    /**
     * The transpose of a convolution: x [N,C,H,W], weight [C,out/groups,h,w] and, if given, bias [out] to [N,out,H',W']
     * with H' = (H - 1) stride - 2 padding + h + extra, W' likewise.
     *
     * @param padding rows and columns cut off each side of the result
     * @param extra rows and columns added at its end
     */
    record ConvTranspose(int stride, int padding, int extra, int groups) implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            Shape x = inputs.get(0);
            Shape weight = inputs.get(1);
            unless(x.rank() == 4 && weight.rank() == 4, "input and weight have four axes");
            unless(groups >= 1 && x.dim(1) % groups == 0, () -> "%d input channels must divide into %d groups"
                    .formatted(x.dim(1), groups));
            unless(weight.dim(0) == x.dim(1), "the weight's first axis must be the input channels");
            unless(extra >= 0 && extra < stride, () -> "0 <= %d < stride %d must hold".formatted(extra, stride));
            int out = weight.dim(1) * groups;
            bias(inputs, out);
            return x.with(1, out).with(2, size(x.dim(2), weight.dim(2))).with(3, size(x.dim(3), weight.dim(3)));
        }

        private int size(int in, int window) {
            unless(in > 0, "height and width must be known");
            int out = (in - 1) * stride - 2 * padding + window + extra;
            unless(out > 0, () -> "nothing is left of %d with padding %d".formatted(in, padding));
            return out;
        }

        @Override
        public long macs(List<Shape> inputs, Shape result) {
            return inputs.get(0).elements()
                    * inputs.get(1).elements()
                    / inputs.get(0).dim(1);
        }
    }

    /** What a pool makes of a window. */
    enum Pooling {
        MAX,
        /** The mean of what lies inside the image. */
        AVERAGE,
        /** The mean with padding counted as zeros. */
        AVERAGE_WITH_PADDING
    }

    /** A pool over windows: [N,C,H,W] to [N,C,H',W']. */
    record Pool(Pooling pooling, Window window) implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            Shape x = inputs.get(0);
            unless(x.rank() == 4, "the input has four axes");
            Padding p = window.padding();
            unless(
                    Math.max(p.top(), p.bottom()) < window.height() && Math.max(p.left(), p.right()) < window.width(),
                    "padding must be smaller than the window");
            return window.over(x);
        }
    }

    /** exp(x) over its sum along an axis. */
    record Softmax(int axis) implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            inputs.get(0).axis(axis);
            return inputs.get(0);
        }
    }

    /**
     * Attention of several heads (Vaswani et al. 2017, eq. 1): queries [N,L,heads D], keys [N,M,heads D], values
     * [N,M,heads E] and, if given, a bias [1 or N,1 or heads,L,M] on the scores, to [N,L,heads E]. Head h holds the
     * columns h D to (h + 1) D.
     *
     * @param scale what the products of queries and keys are multiplied by, usually 1 / sqrt(D)
     */
    record Attention(int heads, double scale) implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            Shape q = inputs.get(0);
            Shape k = inputs.get(1);
            Shape v = inputs.get(2);
            unless(q.rank() == 3 && k.rank() == 3 && v.rank() == 3, "queries, keys and values have three axes");
            unless(q.dim(0) == k.dim(0) && q.dim(0) == v.dim(0), "all must have one batch");
            unless(q.dim(2) == k.dim(2), "queries and keys must be of one width");
            unless(k.dim(1) == v.dim(1), "there must be a value for each key");
            unless(
                    heads >= 1 && q.dim(2) % heads == 0 && v.dim(2) % heads == 0,
                    () -> "the width must divide into %d heads".formatted(heads));
            if (inputs.size() > 3) {
                Shape b = inputs.get(3);
                unless(
                        b.rank() == 4
                                && (b.dim(0) == 1 || b.dim(0) == q.dim(0))
                                && (b.dim(1) == 1 || b.dim(1) == heads)
                                && b.dim(2) == q.dim(1)
                                && b.dim(3) == k.dim(1),
                        "the bias must be [1 or batch,1 or heads,queries,keys]");
            }
            return q.with(2, v.dim(2));
        }

        @Override
        public long macs(List<Shape> inputs, Shape result) {
            return inputs.get(0).elements() * inputs.get(1).dim(1)
                    + result.elements() * inputs.get(1).dim(1);
        }
    }

    /**
     * Each row of the last axis less its mean, over the root of its variance plus epsilon (Ba et al. 2016); then times
     * weight [D] and plus bias [D] if given: x [...,D] to [...,D].
     */
    record LayerNorm(double epsilon) implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            Shape x = inputs.get(0);
            unless(x.dim(-1) > 0, "the last axis must be of fixed size");
            for (Shape affine : inputs.subList(1, inputs.size())) {
                unless(affine.equals(Shape.of(x.dim(-1))), () -> "weight and bias must be [%d]".formatted(x.dim(-1)));
            }
            return x;
        }
    }

    /**
     * Normalisation over groups of channels and all places (Wu and He 2018): x [N,C,H,W], weight [C] and bias [C] to
     * [N,C,H,W].
     */
    record GroupNorm(int groups, double epsilon) implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            Shape x = inputs.get(0);
            unless(x.rank() == 4, "the input has four axes");
            unless(groups >= 1 && x.dim(1) % groups == 0, () -> "%d channels must divide into %d groups"
                    .formatted(x.dim(1), groups));
            Shape each = Shape.of(x.dim(1));
            unless(inputs.get(1).equals(each) && inputs.get(2).equals(each), () -> "weight and bias must be %s"
                    .formatted(each));
            return x;
        }
    }

    /** Rows of a table by number: table [K,...] and numbers [S] (int64, 0 to K - 1) to [S,...]. */
    record Gather() implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            Shape table = inputs.get(0);
            unless(table.rank() >= 1, "the table needs an axis of rows");
            List<Integer> dims = new ArrayList<>(inputs.get(1).dims());
            dims.addAll(table.dims().subList(1, table.rank()));
            return new Shape(dims);
        }

        @Override
        public DataType type(List<DataType> inputs) {
            unless(inputs.get(1) == DataType.INT64, "row numbers are int64");
            return inputs.get(0);
        }
    }

    /** How r x r channels lie for {@link PixelShuffle}. */
    enum ChannelOrder {
        /** (dy, dx, channel), the channel fastest: the unpatchify of vision transformers; ONNX mode DCR. */
        CHANNEL_LAST,
        /** (channel, dy, dx): torch's PixelShuffle; ONNX mode CRD. */
        CHANNEL_FIRST
    }

    /** Channels spread over places: [N,C r r,H,W] to [N,C,H r,W r]. */
    record PixelShuffle(int factor, ChannelOrder order) implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            Shape x = inputs.get(0);
            unless(x.rank() == 4, "the input has four axes");
            unless(factor >= 1 && x.dim(1) % (factor * factor) == 0, () -> "%d channels must divide by %d"
                    .formatted(x.dim(1), factor * factor));
            unless(x.dim(2) > 0 && x.dim(3) > 0, "height and width must be known");
            return x.with(1, x.dim(1) / (factor * factor))
                    .with(2, x.dim(2) * factor)
                    .with(3, x.dim(3) * factor);
        }
    }

    /** The same elements under other sizes. {@link Shape#BATCH} in the target stands for the batch of the input. */
    record Reshape(Shape target) implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            Shape x = inputs.get(0);
            unless(target.batchAxes() <= 1, "at most one axis can grow with the batch");
            if (x.batchAxes() == target.batchAxes()) {
                unless(x.elements() == target.elements(), () -> "%s has another number of elements".formatted(target));
                return target;
            }
            unless(x.batchAxes() == 0, () -> "%s loses the batch".formatted(target));
            // An eager back end knows the batch as a number: the target's batch axis takes what the others leave.
            long times = x.elements() / target.elements();
            unless(times * target.elements() == x.elements(), () -> "%s does not divide the elements"
                    .formatted(target));
            return new Shape(target.dims().stream()
                    .map(d -> d < 0 ? Math.toIntExact(-d * times) : d)
                    .toList());
        }
    }

    /** Axes in another order: axis i of the result is axis {@code axes[i]} of the input. */
    record Transpose(List<Integer> axes) implements Op {
        public Transpose {
            axes = List.copyOf(axes);
        }

        @Override
        public Shape shape(List<Shape> inputs) {
            Shape x = inputs.get(0);
            List<Integer> sorted = new ArrayList<>(axes);
            Collections.sort(sorted);
            boolean permutation = sorted.size() == x.rank();
            for (int i = 0; permutation && i < sorted.size(); i++) {
                permutation = sorted.get(i) == i;
            }
            unless(permutation, () -> "%s must name each axis once".formatted(axes));
            return new Shape(axes.stream().map(x::dim).toList());
        }
    }

    /** Tensors laid side by side along an axis. */
    record Concat(int axis) implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            Shape first = inputs.get(0);
            int along = first.axis(axis);
            int sum = 0;
            for (Shape s : inputs) {
                unless(
                        s.rank() == first.rank() && s.with(along, 1).equals(first.with(along, 1)),
                        () -> "all axes but %d must be equal".formatted(along));
                int size = s.dim(along);
                unless(
                        size != Shape.ANY && Integer.signum(size) == Integer.signum(first.dim(along)),
                        () -> "axis %d must be known, and grow with the batch in all or none".formatted(along));
                sum += size;
            }
            return first.with(along, sum);
        }
    }

    /** Elements {@code from} (included) to {@code to} (excluded) of an axis that does not grow with the batch. */
    record Slice(int axis, int from, int to) implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            Shape x = inputs.get(0);
            int size = x.dim(axis);
            unless(
                    size > 0 && from >= 0 && from < to && to <= size,
                    () -> "0 <= %d < %d <= the axis' fixed size must hold".formatted(from, to));
            return x.with(axis, to - from);
        }
    }

    /** What becomes of the elements along the axes of a {@link Reduce}. */
    enum Reduction {
        MEAN,
        SUM,
        MAX
    }

    /** One number for all along axes that do not grow with the batch; {@code keep} leaves them with size 1. */
    record Reduce(Reduction reduction, List<Integer> axes, boolean keep) implements Op {
        public Reduce {
            axes = List.copyOf(axes);
        }

        @Override
        public Shape shape(List<Shape> inputs) {
            Shape x = inputs.get(0);
            List<Integer> over = axes.stream().map(x::axis).toList();
            unless(
                    !over.isEmpty() && new HashSet<>(over).size() == over.size(),
                    () -> "%s must name an axis, and each once".formatted(axes));
            List<Integer> dims = new ArrayList<>();
            for (int i = 0; i < x.rank(); i++) {
                if (!over.contains(i)) {
                    dims.add(x.dim(i));
                } else {
                    unless(x.dim(i) >= 0, "a reduction over the batch would mix images");
                    if (keep) {
                        dims.add(1);
                    }
                }
            }
            return new Shape(dims);
        }
    }

    /** How a resize finds its samples. */
    enum Sampling {
        /** The pixel whose square holds the place: torch's {@code nearest}. */
        NEAREST,
        /** Bilinear between pixel centres, no antialias: torch with {@code align_corners=False}. */
        BILINEAR,
        /** Bilinear of TensorFlow 1: source = target * in / out with no half-pixel offset, no antialias. */
        TF1_BILINEAR,
        /** Triangle filter, widened when shrinking (PIL and torch with antialias). */
        ANTIALIASED_BILINEAR,
        /** Cubic filter with a = -0.5, widened when shrinking (PIL and torch with antialias). */
        ANTIALIASED_BICUBIC
    }

    /** Images of another size: [N,C,H,W] to [N,C,height,width]. */
    record Resize(Sampling sampling, int height, int width) implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            unless(inputs.get(0).rank() == 4, "the input has four axes");
            unless(height >= 1 && width >= 1, "the target must have pixels");
            return inputs.get(0).with(2, height).with(3, width);
        }
    }

    /** The same values as another kind of number. */
    record Cast(DataType to) implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            return inputs.get(0);
        }

        @Override
        public DataType type(List<DataType> inputs) {
            return to;
        }
    }

    private static void bias(List<Shape> inputs, int out) {
        unless(inputs.size() == 2 || inputs.get(2).equals(Shape.of(out)), () -> "the bias must be [%d]".formatted(out));
    }

    /** The sizes of an element-wise result: aligned at the last axis, equal or 1. */
    private static Shape broadcast(Shape a, Shape b) {
        int rank = Math.max(a.rank(), b.rank());
        List<Integer> dims = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            int fromEnd = i - rank;
            int p = -fromEnd <= a.rank() ? a.dim(fromEnd) : 1;
            int q = -fromEnd <= b.rank() ? b.dim(fromEnd) : 1;
            unless(p == q || p == 1 || q == 1, "sizes aligned at the last axis must be equal or 1");
            dims.add(p == 1 ? q : p);
        }
        return new Shape(dims);
    }
}
