package dev.assay.metrics.group;

import java.util.List;

/**
 * How near groups of pictures are to one another, to tell whether a model has seen what it is measured by. Ours.
 */
public final class Nearness {
    private Nearness() {}

    /**
     * A group and how near it is.
     *
     * @param group its number; -1 where there is none
     * @param similarity see {@link #similarity}
     */
    public record Nearest(int group, double similarity) {}

    /**
     * From -1 to 1: the mean over pictures of one group of the highest cosine with any picture of the other, so that 1 says that
     * every picture is found there. It is not symmetric: the other may hold more.
     *
     * @param group at least one picture
     * @param other at least one picture
     */
    public static double similarity(List<Embedding> group, List<Embedding> other) {
        return group.stream()
                .mapToDouble(picture -> other.stream()
                        .mapToDouble(picture::cosine)
                        .max()
                        .orElseThrow(() -> new IllegalArgumentException("an empty group is near to nothing")))
                .average()
                .orElseThrow(() -> new IllegalArgumentException("an empty group is near to nothing"));
    }

    /** The nearest of some groups, the first of equals; {@code except} is left out, none with -1. */
    public static Nearest nearest(List<Embedding> group, List<List<Embedding>> others, int except) {
        Nearest best = new Nearest(-1, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < others.size(); i++) {
            if (i == except) {
                continue;
            }
            double similarity = similarity(group, others.get(i));
            if (similarity > best.similarity()) {
                best = new Nearest(i, similarity);
            }
        }
        return best;
    }
}
