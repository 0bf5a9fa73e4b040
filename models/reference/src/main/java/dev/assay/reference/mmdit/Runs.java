package dev.assay.reference.mmdit;

import dev.assay.graph.Tensor;
import dev.assay.reference.Portions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * Tokens of the members of a group, one member's after the other's: [N,total,width].
 *
 * @param lengths tokens of each member
 */
record Runs(List<Integer> lengths) {
    Runs {
        lengths = List.copyOf(lengths);
    }

    int count() {
        return lengths.size();
    }

    private int start(int member) {
        return lengths.subList(0, member).stream().mapToInt(Integer::intValue).sum();
    }

    /** A member's tokens [N,length,width]. */
    Tensor part(Tensor tokens, int member) {
        return count() == 1 ? tokens : tokens.slice(1, start(member), start(member + 1));
    }

    /** Each token with its member's numbers, [N,members,width]. */
    Tensor with(Tensor tokens, Tensor numbers, BinaryOperator<Tensor> combine) {
        if (count() == 1) {
            return combine.apply(tokens, numbers);
        }
        int n = tokens.shape().dim(0);
        int width = tokens.shape().dim(2);
        if (lengths.stream().distinct().count() == 1) {
            Tensor apart = tokens.reshape(n, count(), lengths.get(0), width);
            return combine.apply(apart, numbers.reshape(n, count(), 1, width)).reshape(n, start(count()), width);
        }
        List<Tensor> parts = new ArrayList<>();
        for (int i = 0; i < count(); i++) {
            parts.add(combine.apply(part(tokens, i), numbers.slice(1, i, i + 1)));
        }
        return Portions.joined(parts);
    }
}
