package dev.assay.training;

import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.Port;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.reference.diffusion.ImageShape;
import dev.assay.reference.diffusion.Stream;
import dev.assay.reference.edm.DhariwalUpsampler;
import dev.assay.reference.edm.RawNetwork;
import dev.assay.reference.model.DenoisingNetwork;
import dev.assay.reference.relay.DenoisingExample;
import dev.assay.reference.relay.DenoisingLoss;
import dev.assay.reference.relay.Enlargement;
import dev.assay.spec.AssayException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What networks of the form D(x; sigma) are trained on: the mean over images of {@link DenoisingLoss}, times a factor.
 * An upsampler is given the means of squares of the image that it denoises.
 *
 * @param network what learns
 * @param loss how images are disturbed and weighed
 * @param images what it learns from
 * @param options what else is done
 * @param seed of noise levels, noise, order and all other draws
 * @param batch images of a step
 */
public record DenoisingObjective(
        DenoisingNetwork network, DenoisingLoss loss, TrainingImages images, Options options, long seed, int batch)
        implements Objective {
    private static final String IMAGE = "image";
    private static final String WEIGHTS = "weights";

    /** Draws of an image beside those of its loss and its augmentation. */
    private static final int DROPOUT = Stream.TRAINING + 16;

    private static final int LOW_LEVEL = Stream.TRAINING + 17;
    private static final int LOW_NOISE = Stream.TRAINING + 18;
    private static final int FINE = 1 << 24;

    /**
     * What else is done.
     *
     * @param labelDropout how often an image is shown as of no class, whose row is all zeros; 0 to 1
     * @param scaling of the loss, above 0; losses are sums over pixels and means over images before
     * @param lowNoise small images have noise added whose standard deviation is even from 0 to this, from 0; the network
     *     is not told
     * @param augment probability of each transform of {@link Augmentation}; 0 for images as they are
     */
    public record Options(double labelDropout, double scaling, double lowNoise, double augment) {
        public Options {
            if (!(labelDropout >= 0 && labelDropout <= 1) || !(augment >= 0 && augment <= 1)) {
                throw new IllegalArgumentException(
                        "labelDropout and augment are in [0,1], got %s and %s".formatted(labelDropout, augment));
            }
            if (!(scaling > 0 && lowNoise >= 0)) {
                throw new IllegalArgumentException(
                        "scaling must be above 0, lowNoise from 0, got %s and %s".formatted(scaling, lowNoise));
            }
        }
    }

    public DenoisingObjective {
        check(
                images.image().equals(network.image()),
                images.name(),
                "images are " + images.image(),
                "the network takes " + network.image(),
                "choose data of that size");
        check(
                network.classes() == 0 || images.classes() <= network.classes(),
                images.name(),
                "there are %d classes".formatted(images.classes()),
                "the network knows %d".formatted(network.classes()),
                "choose a model with more classes");
        check(
                options.labelDropout() == 0 || network.classes() > 0,
                "label_dropout",
                "it is " + options.labelDropout(),
                "the model has no classes",
                "set it to 0");
        check(
                options.lowNoise() == 0 || low(network).isPresent(),
                "low_noise",
                "it is " + options.lowNoise(),
                "the model takes no small images",
                "set it to 0");
        Optional<Port> told = input(network, RawNetwork.AUGMENT_LABELS);
        check(
                options.augment() == 0
                        || told.filter(p -> p.shape().dim(1) == Augmentation.LABELS)
                                .isPresent(),
                "augment",
                "it is " + options.augment(),
                "the model must have augment_dim " + Augmentation.LABELS + " to be told",
                "set it to 0 or choose such a model");
    }

    private static void check(boolean kept, String where, String found, String allowed, String remedy) {
        if (!kept) {
            throw new AssayException(where, found, allowed, remedy);
        }
    }

    private static Optional<Port> input(DenoisingNetwork network, String name) {
        return network.inputs().stream().filter(p -> p.name().equals(name)).findFirst();
    }

    private static Optional<Port> low(DenoisingNetwork network) {
        return input(network, DhariwalUpsampler.LOW_RES);
    }

    @Override
    public Map<String, String> identity() {
        Map<String, String> identity = new LinkedHashMap<>();
        identity.put("network", network.toString());
        identity.put("loss", loss.toString());
        identity.put("options", options.toString());
        identity.put("images", images.name());
        identity.put("seed", Long.toString(seed));
        identity.put("batch", Integer.toString(batch));
        return identity;
    }

    @Override
    public Example example(long step) {
        int[] chosen = new Batches(seed, images.count(), batch).at(step);
        ImageShape shape = shape();
        Rows noisy = new Rows(batch, shape.elements());
        Rows clean = new Rows(batch, shape.elements());
        Rows sigmas = new Rows(batch, 1);
        Rows weights = new Rows(batch, 1);
        Rows told = new Rows(batch, Augmentation.LABELS);
        Rows low = new Rows(batch, lowShape().elements());
        int[] labels = new int[batch];
        for (int j = 0; j < batch; j++) {
            long number = step * batch + j;
            Augmentation.Augmented image = image(chosen[j], shape, number);
            DenoisingExample example = loss.example(image.image(), shape, seed, number);
            noisy.set(j, example.noisy());
            clean.set(j, example.image());
            sigmas.set(j, example.sigma());
            weights.set(j, example.weight());
            told.set(j, image.labels());
            low.set(j, low(image.image(), shape, number));
            labels[j] = label(chosen[j], number);
        }
        Map<String, Array> inputs = new LinkedHashMap<>(network.conditions(labels));
        inputs.put("x", noisy.images(shape));
        inputs.put("sigma", sigmas.array(batch));
        inputs.computeIfPresent(RawNetwork.AUGMENT_LABELS, (n, zeros) -> options.augment() > 0 ? told.rows() : zeros);
        low(network).ifPresent(port -> inputs.put(port.name(), low.images(lowShape())));
        return new Example(inputs, Map.of(IMAGE, clean.images(shape), WEIGHTS, weights.array(batch)));
    }

    private ImageShape shape() {
        Shape image = network.image();
        return new ImageShape(image.dim(0), image.dim(1), image.dim(2));
    }

    /** That of the small images; of the images themselves where there are none. */
    private ImageShape lowShape() {
        return low(network)
                .map(p -> new ImageShape(
                        p.shape().dim(1), p.shape().dim(2), p.shape().dim(3)))
                .orElse(shape());
    }

    private Augmentation.Augmented image(int chosen, ImageShape shape, long number) {
        float[] values = new float[shape.elements()];
        images.read(chosen, values, 0);
        double[] image = new double[values.length];
        for (int i = 0; i < image.length; i++) {
            image[i] = values[i];
        }
        return options.augment() > 0
                ? new Augmentation(options.augment()).of(image, shape, seed, number)
                : new Augmentation.Augmented(image, new double[Augmentation.LABELS]);
    }

    private int label(int chosen, long number) {
        boolean dropped = unit(number, DROPOUT) < options.labelDropout();
        return dropped ? -1 : images.label(chosen);
    }

    private double unit(long number, int draw) {
        return (double) new Stream(seed, number, draw).below(FINE) / FINE;
    }

    private double[] low(double[] image, ImageShape shape, long number) {
        double[] small =
                Enlargement.means(image, shape, shape.height() / lowShape().height());
        double level = options.lowNoise() * unit(number, LOW_LEVEL);
        double[] noise = new double[small.length];
        if (level > 0) {
            new Stream(seed, number, LOW_NOISE).normals(noise, 0, noise.length);
        }
        for (int i = 0; i < small.length; i++) {
            small[i] += level * noise[i];
        }
        return small;
    }

    @Override
    public Tensor loss(Map<String, Tensor> outputs, Map<String, Tensor> targets) {
        Tensor image = targets.get(IMAGE);
        Tensor weights = targets.get(WEIGHTS);
        Tensor error =
                outputs.get(DenoisingNetwork.DENOISED).cast(DataType.FLOAT32).sub(image);
        Tensor weighed = error.square().mul(weights.reshape(weights.shape().dim(0), 1, 1, 1));
        return weighed.mean(0, 1, 2, 3).mul(options.scaling() * shape().elements());
    }

    /** Numbers of equally many for each image, as float32. */
    private record Rows(float[] values, int width) {
        Rows(int count, int width) {
            this(new float[Math.multiplyExact(count, width)], width);
        }

        void set(int row, double... numbers) {
            for (int i = 0; i < width; i++) {
                values[row * width + i] = (float) numbers[i];
            }
        }

        Array array(long... dims) {
            return new Array.Floats(values, dims);
        }

        Array rows() {
            return array(values.length / width, width);
        }

        Array images(ImageShape shape) {
            return array(values.length / width, shape.channels(), shape.height(), shape.width());
        }
    }
}
