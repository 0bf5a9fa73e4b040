package dev.assay.reference.pixart;

import dev.assay.graph.Tensor;
import dev.assay.reference.Portions;
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

    /** Every image by itself. */
    static Mixing alone() {
        return (batches, heads) -> batches.stream()
                .map(p -> Portions.USUAL.attention(p.queries(), p.keys(), p.values(), heads))
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
        Tensor allKeys = Portions.joined(keys);
        Tensor allValues = Portions.joined(values);
        List<Tensor> mixed = new ArrayList<>();
        for (int i = 0; i < batches.size(); i++) {
            Tensor queries = batches.get(i).queries();
            List<Tensor> members = inRow(queries, counts.get(i)).chunk(1, counts.get(i)).stream()
                    .map(q -> Portions.USUAL.attention(q, allKeys, allValues, heads))
                    .toList();
            mixed.add(Portions.joined(members)
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
}
