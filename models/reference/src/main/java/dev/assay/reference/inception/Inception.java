package dev.assay.reference.inception;

import static dev.assay.graph.Shape.BATCH;
import static dev.assay.reference.inception.Tap.FEATURES_192;
import static dev.assay.reference.inception.Tap.FEATURES_64;
import static dev.assay.reference.inception.Tap.FEATURES_768;
import static dev.assay.reference.inception.Tap.LOGITS;
import static dev.assay.reference.inception.Tap.LOGITS_UNBIASED;
import static dev.assay.reference.inception.Tap.POOL3;
import static dev.assay.reference.inception.Tap.SPATIAL;

import dev.assay.graph.DataType;
import dev.assay.graph.Network;
import dev.assay.graph.Op;
import dev.assay.graph.Padding;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.graph.Window;
import dev.assay.reference.Layers;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Inception v3 as trained in 2015 (Szegedy et al. 2016; the frozen graph {@code inception-2015-12-05}), with the
 * parameter names of pytorch-fid and torch-fidelity. It differs from torchvision's Inception v3: 1008 classes, no
 * auxiliary head, 3x3 average pools that leave padding out of the divisor, and a max pool in the last block.
 *
 * <p>Input {@code x} float32 [N,3,H,W], grey levels 0-255; outputs float32 [N,D], one for each tap.
 *
 * @param mean subtracted from each channel, grey levels; 128 in the original
 * @param scale divides each channel then, grey levels; 128 in the original
 * @param resize whether images of any size come in and are resized to 299x299 by the bilinear rule of TensorFlow 1
 * @param taps what to give
 */
public record Inception(double mean, double scale, boolean resize, Set<Tap> taps) implements Network {
    /** Rows and columns of the image the network was trained on. */
    public static final int SIZE = 299;

    private static final int CLASSES = 1008;
    private static final int SPATIAL_CHANNELS = 7;
    private static final double EPSILON = 1e-3;

    public Inception {
        taps = Set.copyOf(taps);
    }

    @Override
    public List<Port> inputs() {
        int size = resize ? Shape.ANY : SIZE;
        return List.of(new Port("x", DataType.FLOAT32, Shape.of(BATCH, 3, size, size)));
    }

