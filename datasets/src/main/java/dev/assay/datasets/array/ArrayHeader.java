package dev.assay.datasets.array;

import java.util.Arrays;

/**
 * What an array says about itself before its values come.
 *
 * @param type of one element
 * @param bigEndian byte order of the values
 * @param fortran whether the first index runs fastest (column-major) instead of the last
 * @param shape lengths of the axes; empty for a single number; not copied, do not modify
 */
public record ArrayHeader(ElementType type, boolean bigEndian, boolean fortran, long[] shape) {
    /** Throws ArithmeticException where the number of bytes does not fit 63 bits. */
    public ArrayHeader {
        long bytes = type.size();
        for (long length : shape) {
            if (length < 0) {
                throw new IllegalArgumentException("an axis cannot have length " + length);
            }
            bytes = Math.multiplyExact(bytes, length);
        }
    }

    /** Number of elements. */
    public long count() {
        long count = 1;
        for (long length : shape) {
            count *= length;
        }
        return count;
    }

    /** Number of bytes of all elements. */
    public long bytes() {
        return count() * type.size();
    }

    public int rank() {
        return shape.length;
    }

    /** Type and shape as people read them: {@code float32 [10, 3]}. */
    public String describe() {
        return type + " " + Arrays.toString(shape) + (fortran ? " in Fortran order" : "");
    }
}
