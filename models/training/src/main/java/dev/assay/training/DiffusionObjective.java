package dev.assay.training;

import dev.assay.graph.Array;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.reference.diffusion.ArrayAlgebra;
import dev.assay.reference.diffusion.ImageShape;
import dev.assay.reference.diffusion.MultiScale;
import dev.assay.reference.diffusion.NoiseSchedule;
import dev.assay.reference.diffusion.Stream;
import dev.assay.reference.model.DiffusionNetwork;
import dev.assay.reference.model.DiffusionSettings;
import dev.assay.reference.relay.ArrayPatches;
import dev.assay.reference.relay.BlockDct;
import dev.assay.reference.relay.RelayNoise;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Denoising at all times alike (Ho et al. 2020, eq. 14) or along a flow (Esser et al. 2024, eq. 14), at every resolution that the network predicts (DiMR, section 3):
 * the sum over resolutions of weight times mean square error. The target of a lower resolution is the box sum of the full
 * one over the ratio of sides, so that noise keeps its variance.
 *
 * @param network what learns
 * @param settings how its predictions are meant
 * @param images what it learns from
 * @param options what is weighed and disturbed
 * @param seed of times, noise, order and dropout
 * @param batch images of a step
 */
public record DiffusionObjective(
        DiffusionNetwork network,
        DiffusionSettings settings,
        TrainingImages images,
        Options options,
        long seed,
        int batch)
        implements Objective {
    /** Which of an example's draws is what. */
    private static final int NOISE = Stream.TRAINING;

    private static final int TIME = Stream.TRAINING + 1;
    private static final int DROPOUT = Stream.TRAINING + 2;
    private static final int BLOCKS = Stream.TRAINING + 3;

    /**
     * What is weighed and disturbed.
     *
     * @param weights of the resolutions, lowest first
     * @param labelDropout how often an image is shown as of no class
     * @param noise what is added to images; with block noise it trains the end-to-end model that relays were compared with
     *     (Teng et al. 2023, section 4.4)
     * @param times how often which are visited
     */
    public record Options(List<Double> weights, double labelDropout, RelayNoise noise, TimeDensity times) {
        public Options {
            weights = List.copyOf(weights);
        }

        /** At the thousand times of the discrete models alike. */
        public Options(List<Double> weights, double labelDropout, RelayNoise noise) {
            this(weights, labelDropout, noise, new TimeDensity.Even());
        }
    }

    public DiffusionObjective {
        if (!images.image().equals(network.image())) {
            throw new AssayException(
                    images.name(),
                    "images are " + images.image(),
                    "the network takes " + network.image(),
                    "choose data of that size");
        }
        int known = network.classes() - (settings.noClass() >= 0 ? 1 : 0);
        if (network.classes() > 0 && images.classes() > known) {
            throw new AssayException(
                    images.name(),
                    "there are %d classes".formatted(images.classes()),
                    "the network knows %d and no_class %d".formatted(network.classes(), settings.noClass()),
                    "choose a model with more classes");
        }
        int resolutions = network.sides().size();
        if (options.weights().size() != resolutions) {
            throw new AssayException(
                    "loss weights",
                    "there are " + options.weights().size(),
                    "the network predicts at %d resolutions".formatted(resolutions),
                    "give one for each, lowest first");
        }
        if (options.labelDropout() > 0 && settings.noClass() < 0) {
            throw new AssayException(
                    "label_dropout",
                    "it is " + options.labelDropout(),
                    "the model has no class that stands for none",
                    "set it to 0");
        }
    }

    @Override
    public Map<String, String> identity() {
        Map<String, String> identity = new LinkedHashMap<>();
        identity.put("network", Json.compact(network));
        identity.put("diffusion", Json.compact(settings));
        identity.put("images", images.name());
        identity.put("weights", Json.compact(options.weights()));
        identity.put("label dropout", Double.toString(options.labelDropout()));
        if (options.noise().alpha() > 0) {
            identity.put("noise", options.noise().toString());
        }
        if (!(options.times() instanceof TimeDensity.Even)) {
            identity.put("times", options.times().toString());
        }
        identity.put("seed", Long.toString(seed));
        identity.put("batch", Integer.toString(batch));
        return identity;
    }

    @Override
    public Example example(long step) {
        ImageShape shape = shape();
        int size = shape.elements();
        NoiseSchedule schedule = settings.noise();
        ArrayAlgebra one = new ArrayAlgebra(shape);
        int[] chosen = new Batches(seed, images.count(), batch).at(step);
        float[] noisy = new float[batch * size];
        double[] target = new double[batch * size];
        float[] times = new float[batch];
        long[] labels = new long[batch];
        for (int j = 0; j < batch; j++) {
            long example = step * batch + j;
            double t = options.times().draw(new Stream(seed, example, TIME));
            double[] image = image(chosen[j], size);
            double[] noise = noise(example, shape);
            double[] x = one.sum(schedule.alpha(t), image, schedule.sigma(t), noise);
            double[] y = settings.meaning().target(one, schedule, image, noise, t);
            for (int i = 0; i < size; i++) {
                noisy[j * size + i] = (float) x[i];
            }
            System.arraycopy(y, 0, target, j * size, size);
            times[j] = (float) (settings.timeScale() * t + settings.timeShift());
            labels[j] = label(chosen[j], example);
        }
        Map<String, Array> inputs = new LinkedHashMap<>();
        inputs.put("x", new Array.Floats(noisy, batch, shape.channels(), shape.height(), shape.width()));
        inputs.put(network.time().name(), new Array.Floats(times, batch));
        if (network.classes() > 0) {
            inputs.put("y", new Array.Longs(labels, batch));
        }
        return new Example(inputs, targets(target, shape));
    }

    private ImageShape shape() {
        Shape image = network.image();
        return new ImageShape(image.dim(0), image.dim(1), image.dim(2));
    }

    private double[] image(int number, int size) {
        float[] values = new float[size];
        images.read(number, values, 0);
        double[] image = new double[size];
        for (int i = 0; i < size; i++) {
            image[i] = values[i];
        }
        return image;
    }

    private double[] noise(long example, ImageShape shape) {
        ArrayPatches patches = new ArrayPatches(shape, new BlockDct(1));
        return options.noise().of(patches, draw -> {
            double[] white = new double[shape.elements()];
            new Stream(seed, example, draw == 0 ? NOISE : BLOCKS).normals(white, 0, white.length);
            return white;
        });
    }

    private long label(int number, long example) {
        int one = (int) Math.round(options.labelDropout() * (1 << 24));
        boolean dropped = new Stream(seed, example, DROPOUT).below(1 << 24) < one;
        return dropped ? settings.noClass() : images.label(number);
    }

    private Map<String, Array> targets(double[] full, ImageShape shape) {
        Map<String, Array> targets = new LinkedHashMap<>();
        List<Integer> sides = network.sides();
        for (int i = 0; i < sides.size(); i++) {
            int ratio = shape.height() / sides.get(i);
            double[] at = MultiScale.target(full, shape, ratio);
            float[] values = new float[at.length];
            for (int k = 0; k < values.length; k++) {
                values[k] = (float) at[k];
            }
            targets.put(
                    Integer.toString(i),
                    new Array.Floats(values, batch, shape.channels(), shape.height() / ratio, shape.width() / ratio));
        }
        return targets;
    }

    @Override
    public Tensor loss(Map<String, Tensor> outputs, Map<String, Tensor> targets) {
        List<Tensor> predictions = network.predictions(outputs);
        List<Double> weights = options.weights();
        List<Tensor> terms = new ArrayList<>();
        for (int i = 0; i < weights.size(); i++) {
            Tensor error = predictions.get(i).sub(targets.get(Integer.toString(i)));
            terms.add(error.square().mean(0, 1, 2, 3).mul(weights.get(i)));
        }
        return terms.stream().reduce(Tensor::add).orElseThrow();
    }
}
