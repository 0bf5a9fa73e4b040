package dev.assay.metrics.group;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How well each member shows its own text. Images x_i and texts p_i are embeddings of one image-text pair of networks;
 * lists of equal length n, the generated members in order. Absent images count 0.
 */
public final class Adherence {
    private Adherence() {}

    /** A = mean_i cos(x_i, p_i), the text-image cosine of the reviewers (CLIP-T), from -1 to 1. */
    public static double mean(List<Embedding> images, List<Embedding> prompts) {
        check(images, prompts);
        double sum = 0;
        for (int i = 0; i < images.size(); i++) {
            sum += images.get(i).cosine(prompts.get(i));
        }
        return sum / images.size();
    }

    /**
     * S = mean_i [cos(x_i, p_i) - mean_{j != i} cos(x_i, p_j)], ours: 0 or less where a member shows its neighbours' texts
     * as much as its own. From -2 to 2; undefined for one member.
     */
    public static OptionalDouble separation(List<Embedding> images, List<Embedding> prompts) {
        check(images, prompts);
        int n = images.size();
        if (n < 2) {
            return OptionalDouble.empty();
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double others = 0;
            for (int j = 0; j < n; j++) {
                others += j == i ? 0 : images.get(i).cosine(prompts.get(j));
            }
            sum += images.get(i).cosine(prompts.get(i)) - others / (n - 1);
        }
        return OptionalDouble.of(sum / n);
    }

    /**
     * How many of the group's texts lie nearer to an image than its own, ties counted half: 0 is best, n - 1 worst, (n -
     * 1) / 2 what chance gives and what equal texts give.
     */
    public static double rank(int image, List<Embedding> images, List<Embedding> prompts) {
        check(images, prompts);
        double own = images.get(image).cosine(prompts.get(image));
        double rank = 0;
        for (int j = 0; j < prompts.size(); j++) {
            if (j != image) {
                rank += above(images.get(image).cosine(prompts.get(j)), own);
            }
        }
        return rank;
    }

    /**
     * 1 - mean rank / (n - 1), ours: 1 where every image lies nearest to its own text, 0.5 by chance. An absent image counts
     * 0. Undefined for one member.
     */
    public static OptionalDouble assignment(List<Embedding> images, List<Embedding> prompts) {
        check(images, prompts);
        int n = images.size();
        if (n < 2) {
            return OptionalDouble.empty();
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += images.get(i).present() ? 1 - rank(i, images, prompts) / (n - 1) : 0;
        }
        return OptionalDouble.of(sum / n);
    }

    private static double above(double other, double own) {
        return other > own ? 1 : other == own ? 0.5 : 0;
    }

    static void check(List<Embedding> images, List<Embedding> targets) {
        if (images.isEmpty() || images.size() != targets.size()) {
            throw new IllegalArgumentException(
                    "%d images do not go with %d targets".formatted(images.size(), targets.size()));
        }
    }
}
