package dev.assay.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The sizes of a tensor, outermost first. A size is positive, or {@link #BATCH} times a positive number for an axis that
 * grows with the batch (a batch of n images with 16 heads folded in has the size {@code 16 * BATCH}), or {@link #ANY}
 * where the file does not say.
 *
 * @param dims the sizes
 */
public record Shape(List<Integer> dims) {
    /** The size of the batch, known when the network runs. {@code 3 * BATCH} is three times as much. */
    public static final int BATCH = -1;

    /** A size known when the network runs that has nothing to do with the batch. */
    public static final int ANY = 0;

    /** The shape of a single number. */
    public static final Shape SCALAR = of();

    public Shape {
        dims = List.copyOf(dims);
    }

    public static Shape of(int... dims) {
        return new Shape(Arrays.stream(dims).boxed().toList());
    }

    public int rank() {
        return dims.size();
    }

    /** The size of an axis; negative axes count from the end. */
    public int dim(int axis) {
        return dims.get(axis(axis));
    }

    /** The axis as 0 to rank - 1; negative axes count from the end. */
    public int axis(int axis) {
        int index = axis < 0 ? axis + rank() : axis;
        if (index < 0 || index >= rank()) {
            throw new BrokenRule("axis %d is outside a tensor of %d axes".formatted(axis, rank()));
        }
        return index;
    }

    /** This shape with another size at one axis. */
    public Shape with(int axis, int size) {
        List<Integer> changed = new ArrayList<>(dims);
        changed.set(axis(axis), size);
        return new Shape(changed);
    }

    /** Whether every size is a number, so that the tensor can be stored. */
    public boolean fixed() {
        return dims.stream().allMatch(d -> d > 0);
    }

    /** How many axes grow with the batch. */
    int batchAxes() {
        return (int) dims.stream().filter(d -> d < 0).count();
    }

    /** The number of elements, with a batch of one. */
    public long elements() {
        long count = 1;
        for (int d : dims) {
            if (d == ANY) {
                throw new BrokenRule("the sizes must be known here, got " + this);
            }
            count = Math.multiplyExact(count, (long) Math.abs(d));
        }
        return count;
    }

    /** As a message shows it: {@code [N,3,299,299]}, {@code [16N,64,64]}, {@code [N,3,?,?]}. */
    @Override
    public String toString() {
        return dims.stream().map(Shape::size).collect(Collectors.joining(",", "[", "]"));
    }

    /** One size as a message shows it. */
    static String size(int d) {
        if (d == ANY) {
            return "?";
        }
        return d > 0 ? Integer.toString(d) : d == BATCH ? "N" : -d + "N";
    }
}
