package dev.assay.graph;

import java.util.Locale;

/** The kinds of number a tensor holds. */
public enum DataType {
    FLOAT16(2),
    BFLOAT16(2),
    FLOAT32(4),
    FLOAT64(8),
    INT8(1),
    UINT8(1),
    INT16(2),
    INT32(4),
    INT64(8),
    BOOL(1);

    private final int bytes;

    DataType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** Its name in messages and files, as NumPy has it: {@code float32}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
