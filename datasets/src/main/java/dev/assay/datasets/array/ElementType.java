package dev.assay.datasets.array;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The element types of arrays that we read. Pickled objects, records, strings and complex numbers are never read. */
public enum ElementType {
    UINT8("u1", 1),
    INT8("i1", 1),
    INT16("i2", 2),
    UINT16("u2", 2),
    INT32("i4", 4),
    INT64("i8", 8),
    FLOAT16("f2", 2),
    FLOAT32("f4", 4),
    FLOAT64("f8", 8),
    BOOL("b1", 1);

    private static final List<ElementType> ALL = List.of(values());

    private final String code;
    private final int size;

    ElementType(String code, int size) {
        this.code = code;
        this.size = size;
    }

    /** NumPy's code without the byte order, such as {@code f4}. */
    public String code() {
        return code;
    }

    /** Bytes of one element. */
    public int size() {
        return size;
    }

    public boolean isFloat() {
        return this == FLOAT16 || this == FLOAT32 || this == FLOAT64;
    }

    static Optional<ElementType> ofCode(String code) {
        return ALL.stream().filter(t -> t.code.equals(code)).findFirst();
    }

    /** The name NumPy uses: {@code float32}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
