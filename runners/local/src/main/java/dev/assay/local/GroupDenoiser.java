package dev.assay.local;

import dev.assay.graph.Array;
import dev.assay.graph.OnnxSession;
import dev.assay.graph.Shape;
import dev.assay.reference.diffusion.ArrayAlgebra;
import dev.assay.reference.diffusion.ConditionalDenoiser;
import dev.assay.reference.diffusion.Estimate;
import dev.assay.reference.diffusion.ImageShape;
import dev.assay.reference.group.GroupNetwork;
import dev.assay.reference.model.DiffusionSettings;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An exported text-to-group network under texts, and under none, for a batch of groups. Where members are an odd number and
 * groups too, the last group runs twice, for the reason that {@link NetworkDenoiser} gives.
 *
 * @param session the network as {@link dev.assay.reference.model.Denoising} makes it, without guidance
 * @param network what was exported
 * @param settings how its predictions are meant
 * @param texts those of all members
 * @param numbers of the members' texts, [B,n]
 * @param share of each member in its group's time, [n], the same for all groups
 */
record GroupDenoiser(
        OnnxSession session,
        GroupNetwork network,
        DiffusionSettings settings,
        Conditions texts,
        int[] numbers,
        float[] share)
        implements ConditionalDenoiser<double[]> {
    @Override
    public Estimate<double[]> conditional(double[] x, double t) {
        return at(x, t, false);
    }

    @Override
    public Both<double[]> both(double[] x, double t) {
        return new Both<>(at(x, t, false), at(x, t, true));
    }

    private Estimate<double[]> at(double[] x, double t, boolean none) {
        ImageShape shape = shape(network);
        Map<String, float[]> outputs = session.runFloats(inputs(x, t, none));
        double[] prediction = numbers(outputs.get(settings.meaning().id()), x.length);
        Estimate<double[]> estimate =
                settings.meaning().estimate(new ArrayAlgebra(shape), settings.noise(), prediction, x, t);
        return network.learnsVariance()
                ? new Estimate.WithRange<>(estimate.noise(), numbers(outputs.get("variance"), x.length))
                : estimate;
    }

    private Map<String, Array> inputs(double[] x, double t, boolean none) {
        ImageShape shape = shape(network);
        int n = share.length;
        int groups = numbers.length / n + numbers.length % 2;
        float[] images = new float[groups * shape.elements()];
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) x[i < x.length ? i : i - shape.elements()];
        }
        float[] times = new float[groups];
        Arrays.fill(times, (float) t);
        float[] shares = new float[groups * n];
        int[] rows = new int[groups * n];
        for (int i = 0; i < rows.length; i++) {
            shares[i] = share[i % n];
            rows[i] = numbers[i < numbers.length ? i : i - n];
        }
        boolean[] nones = new boolean[rows.length];
        Arrays.fill(nones, none);
        Map<String, Array> inputs = new LinkedHashMap<>();
        inputs.put("x", new Array.Floats(images, groups, shape.channels(), 1, shape.width()));
        inputs.put("t", new Array.Floats(times, groups));
        inputs.put(GroupNetwork.SHARE, new Array.Floats(shares, groups, n));
        texts.inputs(rows, nones).forEach((name, each) -> inputs.put(name, grouped(each, n)));
        return inputs;
    }

    /** [B n,...] as [B,n,...]. */
    private static Array grouped(Array each, int n) {
        long[] flat = each.shape();
        long[] shape = new long[flat.length + 1];
        shape[0] = flat[0] / n;
        shape[1] = n;
        System.arraycopy(flat, 1, shape, 2, flat.length - 1);
        return each instanceof Array.Longs longs
                ? new Array.Longs(longs.values(), shape)
                : new Array.Floats(((Array.Floats) each).values(), shape);
    }

    private static double[] numbers(float[] out, int count) {
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = out[i];
        }
        return numbers;
    }

    /** A group as an image. */
    static ImageShape shape(GroupNetwork network) {
        Shape image = network.image();
        return new ImageShape(image.dim(0), image.dim(1), image.dim(2));
    }
}
