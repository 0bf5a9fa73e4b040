package dev.assay.reference.relay;

import dev.assay.graph.Array;
import dev.assay.reference.diffusion.ImageShape;
import java.util.Arrays;

/** Numbers in double as sessions take and give them, in float32. */
final class Batches {
    private Batches() {}

    /** Images [N,C,H,W]. */
    static Array.Floats images(double[] batch, ImageShape shape) {
        float[] floats = new float[batch.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) batch[i];
        }
        int images = batch.length / shape.elements();
        return new Array.Floats(floats, images, shape.channels(), shape.height(), shape.width());
    }

    /** One number for all images, [N]. */
    static Array.Floats each(int images, double number) {
        float[] floats = new float[images];
        Arrays.fill(floats, (float) number);
        return new Array.Floats(floats, images);
    }

    /** One square matrix for all images, [N,side,side]. */
    static Array.Floats matrices(int images, double[] matrix) {
        float[] floats = new float[images * matrix.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) matrix[i % matrix.length];
        }
        long side = Math.round(Math.sqrt(matrix.length));
        return new Array.Floats(floats, images, side, side);
    }

    static double[] doubles(float[] floats) {
        double[] doubles = new double[floats.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = floats[i];
        }
        return doubles;
    }
}
