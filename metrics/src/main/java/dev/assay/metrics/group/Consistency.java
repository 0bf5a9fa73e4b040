package dev.assay.metrics.group;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How alike the images of a group are to an image network. High for copies, too: read it beside {@link Duplicates}. A pair
 * with an absent image counts 0.
 */
public final class Consistency {
    private Consistency() {}

    /** C_self = mean_{i<j} cos(x_i, x_j) over the generated members; undefined for fewer than two. */
    public static OptionalDouble self(List<Embedding> generated) {
        int n = generated.size();
        if (n < 2) {
            return OptionalDouble.empty();
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                sum += generated.get(i).cosine(generated.get(j));
            }
        }
        return OptionalDouble.of(sum / (n * (n - 1) / 2.0));
    }

    /** C_cross = mean_{r,i} cos(x_r, x_i) over references r and generated members i; undefined without references. */
    public static OptionalDouble cross(List<Embedding> references, List<Embedding> generated) {
        return references.stream()
                .flatMapToDouble(r -> generated.stream().mapToDouble(r::cosine))
                .average();
    }
}
