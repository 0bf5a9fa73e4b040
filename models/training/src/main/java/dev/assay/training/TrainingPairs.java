package dev.assay.training;

import dev.assay.graph.Shape;
import java.util.List;

/** Things that are each drawn in the same two styles and have names, at hand by number. */
public interface TrainingPairs {
    /** What messages and logs call them, the same for the same pictures and words. */
    String name();

    /** How many things there are. */
    int count();

    /** What the two styles are called in descriptions: {@code noto style}. */
    List<String> styles();

    /** [C,H,W] of every picture. */
    Shape image();

    /** Classes are 0 to this less one. */
    int classes();

    /** The class of a thing. */
    int label(int thing);

    /** Writes a picture, -1 to 1, channel by channel, into an array. */
    void read(int thing, int style, float[] into, int from);

    /** What a thing may be called; at least one. */
    List<String> names(int thing);

    /** Words for its class; may be empty. */
    String kind(int thing);

    /** What tells it from its kin, such as {@code dark skin tone}; empty for none. */
    String detail(int thing);

    /** Other things of the same name that differ in their detail; may be empty. */
    List<Integer> kin(int thing);
}
