package dev.assay.reference.weights;

import dev.assay.graph.DataType;
import dev.assay.graph.Shape;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A tensor in a checkpoint.
 *
 * @param type how its numbers are stored
 * @param sizes its sizes, outermost first; empty for a single number
 */
public record StoredTensor(DataType type, List<Long> sizes) {
    static final int MOST_AXES = 16;
    private static final Set<DataType> FRACTIONS =
            EnumSet.of(DataType.FLOAT16, DataType.BFLOAT16, DataType.FLOAT32, DataType.FLOAT64);
    private static final long MOST_ELEMENTS = 1L << 48;

    public StoredTensor {
        sizes = List.copyOf(sizes);
    }

    /** Whether its sizes are those of a parameter. */
    public boolean fits(Shape shape) {
        return sizes.equals(shape.dims().stream().map(Integer::longValue).toList());
    }

    /** Whether they would be with axes of size one at the end added or dropped. */
    boolean fitsButForUnitAxes(Shape shape) {
        return withoutUnitAxes(sizes)
                .equals(withoutUnitAxes(
                        shape.dims().stream().map(Integer::longValue).toList()));
    }

    private static List<Long> withoutUnitAxes(List<Long> sizes) {
        int rank = sizes.size();
        while (rank > 0 && sizes.get(rank - 1) == 1) {
            rank--;
        }
        return sizes.subList(0, rank);
    }

    /** Whether its numbers are floating-point. Whole numbers are quantised weights, whose scale is not in the tensor. */
    boolean fractions() {
        return FRACTIONS.contains(type);
    }

    /** The number of elements, if it is sane: at most 16 axes, no negative size, at most 2^48 elements. */
    long elements(String file, String name) {
        long count = 1;
        boolean sane = sizes.size() <= MOST_AXES;
        for (long size : sizes) {
            sane = sane && size >= 0 && (size == 0 || count <= MOST_ELEMENTS / size);
            count = sane ? count * size : 0;
        }
        if (!sane) {
            throw Malformed.file(file, "tensor '" + name + "' has the sizes " + sizes);
        }
        return count;
    }

    @Override
    public String toString() {
        return sizes.toString().replace(" ", "");
    }
}
