package dev.assay.reference.diffusion;

/**
 * Noise for a batch of numbered images. That of image i depends on (seed, i, draw) alone, whatever the batch and the order.
 *
 * @param seed of the run
 * @param images their numbers, not negative; not copied, do not modify
 * @param shape of each image
 */
public record ImageNoise(long seed, long[] images, ImageShape shape) implements Noise<double[]> {
    @Override
    public double[] draw(int draw) {
        double[] batch = new double[Math.multiplyExact(images.length, shape.elements())];
        for (int b = 0; b < images.length; b++) {
            new Stream(seed, images[b], draw).normals(batch, b * shape.elements(), shape.elements());
        }
        return batch;
    }
}
