package dev.assay.graph;

import static dev.assay.graph.Shape.BATCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.spec.AssayException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The operations of transformers and diffusion networks, in each form and precision, against their definitions. */
class OnnxFormsTest {
    /** Sums of up to a few dozen numbers near 1 in float32. */
    private static final double FLOAT32 = 1e-5;

    /** Eleven bits of mantissa, through products and sums of a few numbers near 1. */
    private static final double FLOAT16 = 4e-3;

    @TempDir
    private Path folder;

    static Stream<Arguments> formsAndPrecisions() {
        return Stream.of(OnnxFile.Form.values())
                .flatMap(f -> Stream.of(DataType.FLOAT32, DataType.FLOAT16).map(d -> Arguments.of(f, d)));
    }

    private static double number(int k) {
        return (float) Math.sin(12.9898 * (k + 1) + 0.7);
    }

    private static float[] numbers(int count) {
        float[] values = new float[count];
        for (int k = 0; k < count; k++) {
            values[k] = (float) number(k);
        }
        return values;
    }

    private float[] run(Network network, OnnxFile.Form form, DataType type, Map<String, Array> in) {
        OnnxFile file = OnnxFile.write(
                network,
                (name, shape) -> numbers(Math.toIntExact(shape.elements())),
                folder.resolve("n.onnx"),
                new OnnxFile.Options(OnnxFile.Storage.INSIDE, form, type));
        try (OnnxSession session = OnnxSession.open(file.path(), new SessionOptions(1, Device.CPU))) {
            return session.runFloats(in).get("y");
        }
    }

    private static Array.Floats floats(long... shape) {
        int count = 1;
        for (long size : shape) {
            count *= (int) size;
        }
        return new Array.Floats(numbers(count), shape);
    }

    private static Map<String, Array> inputs(Array... arrays) {
        Map<String, Array> in = new LinkedHashMap<>();
        for (Array array : arrays) {
            in.put("x" + in.size(), array);
        }
        return in;
    }

    private static void assertClose(float[] actual, int count, IntToDoubleFunction expected, DataType type) {
        assertThat(actual).hasSize(count);
        double tolerance = type == DataType.FLOAT16 ? FLOAT16 : FLOAT32;
        for (int i = 0; i < count; i++) {
            assertThat((double) actual[i])
                    .as("element %d", i)
                    .isCloseTo(expected.applyAsDouble(i), Offset.offset(tolerance));
        }
    }

    /** Attention of element i of [1,L,heads E], by its definition. */
    private static double attention(int i, int queries, int keys, int heads, int d, int e, boolean biased) {
        int column = i % (heads * e);
        int row = i / (heads * e) % queries;
        int head = column / e;
        double sum = 0;
        double total = 0;
        for (int m = 0; m < keys; m++) {
            double score = 0;
            for (int c = 0; c < d; c++) {
                score += number(row * heads * d + head * d + c) * number(m * heads * d + head * d + c);
            }
            double bias = biased ? number((head * queries + row) * keys + m) : 0;
            double weight = Math.exp(score / Math.sqrt(d) + bias);
            total += weight;
            sum += weight * number(m * heads * e + column);
        }
        return sum / total;
    }

    @ParameterizedTest
    @MethodSource("formsAndPrecisions")
    void attentionIsASoftmaxOfProducts(OnnxFile.Form form, DataType type) {
        int heads = 2;
        int queries = 3;
        int keys = 5;
        int d = 8;
        Network network = new Lambda(
                List.of(Shape.of(BATCH, queries, 16), Shape.of(BATCH, keys, 16), Shape.of(BATCH, keys, 16)),
                (s, x) -> s.number(x[0]).attention(s.number(x[1]), s.number(x[2]), heads));
        float[] y = run(network, form, type, inputs(floats(1, queries, 16), floats(1, keys, 16), floats(1, keys, 16)));
        assertClose(y, queries * 16, i -> attention(i, queries, keys, heads, d, d, false), type);
    }

