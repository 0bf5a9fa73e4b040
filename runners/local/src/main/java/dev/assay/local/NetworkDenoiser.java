package dev.assay.local;

import dev.assay.graph.Array;
import dev.assay.graph.OnnxSession;
import dev.assay.graph.Shape;
import dev.assay.reference.diffusion.ArrayAlgebra;
import dev.assay.reference.diffusion.ConditionalDenoiser;
import dev.assay.reference.diffusion.Estimate;
import dev.assay.reference.diffusion.ImageShape;
import dev.assay.reference.diffusion.LabelledDenoiser;
import dev.assay.reference.diffusion.NoiseSchedule;
import dev.assay.reference.model.DiffusionNetwork;
import dev.assay.reference.model.DiffusionSettings;
import dev.assay.reference.model.Model;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * An exported denoiser (the part of that name, without guidance) for samplers that compute in double. Several threads may
 * use it at once.
 *
 * <p>The network runs on an even number of images, the last repeated where there are fewer, and where widths divide by 4
 * image i then has the same bits in every batch. ONNX Runtime 1.28 computes sines, cosines and means of what is left over
 * beside groups of four numbers by another rule (measured on one processor with AVX-512). Other widths, which no preset
 * has, differ by about 1e-6 between batches; no filling up helps, since means also depend on an image's place.
 */
final class NetworkDenoiser implements LabelledDenoiser {
    private final OnnxSession session;
    private final DiffusionNetwork network;
    private final DiffusionSettings settings;
    private final NoiseSchedule schedule;
    private final ImageShape shape;
    private final Conditions conditions;
    private final LongAdder nanos = new LongAdder();
    private final LongAdder images = new LongAdder();

    /** One that is told classes, or nothing. */
    NetworkDenoiser(OnnxSession session, Model model) {
        this(
                session,
                model,
                Conditions.classes(model.diffusionNetwork(), model.diffusion().noClass()));
    }

    NetworkDenoiser(OnnxSession session, Model model, Conditions conditions) {
        this.session = session;
        this.conditions = conditions;
        network = model.diffusionNetwork();
        settings = model.diffusion();
        schedule = settings.noise();
        shape = shape(network);
    }

    static ImageShape shape(DiffusionNetwork network) {
        Shape image = network.image();
        return new ImageShape(image.dim(0), image.dim(1), image.dim(2));
    }

    /** Time in the network so far, of all threads. */
    double seconds() {
        return nanos.sum() * 1e-9;
    }

    /** How many images the network has been evaluated on, each time and with and without condition counted. */
    long evaluations() {
        return images.sum();
    }

    @Override
    public ConditionalDenoiser<double[]> of(int[] labels) {
        return new ConditionalDenoiser<>() {
            @Override
            public Estimate<double[]> conditional(double[] x, double t) {
                return estimates(x, t, labels, 1)[0];
            }

            @Override
            public Both<double[]> both(double[] x, double t) {
                Estimate<double[]>[] both = estimates(x, t, labels, 2);
                return new Both<>(both[0], both[1]);
            }
        };
    }

    /** Under the labels and, if {@code times} is 2, under none, as one batch. */
    private Estimate<double[]>[] estimates(double[] x, double t, int[] labels, int times) {
        int count = labels.length * times;
        int rows = count + count % 2;
        float[] images = new float[rows * shape.elements()];
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) x[i % x.length];
        }
        int[] numbers = new int[rows];
        boolean[] none = new boolean[rows];
        for (int i = 0; i < rows; i++) {
            numbers[i] = labels[i % labels.length];
            none[i] = i >= labels.length && i < count;
        }
        Map<String, float[]> outputs = run(images, (float) t, conditions.inputs(numbers, none), count);
        @SuppressWarnings({"unchecked", "rawtypes"})
        Estimate<double[]>[] estimates = new Estimate[times];
        for (int part = 0; part < times; part++) {
            estimates[part] = estimate(outputs, x, t, part);
        }
        return estimates;
    }

    private Map<String, float[]> run(float[] x, float t, Map<String, Array> told, int count) {
        int rows = x.length / shape.elements();
        float[] time = new float[rows];
        Arrays.fill(time, t);
        Map<String, Array> inputs = new LinkedHashMap<>();
        inputs.put("x", new Array.Floats(x, rows, shape.channels(), shape.height(), shape.width()));
        inputs.put("t", new Array.Floats(time, rows));
        inputs.putAll(told);
        long start = System.nanoTime();
        Map<String, float[]> outputs = session.runFloats(inputs);
        nanos.add(System.nanoTime() - start);
        images.add(count);
        return outputs;
    }

    private Estimate<double[]> estimate(Map<String, float[]> outputs, double[] x, double t, int part) {
        double[] output = part(outputs.get(settings.meaning().id()), x.length, part);
        Estimate<double[]> estimate = settings.meaning().estimate(new ArrayAlgebra(shape), schedule, output, x, t);
        return network.learnsVariance()
                ? new Estimate.WithRange<>(estimate.noise(), part(outputs.get("variance"), x.length, part))
                : estimate;
    }

    private static double[] part(float[] all, int length, int part) {
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = all[part * length + i];
        }
        return values;
    }
}
