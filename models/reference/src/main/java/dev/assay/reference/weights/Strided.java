package dev.assay.reference.weights;

import java.util.List;

/** Elements that lie at strides in a stretch of numbers. */
final class Strided {
    private Strided() {}

    /** The strides of a tensor whose first index runs fastest, as Fortran has it. */
    static List<Long> columnMajor(List<Long> sizes) {
        Long[] strides = new Long[sizes.size()];
        long step = 1;
        for (int axis = 0; axis < strides.length; axis++) {
            strides[axis] = step;
            step *= Math.max(1, sizes.get(axis));
        }
        return List.of(strides);
    }

    /** Picks {@code elements} elements, row-major, out of a stretch that holds them all; the stretch itself if they are it. */
    static float[] gather(float[] stretch, List<Long> sizes, List<Long> strides, int elements) {
        if (elements == stretch.length && contiguous(sizes, strides)) {
            return stretch;
        }
        int rank = sizes.size();
        long[] size = sizes.stream().mapToLong(Long::longValue).toArray();
        long[] stride = strides.stream().mapToLong(Long::longValue).toArray();
        long[] index = new long[rank];
        float[] values = new float[elements];
        long at = 0;
        for (int i = 0; i < elements; i++) {
            values[i] = stretch[(int) at];
            for (int axis = rank - 1; axis >= 0; axis--) {
                at += stride[axis];
                if (++index[axis] < size[axis]) {
                    break;
                }
                at -= size[axis] * stride[axis];
                index[axis] = 0;
            }
        }
        return values;
    }

    private static boolean contiguous(List<Long> sizes, List<Long> strides) {
        long step = 1;
        for (int axis = sizes.size() - 1; axis >= 0; axis--) {
            if (sizes.get(axis) != 1 && strides.get(axis) != step) {
                return false;
            }
            step *= sizes.get(axis);
        }
        return true;
    }
}