    @ParameterizedTest
    @MethodSource("formsAndPrecisions")
    void aBiasIsAddedToTheScores(OnnxFile.Form form, DataType type) {
        int heads = 2;
        int queries = 4;
        int keys = 4;
        Network network = new Lambda(
                List.of(
                        Shape.of(BATCH, queries, 16),
                        Shape.of(BATCH, keys, 16),
                        Shape.of(BATCH, keys, 16),
                        Shape.of(1, heads, queries, keys)),
                (s, x) -> new Op.Attention(heads, 1 / Math.sqrt(8))
                        .on(s.number(x[0]), s.number(x[1]), s.number(x[2]), s.number(x[3])));
        float[] y = run(
                network,
                form,
                type,
                inputs(
                        floats(1, queries, 16),
                        floats(1, keys, 16),
                        floats(1, keys, 16),
                        floats(1, heads, queries, keys)));
        assertClose(y, queries * 16, i -> attention(i, queries, keys, heads, 8, 8, true), type);
    }

    private static double normalised(int from, int count, int stride, int at, double epsilon) {
        double mean = 0;
        double square = 0;
        for (int k = 0; k < count; k++) {
            mean += number(from + k * stride) / count;
        }
        for (int k = 0; k < count; k++) {
            square += Math.pow(number(from + k * stride) - mean, 2) / count;
        }
        return (number(at) - mean) / Math.sqrt(square + epsilon);
    }

    @ParameterizedTest
    @MethodSource("formsAndPrecisions")
    void layerNormEvensEachRow(OnnxFile.Form form, DataType type) {
        Network bare = Lambda.of(Shape.of(BATCH, 3, 8), (s, x) -> s.number(x).layerNorm(1e-3));
        assertClose(
                run(bare, form, type, inputs(floats(2, 3, 8))), 48, i -> normalised(i / 8 * 8, 8, 1, i, 1e-3), type);
        Network affine = Lambda.of(Shape.of(BATCH, 3, 8), (s, x) -> s.number(x)
                .layerNorm(s.parameter("weight", Shape.of(8)), s.parameter("bias", Shape.of(8)), 1e-3));
        assertClose(
                run(affine, form, type, inputs(floats(2, 3, 8))),
                48,
                i -> normalised(i / 8 * 8, 8, 1, i, 1e-3) * number(i % 8) + number(i % 8),
                type);
    }

    @ParameterizedTest
    @MethodSource("formsAndPrecisions")
    void groupNormEvensGroupsOfChannels(OnnxFile.Form form, DataType type) {
        Network network = Lambda.of(Shape.of(BATCH, 4, 3, 2), (s, x) -> s.number(x)
                .groupNorm(s.parameter("weight", Shape.of(4)), s.parameter("bias", Shape.of(4)), 2, 1e-3));
        assertClose(
                run(network, form, type, inputs(floats(2, 4, 3, 2))),
                48,
                i -> normalised(i / 12 * 12, 12, 1, i, 1e-3) * number(i / 6 % 4) + number(i / 6 % 4),
                type);
    }

    @ParameterizedTest
    @MethodSource("formsAndPrecisions")
    void layersComputeInTheirPrecisionAndGiveFloat32(OnnxFile.Form form, DataType type) {
        Network network = Lambda.of(Shape.of(BATCH, 2, 4, 4), (s, x) -> s.number(x)
                .conv2d(s.at("c").parameter("weight", Shape.of(3, 2, 1, 1)), new Op.Conv(1, 1, Padding.NONE, 1))
                .reshape(BATCH, 3, 16)
                .linear(s.at("l").parameter("weight", Shape.of(2, 16)))
                .mul(0.125)
                .gelu());
        assertClose(
                run(network, form, type, inputs(floats(1, 2, 4, 4))),
                6,
                i -> {
                    double sum = 0;
                    for (int p = 0; p < 16; p++) {
                        double conv = number(i / 2 * 2) * number(p) + number(i / 2 * 2 + 1) * number(16 + p);
                        sum += conv * number(i % 2 * 16 + p);
                    }
                    return gelu(sum / 8);
                },
                type);
    }

    private static double gelu(double x) {
        // erf by its series, good to 1e-15 for the small arguments here
        double z = x / Math.sqrt(2);
        double term = z;
        double erf = z;
        for (int n = 1; n < 60; n++) {
            term *= -z * z / n;
            erf += term / (2 * n + 1);
        }
        return x * (1 + erf * 2 / Math.sqrt(Math.PI)) / 2;
    }

