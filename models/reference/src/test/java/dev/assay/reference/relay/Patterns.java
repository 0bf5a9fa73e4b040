package dev.assay.reference.relay;

import dev.assay.graph.Array;
import dev.assay.graph.Device;
import dev.assay.graph.Network;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.OnnxSession;
import dev.assay.graph.SessionOptions;
import dev.assay.graph.Weights;
import dev.assay.reference.diffusion.ImageShape;
import java.nio.file.Path;
import java.util.Map;

/** Numbers for tests, and networks run on them. */
final class Patterns {
    private Patterns() {}

    /** Uneven numbers within -1 ... 1 that float32 holds. */
    static double[] images(int count, double phase) {
        double[] images = new double[count];
        for (int i = 0; i < count; i++) {
            images[i] = (float) Math.sin(12.9898 * (i + 1) + phase);
        }
        return images;
    }

    static Array.Floats floats(double[] values, long... shape) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return new Array.Floats(floats, shape);
    }

    /** A batch [N,C,H,W]. */
    static Array.Floats batch(double[] values, ImageShape shape) {
        return floats(values, values.length / shape.elements(), shape.channels(), shape.height(), shape.width());
    }

    static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    static OnnxSession open(Network network, Weights weights, Path folder) {
        OnnxFile file = OnnxFile.write(network, weights, folder.resolve("network.onnx"), OnnxFile.Storage.INSIDE);
        return OnnxSession.open(file.path(), new SessionOptions(1, Device.CPU));
    }

    /** The outputs of a network without parameters. */
    static Map<String, float[]> run(Network network, Map<String, ? extends Array> inputs, Path folder) {
        try (OnnxSession session = open(
                network,
                (name, shape) -> {
                    throw new IllegalStateException("no parameters, asked for " + name);
                },
                folder)) {
            return session.runFloats(inputs);
        }
    }

    /** |a - b| / |b| in the Euclidean norm. */
    static double relativeDistance(double[] a, double[] b) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < b.length; i++) {
            difference += (a[i] - b[i]) * (a[i] - b[i]);
            norm += b[i] * b[i];
        }
        return a.length == b.length ? Math.sqrt(difference / norm) : Double.NaN;
    }

    /** The largest |a - b|. */
    static double largestDifference(double[] a, double[] b) {
        double largest = a.length == b.length ? 0 : Double.NaN;
        for (int i = 0; i < b.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest;
    }
}
