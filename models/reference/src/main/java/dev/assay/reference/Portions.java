package dev.assay.reference;

import dev.assay.graph.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Attention of some queries at a time, so that a runtime that writes down the scores of queries and keys holds few.
 *
 * @param scores the most of them at a time for one image or group, over all heads; at least those of one query are taken
 */
public record Portions(long scores) {
    /** 128 MiB of float32. */
    public static final Portions USUAL = new Portions(1L << 25);

    /** Queries [N,L,width] with keys and values [N,M,width] to [N,L,width]. */
    public Tensor attention(Tensor queries, Tensor keys, Tensor values, int heads) {
        int length = queries.shape().dim(1);
        long fit = Math.max(1, scores / ((long) heads * keys.shape().dim(1)));
        int each = (int) Math.min(fit, length);
        if (each == length) {
            return queries.attention(keys, values, heads);
        }
        List<Tensor> parts = new ArrayList<>();
        for (int from = 0; from < length; from += each) {
            int to = Math.min(from + each, length);
            parts.add(queries.slice(1, from, to).attention(keys, values, heads));
        }
        return joined(parts);
    }

    /** Tokens [N,L,width] one after the other. */
    public static Tensor joined(List<Tensor> tokens) {
        return tokens.size() == 1
                ? tokens.get(0)
                : tokens.get(0).concat(1, tokens.subList(1, tokens.size()).toArray(new Tensor[0]));
    }
}