    @ParameterizedTest
    @EnumSource(Op.Function.class)
    void functionsOfOneNumber(Op.Function function) {
        Network network = Lambda.of(Shape.of(BATCH, 6), (s, x) -> new Op.Unary(function)
                .on(x.square().add(0.1)));
        float[] y = run(network, OnnxFile.Form.CPU, DataType.FLOAT32, inputs(floats(1, 6)));
        assertClose(
                y,
                6,
                i -> {
                    double x = number(i) * number(i) + 0.1;
                    return switch (function) {
                        case RELU, ABS -> x;
                        case SIGMOID -> 1 / (1 + Math.exp(-x));
                        case SQRT -> Math.sqrt(x);
                        case EXP -> Math.exp(x);
                        case LOG -> Math.log(x);
                        case SIN -> Math.sin(x);
                        case COS -> Math.cos(x);
                        case TANH -> Math.tanh(x);
                        case ERF -> 2 * gelu(x * Math.sqrt(2)) / (x * Math.sqrt(2)) - 1;
                        case SILU -> x / (1 + Math.exp(-x));
                        case GELU -> gelu(x);
                        case GELU_TANH -> x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))) / 2;
                    };
                },
                DataType.FLOAT32);
    }

    @Test
    void theGreaterAndTheLesserBoundANumber() {
        Network network = Lambda.of(Shape.of(BATCH, 8), (s, x) -> x.max(-0.3).min(0.5));
        assertClose(
                run(network, OnnxFile.Form.CPU, DataType.FLOAT32, inputs(floats(1, 8))),
                8,
                i -> Math.min(0.5, Math.max((float) -0.3, number(i))),
                DataType.FLOAT32);
    }

    @Test
    void sumsAndMeansAndMaximaRunOverSeveralAxes() {
        Network network = Lambda.of(Shape.of(BATCH, 3, 4), (s, x) -> x.sum(1, 2)
                .reshape(BATCH, 1)
                .concat(
                        1,
                        x.mean(1, 2).reshape(BATCH, 1),
                        new Op.Reduce(Op.Reduction.MAX, List.of(1, 2), false)
                                .on(x)
                                .reshape(BATCH, 1)));
        double sum = 0;
        double max = -1;
        for (int k = 0; k < 12; k++) {
            sum += number(k);
            max = Math.max(max, number(k));
        }
        double[] expected = {sum, sum / 12, max};
        assertClose(
                run(network, OnnxFile.Form.CPU, DataType.FLOAT32, inputs(floats(1, 3, 4))),
                3,
                i -> expected[i],
                DataType.FLOAT32);
    }

    @Test
    void rowsAreTakenByNumber() {
        Network network = new Network() {
            @Override
            public List<Port> inputs() {
                return List.of(new Port("x0", DataType.INT64, Shape.of(BATCH, 2)));
            }

            @Override
            public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> in) {
                return Map.of("y", s.parameter("table", Shape.of(5, 3)).gather(in.get("x0")));
            }
        };
        long[] rows = {4, 0, 2, 2};
        float[] y = run(network, OnnxFile.Form.CPU, DataType.FLOAT32, inputs(new Array.Longs(rows, 2, 2)));
        assertClose(y, 12, i -> number((int) rows[i / 3] * 3 + i % 3), DataType.FLOAT32);
    }

    @ParameterizedTest
    @EnumSource(Op.ChannelOrder.class)
    void channelsSpreadOverPlacesInBothOrders(Op.ChannelOrder order) {
        int r = 2;
        Network network = Lambda.of(Shape.of(BATCH, 12, 2, 3), (s, x) -> x.pixelShuffle(r, order));
        float[] y = run(network, OnnxFile.Form.CPU, DataType.FLOAT32, inputs(floats(1, 12, 2, 3)));
        assertClose(
                y,
                72,
                i -> {
                    int column = i % 6;
                    int row = i / 6 % 4;
                    int c = i / 24;
                    int within = row % r * r + column % r;
                    int channel = order == Op.ChannelOrder.CHANNEL_LAST ? within * 3 + c : c * r * r + within;
                    return number((channel * 2 + row / r) * 3 + column / r);
                },
                DataType.FLOAT32);
    }

    @ParameterizedTest
    @EnumSource(Op.ChannelOrder.class)
    void gatheringPlacesIntoChannelsUndoesSpreading(Op.ChannelOrder order) {
        Network network = Lambda.of(
                Shape.of(BATCH, 12, 2, 3), (s, x) -> x.pixelShuffle(2, order).pixelUnshuffle(2, order));
        float[] y = run(network, OnnxFile.Form.CPU, DataType.FLOAT32, inputs(floats(2, 12, 2, 3)));
        assertThat(y).isEqualTo(numbers(144));
    }

    @ParameterizedTest
    @CsvSource({"1,0,0,1", "2,1,1,1", "2,0,0,2", "3,1,2,1"})
    void transposedConvolutionSpreadsEachPlace(int stride, int padding, int extra, int groups) {
        int side = 4;
        int k = 3;
        Op.ConvTranspose how = new Op.ConvTranspose(stride, padding, extra, groups);
        Network network = Lambda.of(
                Shape.of(BATCH, 4, side, side),
                (s, x) -> x.convTranspose2d(
                        s.parameter("weight", Shape.of(4, 6 / groups, k, k)), s.parameter("bias", Shape.of(6)), how));
        int out = (side - 1) * stride - 2 * padding + k + extra;
        double[] expected = new double[6 * out * out];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = number(i / (out * out));
        }
        for (int c = 0; c < 4; c++) {
            for (int i = 0; i < side * side * 6 / groups * k * k; i++) {
                int b = i % k;
                int a = i / k % k;
                int o = i / (k * k) % (6 / groups);
                int place = i / (k * k * 6 / groups);
                int row = place / side * stride + a - padding;
                int column = place % side * stride + b - padding;
                if (row >= 0 && row < out && column >= 0 && column < out) {
                    int channel = c / (4 / groups) * (6 / groups) + o;
                    expected[(channel * out + row) * out + column] +=
                            number(c * side * side + place) * number(((c * 6 / groups + o) * k + a) * k + b);
                }
            }
        }
        float[] y = run(network, OnnxFile.Form.CPU, DataType.FLOAT32, inputs(floats(1, 4, side, side)));
        assertClose(y, expected.length, i -> expected[i], DataType.FLOAT32);
    }

    @ParameterizedTest
    @CsvSource({"3,6", "4,12", "6,3", "5,7"})
    void nearestResizeTakesThePixelThatHoldsThePlace(int in, int out) {
        Network network = Lambda.of(Shape.of(BATCH, 1, in, in), (s, x) -> x.resize(Op.Sampling.NEAREST, out, out));
        float[] y = run(network, OnnxFile.Form.CPU, DataType.FLOAT32, inputs(floats(1, 1, in, in)));
        assertClose(y, out * out, i -> number(i / out * in / out * in + i % out * in / out), DataType.FLOAT32);
    }

    @ParameterizedTest
    @CsvSource({"3,6", "8,4", "5,7"})
    void bilinearResizeRunsBetweenPixelCentres(int in, int out) {
        Network network = Lambda.of(Shape.of(BATCH, 1, 1, in), (s, x) -> x.resize(Op.Sampling.BILINEAR, 1, out));
        float[] y = run(network, OnnxFile.Form.CPU, DataType.FLOAT32, inputs(floats(1, 1, 1, in)));
        assertClose(
                y,
                out,
                i -> {
                    double at = Math.min(in - 1, Math.max(0, (i + 0.5) * in / out - 0.5));
                    int left = (int) at;
                    int right = Math.min(left + 1, in - 1);
                    return number(left) * (1 - (at - left)) + number(right) * (at - left);
                },
                DataType.FLOAT32);
    }

    @Test
    void weightsBeyondHalfPrecisionAreRefused() {
        Network network = Lambda.of(
                Shape.of(BATCH, 2), (s, x) -> s.number(x).linear(s.at("head").parameter("weight", Shape.of(2, 2))));
        assertThatThrownBy(() -> OnnxFile.write(
                        network,
                        (name, shape) -> new float[] {1, 2, 3, 70000},
                        folder.resolve("big.onnx"),
                        new OnnxFile.Options(OnnxFile.Storage.BESIDE, OnnxFile.Form.CPU, DataType.FLOAT16)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("head.weight")
                .hasMessageContaining("65504");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theSameNetworkGivesTheSameFileInEveryForm() {
        Network network = Lambda.of(Shape.of(BATCH, 3, 8), (s, x) -> s.number(x).layerNorm(1e-3));
        for (OnnxFile.Form form : OnnxFile.Form.values()) {
            OnnxFile.Options options = new OnnxFile.Options(OnnxFile.Storage.INSIDE, form, DataType.FLOAT32);
            String first = OnnxFile.write(network, (n, s) -> new float[0], folder.resolve("a.onnx"), options)
                    .sha256();
            String second = OnnxFile.write(network, (n, s) -> new float[0], folder.resolve("b.onnx"), options)
                    .sha256();
            assertThat(first).as(form.name()).isEqualTo(second);
        }
    }
}
