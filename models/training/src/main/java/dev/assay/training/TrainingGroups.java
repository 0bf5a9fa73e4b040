package dev.assay.training;

import dev.assay.graph.Shape;
import dev.assay.reference.text.Words;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** Groups of related images with their texts, drawn at random. */
public non-sealed interface TrainingGroups extends TrainingData {
    /** [C,H,W] of every member. */
    Shape image();

    /** The vocabulary of the texts. */
    Words words();

    /** The largest group there is. */
    int most();

    /**
     * A group, which follows from the draws alone.
     *
     * @param members 1 to {@link #most}
     * @param draws takes a bound and gives a number from 0 to below it
     */
    List<Member> draw(int members, IntUnaryOperator draws);

    /**
     * A member of a group.
     *
     * @param image -1 to 1 for pixels, channel by channel; not copied, do not modify
     * @param text what it shows
     */
    record Member(float[] image, String text) {}
}