    @Override
    public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> inputs) {
        Map<Tap, Tensor> all = taps(s, inputs.get("x"));
        Map<String, Tensor> wanted = new LinkedHashMap<>();
        all.forEach((tap, value) -> {
            if (taps.contains(tap)) {
                wanted.put(tap.output(), value);
            }
        });
        return wanted;
    }

    private Map<Tap, Tensor> taps(Scope s, Tensor x) {
        Map<Tap, Tensor> taps = new EnumMap<>(Tap.class);
        if (resize) {
            x = x.resize(Op.Sampling.TF1_BILINEAR, SIZE, SIZE);
        }
        x = x.sub(mean).div(scale);
        x = unit(s.at("Conv2d_1a_3x3"), x, 32, Window.square(3, 2, 0)); // [N,32,149,149]
        x = unit(s.at("Conv2d_2a_3x3"), x, 32, Window.square(3, 1, 0)); // [N,32,147,147]
        x = unit(s.at("Conv2d_2b_3x3"), x, 64, Window.square(3, 1, 1)); // [N,64,147,147]
        x = x.maxPool(Window.square(3, 2, 0)); // [N,64,73,73]
        taps.put(FEATURES_64, x.mean(2, 3));
        x = unit(s.at("Conv2d_3b_1x1"), x, 80, Window.square(1, 1, 0)); // [N,80,73,73]
        x = unit(s.at("Conv2d_4a_3x3"), x, 192, Window.square(3, 1, 0)); // [N,192,71,71]
        x = x.maxPool(Window.square(3, 2, 0)); // [N,192,35,35]
        taps.put(FEATURES_192, x.mean(2, 3));
        x = blockA(s.at("Mixed_5b"), x, 32); // [N,256,35,35]
        x = blockA(s.at("Mixed_5c"), x, 64); // [N,288,35,35]
        x = blockA(s.at("Mixed_5d"), x, 64);
        x = blockB(s.at("Mixed_6a"), x); // [N,768,17,17]
        x = blockC(s.at("Mixed_6b"), x, 128, unit1x1(s.at("Mixed_6b"), x));
        x = blockC(s.at("Mixed_6c"), x, 160, unit1x1(s.at("Mixed_6c"), x));
        Tensor sixth = unit1x1(s.at("Mixed_6d"), x); // mixed_6/conv in the frozen graph
        taps.put(SPATIAL, spatial(sixth));
        x = blockC(s.at("Mixed_6d"), x, 160, sixth);
        x = blockC(s.at("Mixed_6e"), x, 192, unit1x1(s.at("Mixed_6e"), x));
        taps.put(FEATURES_768, x.mean(2, 3));
        x = blockD(s.at("Mixed_7a"), x); // [N,1280,8,8]
        x = blockE(s.at("Mixed_7b"), x, x.averagePool(Window.square(3, 1, 1))); // [N,2048,8,8]
        x = blockE(s.at("Mixed_7c"), x, x.maxPool(Window.square(3, 1, 1)));
        Tensor pooled = x.meanKeeping(2, 3); // [N,2048,1,1]
        taps.put(POOL3, pooled.reshape(BATCH, pooled.shape().dim(1)));
        Tensor unbiased = classify(s.at("fc"), pooled);
        taps.put(LOGITS_UNBIASED, unbiased);
        taps.put(LOGITS, unbiased.add(s.at("fc").parameter("bias", Shape.of(CLASSES))));
        return taps;
    }

    /** Convolution, batch normalisation, ReLU: [N,C,H,W] to [N,out,H',W']. */
    private static Tensor unit(Scope s, Tensor x, int out, Window window) {
        return Layers.batchNorm(s.at("bn"), Layers.conv2d(s.at("conv"), x, out, window), EPSILON)
                .relu();
    }

    private static Tensor blockA(Scope s, Tensor x, int poolOut) {
        Window one = Window.square(1, 1, 0);
        Tensor straight = unit(s.at("branch1x1"), x, 64, one);
        Tensor five = unit(s.at("branch5x5_1"), x, 48, one);
        five = unit(s.at("branch5x5_2"), five, 64, Window.square(5, 1, 2));
        Tensor three = unit(s.at("branch3x3dbl_1"), x, 64, one);
        three = unit(s.at("branch3x3dbl_2"), three, 96, Window.square(3, 1, 1));
        three = unit(s.at("branch3x3dbl_3"), three, 96, Window.square(3, 1, 1));
        Tensor pool = unit(s.at("branch_pool"), x.averagePool(Window.square(3, 1, 1)), poolOut, one);
        return straight.concat(1, five, three, pool);
    }

    private static Tensor blockB(Scope s, Tensor x) {
        Tensor three = unit(s.at("branch3x3"), x, 384, Window.square(3, 2, 0));
        Tensor twice = unit(s.at("branch3x3dbl_1"), x, 64, Window.square(1, 1, 0));
        twice = unit(s.at("branch3x3dbl_2"), twice, 96, Window.square(3, 1, 1));
        twice = unit(s.at("branch3x3dbl_3"), twice, 96, Window.square(3, 2, 0));
        return three.concat(1, twice, x.maxPool(Window.square(3, 2, 0)));
    }

    private static Tensor unit1x1(Scope s, Tensor x) {
        return unit(s.at("branch1x1"), x, 192, Window.square(1, 1, 0));
    }

    private static Tensor blockC(Scope s, Tensor x, int inner, Tensor straight) {
        Window one = Window.square(1, 1, 0);
        Window row = new Window(1, 7, 1, 1, Padding.of(0, 3));
        Window column = new Window(7, 1, 1, 1, Padding.of(3, 0));
        Tensor seven = unit(s.at("branch7x7_1"), x, inner, one);
        seven = unit(s.at("branch7x7_2"), seven, inner, row);
        seven = unit(s.at("branch7x7_3"), seven, 192, column);
        Tensor twice = unit(s.at("branch7x7dbl_1"), x, inner, one);
        twice = unit(s.at("branch7x7dbl_2"), twice, inner, column);
        twice = unit(s.at("branch7x7dbl_3"), twice, inner, row);
        twice = unit(s.at("branch7x7dbl_4"), twice, inner, column);
        twice = unit(s.at("branch7x7dbl_5"), twice, 192, row);
        Tensor pool = unit(s.at("branch_pool"), x.averagePool(Window.square(3, 1, 1)), 192, one);
        return straight.concat(1, seven, twice, pool);
    }

    private static Tensor blockD(Scope s, Tensor x) {
        Window one = Window.square(1, 1, 0);
        Tensor three = unit(s.at("branch3x3_1"), x, 192, one);
        three = unit(s.at("branch3x3_2"), three, 320, Window.square(3, 2, 0));
        Tensor seven = unit(s.at("branch7x7x3_1"), x, 192, one);
        seven = unit(s.at("branch7x7x3_2"), seven, 192, new Window(1, 7, 1, 1, Padding.of(0, 3)));
        seven = unit(s.at("branch7x7x3_3"), seven, 192, new Window(7, 1, 1, 1, Padding.of(3, 0)));
        seven = unit(s.at("branch7x7x3_4"), seven, 192, Window.square(3, 2, 0));
        return three.concat(1, seven, x.maxPool(Window.square(3, 2, 0)));
    }

    private static Tensor blockE(Scope s, Tensor x, Tensor pooled) {
        Window one = Window.square(1, 1, 0);
        Window row = new Window(1, 3, 1, 1, Padding.of(0, 1));
        Window column = new Window(3, 1, 1, 1, Padding.of(1, 0));
        Tensor straight = unit(s.at("branch1x1"), x, 320, one);
        Tensor three = unit(s.at("branch3x3_1"), x, 384, one);
        Tensor threeRow = unit(s.at("branch3x3_2a"), three, 384, row);
        Tensor threeColumn = unit(s.at("branch3x3_2b"), three, 384, column);
        Tensor twice = unit(s.at("branch3x3dbl_1"), x, 448, one);
        twice = unit(s.at("branch3x3dbl_2"), twice, 384, Window.square(3, 1, 1));
        Tensor twiceRow = unit(s.at("branch3x3dbl_3a"), twice, 384, row);
        Tensor twiceColumn = unit(s.at("branch3x3dbl_3b"), twice, 384, column);
        Tensor pool = unit(s.at("branch_pool"), pooled, 192, one);
        return straight.concat(1, threeRow, threeColumn, twiceRow, twiceColumn, pool);
    }

    /** The first 7 channels of 17x17 places, laid out row, column, channel: [N,192,17,17] to [N,2023]. */
    private static Tensor spatial(Tensor x) {
        int side = x.shape().dim(2);
        return x.slice(1, 0, SPATIAL_CHANNELS).transpose(0, 2, 3, 1).reshape(BATCH, side * side * SPATIAL_CHANNELS);
    }

    /**
     * The last layer without its bias, [N,2048,1,1] to [N,1008]. As a convolution the sums of an image are taken in one
     * order for every batch size; a matrix product may choose another order for a single row.
     */
    private static Tensor classify(Scope s, Tensor pooled) {
        int features = pooled.shape().dim(1);
        Tensor weight = s.parameter("weight", Shape.of(CLASSES, features)).reshape(CLASSES, features, 1, 1);
        return pooled.conv2d(weight, new Op.Conv(1, 1, Padding.NONE, 1)).reshape(BATCH, CLASSES);
    }
}
