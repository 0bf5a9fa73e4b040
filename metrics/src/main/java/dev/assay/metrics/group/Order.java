package dev.assay.metrics.group;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Whether a sequence comes in its order. All scores are ours: the share of pairs in order, ties counted half, which is (1 +
 * Kendall's tau) / 2. 1 is in order, 0.5 chance, 0 reversed; a pair with an absent image counts 0.
 */
public final class Order {
    private Order() {}

    /** The share of pairs of values that rise; undefined for fewer than two. */
    public static OptionalDouble rising(double... values) {
        return share(values.length, (i, j) -> inOrder(values[j] - values[i]));
    }

    /**
     * Whether members lie the right way round against targets, which are the members' texts or true images: the share of
     * pairs i < j with cos(x_i,t_i) + cos(x_j,t_j) > cos(x_i,t_j) + cos(x_j,t_i). It is 1 where the exchange of any two
     * members would take them away from the targets, so the best assignment lies on the diagonal as far as exchanges can
     * tell. Equal images, and equal targets, have 0.5. Undefined for fewer than two.
     */
    public static OptionalDouble against(List<Embedding> targets, List<Embedding> images) {
        Adherence.check(images, targets);
        return share(images.size(), (i, j) -> {
            Embedding x = images.get(i);
            Embedding y = images.get(j);
            Embedding forX = targets.get(i);
            Embedding forY = targets.get(j);
            return x.present() && y.present()
                    ? inOrder(x.cosine(forX) + y.cosine(forY) - x.cosine(forY) - y.cosine(forX))
                    : 0;
        });
    }

    /**
     * How steadily a sequence goes from its first image to its last: the share of pairs whose progress x_i . (x_n - x_1)
     * rises, over all pairs but the first with the last, which rises by definition. It cannot tell a sequence from its
     * reverse. 0 where the first or the last is absent; undefined for fewer than three.
     */
    public static OptionalDouble progress(List<Embedding> images) {
        int n = images.size();
        if (n < 3) {
            return OptionalDouble.empty();
        }
        Embedding first = images.get(0);
        Embedding last = images.get(n - 1);
        if (!first.present() || !last.present()) {
            return OptionalDouble.of(0);
        }
        int pairs = n * (n - 1) / 2;
        double all = share(n, (i, j) -> {
                    Embedding x = images.get(i);
                    Embedding y = images.get(j);
                    boolean counts = (i > 0 || j < n - 1) && x.present() && y.present();
                    return counts ? inOrder(y.along(first, last) - x.along(first, last)) : 0;
                })
                .orElseThrow();
        return OptionalDouble.of(all * pairs / (pairs - 1));
    }

    /** What a pair i < j counts. */
    private interface Pair {
        double counts(int i, int j);
    }

    private static double inOrder(double step) {
        return (1 + Math.signum(step)) / 2;
    }

    private static OptionalDouble share(int n, Pair pair) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                sum += pair.counts(i, j);
            }
        }
        return n < 2 ? OptionalDouble.empty() : OptionalDouble.of(sum / (n * (n - 1) / 2.0));
    }
}
