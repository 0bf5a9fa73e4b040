package dev.assay.graph;

import static dev.assay.graph.Shape.ANY;
import static dev.assay.graph.Shape.BATCH;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ONNX Runtime makes of each operation against the operation written out in double. */
class OnnxOperationsTest {
    /** Sums of up to a few hundred products of numbers below 1 in float32. */
    private static final double TOLERANCE = 1e-5;

    @TempDir
    private Path folder;

    /** The k-th number of a fixed sequence in (-1, 1). */
    private static float number(int k) {
        return (float) Math.sin(12.9898 * (k + 1) + 0.7);
    }

    private static float[] numbers(int count) {
        float[] values = new float[count];
        for (int k = 0; k < count; k++) {
            values[k] = number(k);
        }
        return values;
    }

    private static int count(long... shape) {
        int count = 1;
        for (long size : shape) {
            count = Math.toIntExact(count * size);
        }
        return count;
    }

    private float[] run(Network network, long[]... shapes) {
        OnnxFile file = OnnxFile.write(
                network,
                (name, shape) -> numbers(Math.toIntExact(shape.elements())),
                folder.resolve("n.onnx"),
                OnnxFile.Storage.INSIDE);
        Map<String, Array> in = new LinkedHashMap<>();
        for (int i = 0; i < shapes.length; i++) {
            in.put("x" + i, new Array.Floats(numbers(count(shapes[i])), shapes[i]));
        }
        try (OnnxSession session = OnnxSession.open(file.path(), new SessionOptions(1, Device.CPU))) {
            return session.runFloats(in).get("y");
        }
    }

