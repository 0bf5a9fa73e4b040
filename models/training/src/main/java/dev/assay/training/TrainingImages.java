package dev.assay.training;

import dev.assay.graph.Shape;

/** Images to train on, each at hand by its number. */
public non-sealed interface TrainingImages extends TrainingData {
    int count();

    /** [C,H,W] of every image. */
    Shape image();

    /** Classes are 0 to this less one; 0 where there are none. */
    int classes();

    /** Writes image {@code i}, -1 to 1 for pixels, channel by channel, into an array. */
    void read(int i, float[] into, int from);

    /** The class of image {@code i}; 0 where there are none. */
    int label(int i);
}
