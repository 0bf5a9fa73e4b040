package dev.assay.reference.weights;

import dev.assay.graph.DataType;
import dev.assay.graph.Shape;
import java.util.List;

/**
 * A tensor in a checkpoint.
 *
 * @param type how its numbers are stored
 * @param sizes its sizes, outermost first; empty for a single number
 */
public record StoredTensor(DataType type, List<Long> sizes) {
    static final int MOST_AXES = 16;
    private static final long MOST_ELEMENTS = 1L << 48;

    public StoredTensor {
        sizes = List.copyOf(sizes);
    }

    /** Whether its sizes are those of a parameter. */
    public boolean fits(Shape shape) {
        return sizes.equals(shape.dims().stream().map(Integer::longValue).toList());
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