    private static void assertClose(float[] actual, double[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).as("element %d", i).isCloseTo(expected[i], Offset.offset(TOLERANCE));
        }
    }

    @Test
    void everyOperationHasAForm() {
        assertThat(OnnxNodes.covered()).isEqualTo(Set.of(Op.class.getPermittedSubclasses()));
    }

    @ParameterizedTest
    @CsvSource({
        "1,1,0,0,0,0,1,3,3",
        "2,1,1,0,2,1,1,3,2",
        "1,2,0,2,1,0,2,1,4",
        "3,3,1,1,1,1,4,5,5",
    })
    void convolutionIsTheSumOfProducts(
            int sh, int sw, int top, int left, int bottom, int right, int g, int kh, int kw) {
        int channels = 4;
        int out = 8;
        int side = 7;
        Op.Conv conv = new Op.Conv(sh, sw, new Padding(top, left, bottom, right), g);
        float[] y = run(
                Lambda.of(
                        Shape.of(BATCH, channels, side, side),
                        (s, x) -> x.conv2d(
                                s.parameter("weight", Shape.of(out, channels / g, kh, kw)),
                                s.parameter("bias", Shape.of(out)),
                                conv)),
                new long[] {2, channels, side, side});
        int h = (side + top + bottom - kh) / sh + 1;
        int w = (side + left + right - kw) / sw + 1;
        double[] expected = new double[2 * out * h * w];
        int perGroup = channels / g;
        for (int i = 0; i < expected.length; i++) {
            int column = i % w;
            int row = i / w % h;
            int o = i / (w * h) % out;
            int n = i / (w * h * out);
            double sum = number(o);
            for (int c = 0; c < perGroup; c++) {
                for (int a = 0; a < kh; a++) {
                    for (int b = 0; b < kw; b++) {
                        int yy = row * sh + a - top;
                        int xx = column * sw + b - left;
                        if (yy >= 0 && yy < side && xx >= 0 && xx < side) {
                            int channel = o / (out / g) * perGroup + c;
                            sum += (double) number(((n * channels + channel) * side + yy) * side + xx)
                                    * number(((o * perGroup + c) * kh + a) * kw + b);
                        }
                    }
                }
            }
            expected[i] = sum;
        }
        assertClose(y, expected);
    }

    @ParameterizedTest
    @CsvSource({"MAX,3,1,1", "MAX,3,2,0", "AVERAGE,3,1,1", "AVERAGE_WITH_PADDING,3,1,1", "AVERAGE_WITH_PADDING,2,2,0"})
    void poolsCountPaddingOnlyWhereTheySay(Op.Pooling pooling, int size, int stride, int padding) {
        int side = 6;
        Window window = Window.square(size, stride, padding);
        float[] y = run(
                Lambda.of(Shape.of(BATCH, 2, side, side), (s, x) -> new Op.Pool(pooling, window).on(x)),
                new long[] {1, 2, side, side});
        int places = (side + 2 * padding - size) / stride + 1;
        double[] expected = new double[2 * places * places];
        for (int i = 0; i < expected.length; i++) {
            double max = Double.NEGATIVE_INFINITY;
            double sum = 0;
            int inside = 0;
            for (int a = 0; a < size; a++) {
                for (int b = 0; b < size; b++) {
                    int yy = i / places % places * stride + a - padding;
                    int xx = i % places * stride + b - padding;
                    if (yy >= 0 && yy < side && xx >= 0 && xx < side) {
                        double v = number((i / (places * places) * side + yy) * side + xx);
                        max = Math.max(max, v);
                        sum += v;
                        inside++;
                    }
                }
            }
            expected[i] = switch (pooling) {
                case MAX -> max;
                case AVERAGE -> sum / inside;
                case AVERAGE_WITH_PADDING -> sum / (size * size);
            };
        }
        assertClose(y, expected);
    }

    @Test
    void linearIsAProductWithTheTransposedWeightPlusBias() {
        float[] y = run(
                Lambda.of(
                        Shape.of(BATCH, 3, 4),
                        (s, x) -> x.linear(s.parameter("weight", Shape.of(5, 4)), s.parameter("bias", Shape.of(5)))),
                new long[] {2, 3, 4});
        double[] expected = new double[2 * 3 * 5];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = number(i % 5);
            for (int k = 0; k < 4; k++) {
                expected[i] += (double) number(i / 5 * 4 + k) * number(i % 5 * 4 + k);
            }
        }
        assertClose(y, expected);
    }

    @Test
    void aComputedWeightIsTransposedInTheGraph() {
        float[] y = run(
                Lambda.of(
                        Shape.of(BATCH, 4),
                        (s, x) -> x.linear(s.parameter("weight", Shape.of(3, 4)).mul(2))),
                new long[] {1, 4});
        double[] expected = new double[3];
        for (int i = 0; i < 12; i++) {
            expected[i / 4] += 2.0 * number(i) * number(i % 4);
        }
        assertClose(y, expected);
    }

    @Test
    void matricesMultiplyUnderOuterAxes() {
        float[] y = run(
                Lambda.of(Shape.of(BATCH, 2, 3, 4), Shape.of(2, 4, 5), Tensor::matmul),
                new long[] {2, 2, 3, 4},
                new long[] {2, 4, 5});
        double[] expected = new double[2 * 2 * 3 * 5];
        for (int i = 0; i < expected.length; i++) {
            for (int k = 0; k < 4; k++) {
                expected[i] += (double) number(i / 5 * 4 + k) * number((i / 15 % 2 * 4 + k) * 5 + i % 5);
            }
        }
        assertClose(y, expected);
    }

    @Test
    void elementsAreCombinedWithRepeats() {
        float[] y = run(
                Lambda.of(
                        Shape.of(BATCH, 3, 2),
                        Shape.of(3, 1),
                        (a, b) -> a.add(b).sub(0.25).mul(b).div(4)),
                new long[] {2, 3, 2},
                new long[] {3, 1});
        double[] expected = new double[12];
        for (int i = 0; i < 12; i++) {
            double b = number(i / 2 % 3);
            expected[i] = (number(i) + b - 0.25) * b / 4;
        }
        assertClose(y, expected);
    }

    @Test
    void functionsOfOneNumber() {
        float[] y = run(
                Lambda.of(Shape.of(BATCH, 6), (s, x) -> x.relu()
                        .concat(1, x.sigmoid(), x.silu(), x.mul(x).sqrt())),
                new long[] {1, 6});
        double[] expected = new double[24];
        for (int i = 0; i < 6; i++) {
            double v = number(i);
            double sigmoid = 1 / (1 + Math.exp(-v));
            expected[i] = Math.max(0, v);
            expected[6 + i] = sigmoid;
            expected[12 + i] = v * sigmoid;
            expected[18 + i] = Math.abs(v);
        }
        assertClose(y, expected);
    }

    @Test
    void softmaxSumsToOneAlongItsAxis() {
        float[] y = run(Lambda.of(Shape.of(BATCH, 3, 2), (s, x) -> x.softmax(1)), new long[] {1, 3, 2});
        double[] expected = new double[6];
        for (int i = 0; i < 6; i++) {
            double sum = Math.exp(number(i % 2)) + Math.exp(number(2 + i % 2)) + Math.exp(number(4 + i % 2));
            expected[i] = Math.exp(number(i)) / sum;
        }
        assertClose(y, expected);
    }

    @Test
    void axesAreMovedCutAndAveraged() {
        float[] y = run(
                Lambda.of(Shape.of(BATCH, 4, 3, 2), (s, x) -> x.transpose(0, 2, 3, 1)
                        .slice(-1, 1, 3)
                        .reshape(3 * BATCH, 4)
                        .meanKeeping(1)),
                new long[] {2, 4, 3, 2});
        double[] expected = new double[6];
        for (int i = 0; i < 6; i++) {
            for (int column = 0; column < 2; column++) {
                for (int channel = 1; channel < 3; channel++) {
                    expected[i] += number(((i / 3 * 4 + channel) * 3 + i % 3) * 2 + column) / 4.0;
                }
            }
        }
        assertClose(y, expected);
    }

    @ParameterizedTest
    @CsvSource({"5,4,12,9", "20,30,7,11", "8,8,8,8"})
    void tensorFlowResizeHasNoHalfPixel(int h, int w, int height, int width) {
        float[] y = run(
                Lambda.of(Shape.of(BATCH, 1, ANY, ANY), (s, x) -> x.resize(Op.Sampling.TF1_BILINEAR, height, width)),
                new long[] {1, 1, h, w});
        double[] expected = new double[height * width];
        for (int i = 0; i < expected.length; i++) {
            int row = i / width;
            double sy = row * (h / (double) height);
            double sx = i % width * (w / (double) width);
            int y0 = (int) sy;
            int x0 = (int) sx;
            int y1 = Math.min(y0 + 1, h - 1);
            int x1 = Math.min(x0 + 1, w - 1);
            double above = number(y0 * w + x0) * (1 - (sx - x0)) + number(y0 * w + x1) * (sx - x0);
            double below = number(y1 * w + x0) * (1 - (sx - x0)) + number(y1 * w + x1) * (sx - x0);
            expected[i] = above * (1 - (sy - y0)) + below * (sy - y0);
        }
        assertClose(y, expected);
    }

    @ParameterizedTest
    @CsvSource({
        "ANTIALIASED_BILINEAR,32,24,16,16",
        "ANTIALIASED_BILINEAR,9,7,16,16",
        "ANTIALIASED_BILINEAR,50,33,16,16",
        "ANTIALIASED_BICUBIC,50,33,16,16",
        "ANTIALIASED_BICUBIC,9,7,16,16",
    })
    void antialiasedResizeWidensItsFilterWhenShrinking(Op.Sampling sampling, int h, int w, int height, int width) {
        float[] y = run(
                Lambda.of(Shape.of(BATCH, 1, ANY, ANY), (s, x) -> x.resize(sampling, height, width)),
                new long[] {1, 1, h, w});
        double[][] rows = taps(sampling, h, height);
        double[][] columns = taps(sampling, w, width);
        double[] expected = new double[height * width];
        for (int i = 0; i < expected.length; i++) {
            for (int a = 0; a < h; a++) {
                for (int b = 0; b < w; b++) {
                    expected[i] += rows[i / width][a] * columns[i % width][b] * number(a * w + b);
                }
            }
        }
        assertClose(y, expected);
    }

    /** The weight of each of {@code in} samples for each of {@code out}: PIL's precomputed coefficients. */
    private static double[][] taps(Op.Sampling sampling, int in, int out) {
        double scale = Math.max(1, in / (double) out);
        double support = (sampling == Op.Sampling.ANTIALIASED_BILINEAR ? 1 : 2) * scale;
        double[][] taps = new double[out][in];
        for (int i = 0; i < out; i++) {
            double centre = (i + 0.5) * in / out;
            int from = (int) Math.max(0, centre - support + 0.5);
            int to = (int) Math.min(in, centre + support + 0.5);
            double sum = 0;
            for (int k = from; k < to; k++) {
                taps[i][k] = filter(sampling, Math.abs((k + 0.5 - centre) / scale));
                sum += taps[i][k];
            }
            for (int k = from; k < to; k++) {
                taps[i][k] /= sum;
            }
        }
        return taps;
    }

    private static double filter(Op.Sampling sampling, double t) {
        if (sampling == Op.Sampling.ANTIALIASED_BILINEAR) {
            return Math.max(0, 1 - t);
        }
        double a = -0.5;
        if (t < 1) {
            return ((a + 2) * t - (a + 3)) * t * t + 1;
        }
        return t < 2 ? (((t - 5) * t + 8) * t - 4) * a : 0;
    }

    @Test
    void castsChangeTheType() {
        float[] y = run(
                Lambda.of(
                        Shape.of(BATCH, 3),
                        (s, x) -> x.mul(10).cast(DataType.INT64).cast(DataType.FLOAT32)),
                new long[] {1, 3});
        double[] expected = {(int) (10 * number(0)), (int) (10 * number(1)), (int) (10 * number(2))};
        assertClose(y, expected);
    }
}
