package dev.assay.training;

import dev.assay.graph.DataType;
import dev.assay.spec.AssayException;

/** The kinds of number as the natives and their binding call them. */
final class NumberTypes {
    private NumberTypes() {}

    /** What torch calls a type in its scripts. */
    static int code(DataType type) {
        return switch (type) {
            case UINT8 -> 0;
            case INT8 -> 1;
            case INT16 -> 2;
            case INT32 -> 3;
            case INT64 -> 4;
            case FLOAT16 -> 5;
            case FLOAT32 -> 6;
            case FLOAT64 -> 7;
            case BOOL -> 11;
            case BFLOAT16 -> throw noBfloat16();
        };
    }

    static ai.djl.ndarray.types.DataType djl(DataType type) {
        return switch (type) {
            case UINT8 -> ai.djl.ndarray.types.DataType.UINT8;
            case INT8 -> ai.djl.ndarray.types.DataType.INT8;
            case INT16 -> ai.djl.ndarray.types.DataType.INT16;
            case INT32 -> ai.djl.ndarray.types.DataType.INT32;
            case INT64 -> ai.djl.ndarray.types.DataType.INT64;
            case FLOAT16 -> ai.djl.ndarray.types.DataType.FLOAT16;
            case FLOAT32 -> ai.djl.ndarray.types.DataType.FLOAT32;
            case FLOAT64 -> ai.djl.ndarray.types.DataType.FLOAT64;
            case BOOL -> ai.djl.ndarray.types.DataType.BOOLEAN;
            case BFLOAT16 -> throw noBfloat16();
        };
    }

    static DataType graph(ai.djl.ndarray.types.DataType type) {
        return switch (type) {
            case UINT8 -> DataType.UINT8;
            case INT8 -> DataType.INT8;
            case INT16 -> DataType.INT16;
            case INT32 -> DataType.INT32;
            case INT64 -> DataType.INT64;
            case FLOAT16 -> DataType.FLOAT16;
            case FLOAT32 -> DataType.FLOAT32;
            case FLOAT64 -> DataType.FLOAT64;
            case BOOLEAN -> DataType.BOOL;
            default -> throw new IllegalArgumentException("networks know no arrays of " + type);
        };
    }

    private static AssayException noBfloat16() {
        return new AssayException(
                "PyTorch natives",
                "an array of bfloat16 is wanted",
                "the Java binding ends the process at one",
                "compute in float32");
    }
}
