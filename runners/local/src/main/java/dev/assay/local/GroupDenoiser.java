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
import dev.assay.reference.pixart.WordGroup;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An exported text-to-group network under texts, and under none, for a batch of groups.
 *
 * @param session the network as {@link dev.assay.reference.model.Denoising} makes it, without guidance
 * @param network what was exported
 * @param settings how its predictions are meant
 * @param tokens of the texts, [B,n,L]
 * @param share of each member in its group's time, [n], the same for all groups
 */
record GroupDenoiser(OnnxSession session, WordGroup network, DiffusionSettings settings, long[] tokens, float[] share)
        implements ConditionalDenoiser<double[]> {
    @Override
    public Estimate<double[]> conditional(double[] x, double t) {
        return at(x, t, tokens);
    }

    @Override
    public Both<double[]> both(double[] x, double t) {
        return new Both<>(at(x, t, tokens), at(x, t, new long[tokens.length]));
    }

    private Estimate<double[]> at(double[] x, double t, long[] texts) {
        ImageShape shape = shape(network);
        int groups = x.length / shape.elements();
        float[] numbers = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            numbers[i] = (float) x[i];
        }
        float[] times = new float[groups];
        Arrays.fill(times, (float) t);
        float[] shares = new float[groups * share.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = share[i % share.length];
        }
        Map<String, Array> inputs = new LinkedHashMap<>();
        inputs.put("x", new Array.Floats(numbers, groups, shape.channels(), 1, shape.width()));
        inputs.put("t", new Array.Floats(times, groups));
        inputs.put(GroupNetwork.SHARE, new Array.Floats(shares, groups, share.length));
        inputs.put(WordGroup.TOKENS, new Array.Longs(texts, groups, share.length, network.length()));
        float[] out = session.runFloats(inputs).get(settings.meaning().id());
        double[] prediction = new double[out.length];
        for (int i = 0; i < out.length; i++) {
            prediction[i] = out[i];
        }
        return settings.meaning().estimate(new ArrayAlgebra(shape), settings.noise(), prediction, x, t);
    }

    /** A group as an image. */
    static ImageShape shape(GroupNetwork network) {
        Shape image = network.image();
        return new ImageShape(image.dim(0), image.dim(1), image.dim(2));
    }
}
