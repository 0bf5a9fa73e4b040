package dev.assay.reference.pixart;

import dev.assay.graph.Tensor;
import dev.assay.reference.group.Sight;
import java.util.ArrayList;
import java.util.List;

/** Which tokens attend to which in self-attention. */
@FunctionalInterface
public interface Mixing {
    /** Queries, keys and values of a batch of images of one size, [N,L,width] each. */
    record Projected(Tensor queries, Tensor keys, Tensor values) {}

    /** The attention of each batch of images, [N,L,width]. */
    List<Tensor> mix(List<Projected> batches, int heads);

    /** The most scores of queries and keys, over all heads, that one attention has: 256 MiB of float32. */
    long MOST_SCORES = 1L << 26;

    /** Every image by itself. */
    static Mixing alone() {
        return (batches, heads) -> batches.stream()
                .map(p -> attention(p.queries(), p.keys(), p.values(), heads))
                .toList();
    }

    /**
     * Members of groups, some of each group in each batch: member m of group b is image b counts + m.
     *
     * @param counts how many members of each group are in each batch
     */
    static Mixing of(Sight sight, List<Integer> counts) {
        return sight == Sight.INDEPENDENT ? alone() : (batches, heads) -> together(batches, counts, heads);
    }

    /** The queries of each member with the keys of all: no matrix has the scores of a whole group. */
    private static List<Tensor> together(List<Projected> batches, List<Integer> counts, int heads) {
        List<Tensor> keys = new ArrayList<>();
        List<Tensor> values = new ArrayList<>();
        for (int i = 0; i < batches.size(); i++) {
            keys.add(inRow(batches.get(i).keys(), counts.get(i)));
            values.add(inRow(batches.get(i).values(), counts.get(i)));
        }
        Tensor allKeys = joined(keys);
        Tensor allValues = joined(values);
        List<Tensor> mixed = new ArrayList<>();
        for (int i = 0; i < batches.size(); i++) {
            Tensor queries = batches.get(i).queries();
            List<Tensor> members = inRow(queries, counts.get(i)).chunk(1, counts.get(i)).stream()
                    .map(q -> attention(q, allKeys, allValues, heads))
                    .toList();
            mixed.add(joined(members)
                    .reshape(
                            queries.shape().dim(0),
                            queries.shape().dim(1),
                            queries.shape().dim(2)));
        }
        return mixed;
    }

    /** Tokens [B count,L,width] of members as those of groups, [B,count L,width]. */
    private static Tensor inRow(Tensor tokens, int count) {
        return tokens.reshape(
                tokens.shape().dim(0) / count,
                count * tokens.shape().dim(1),
                tokens.shape().dim(2));
    }

    private static Tensor joined(List<Tensor> tokens) {
        return tokens.size() == 1
                ? tokens.get(0)
                : tokens.get(0).concat(1, tokens.subList(1, tokens.size()).toArray(new Tensor[0]));
    }

    /** Attention, some queries at a time where there would be more than {@link #MOST_SCORES}. */
    private static Tensor attention(Tensor queries, Tensor keys, Tensor values, int heads) {
        int length = queries.shape().dim(1);
        long each = Math.max(1, MOST_SCORES / ((long) heads * keys.shape().dim(1)));
        List<Tensor> parts = new ArrayList<>();
        for (int from = 0; from < length; from += (int) Math.min(each, length)) {
            int to = (int) Math.min(from + each, length);
            Tensor some = from == 0 && to == length ? queries : queries.slice(1, from, to);
            parts.add(some.attention(keys, values, heads));
        }
        return joined(parts);
    }
}
