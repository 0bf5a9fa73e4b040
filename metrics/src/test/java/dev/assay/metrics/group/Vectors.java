package dev.assay.metrics.group;

import dev.assay.datasets.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Embeddings and images for tests. */
final class Vectors {
    private Vectors() {}

    /** The unit vector at an angle in the plane. */
    static Embedding at(double degrees) {
        double angle = Math.toRadians(degrees);
        return Embedding.of((float) Math.cos(angle), (float) Math.sin(angle));
    }

    /** The i-th of d orthogonal directions. */
    static Embedding axis(int i, int d) {
        float[] values = new float[d];
        values[i] = 3;
        return Embedding.of(values);
    }

    static List<Embedding> random(int count, int dimension, long seed) {
        Random random = new Random(seed);
        List<Embedding> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] values = new float[dimension];
            for (int k = 0; k < dimension; k++) {
                values[k] = (float) random.nextGaussian();
            }
            all.add(Embedding.of(values));
        }
        return all;
    }

    /** An image of one grey level. */
    static Image flat(int height, int width, int grey) {
        byte[] rgb = new byte[3 * height * width];
        java.util.Arrays.fill(rgb, (byte) grey);
        return new Image(height, width, rgb);
    }

    /** An image of random samples between two levels. */
    static Image noise(int height, int width, int low, int high, long seed) {
        Random random = new Random(seed);
        byte[] rgb = new byte[3 * height * width];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (low + random.nextInt(high - low + 1));
        }
        return new Image(height, width, rgb);
    }

    /** Every sample plus a number. */
    static Image shifted(Image image, int by) {
        byte[] rgb = image.rgb().clone();
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) ((rgb[i] & 0xFF) + by);
        }
        return new Image(image.height(), image.width(), rgb);
    }
}
