package dev.assay.datasets;

import dev.assay.datasets.array.ArrayHeader;
import dev.assay.datasets.array.NpyReader;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.Supplier;

/**
 * A matrix of features [N,D] in a file, read by rows as float32 any number of times. A row-major matrix is streamed in
 * constant memory; a column-major one (Fortran order) is held and transposed for each reading, up to 2^28 values. NaN and
 * infinite values are refused when they are met.
 */
public final class FeatureMatrix {
    private static final long MAX_TRANSPOSED = 1L << 28;
    private static final int MAX_COLUMNS = 1 << 20;

    private final String name;
    private final ArrayHeader header;
    private final Supplier<NpyReader> array;

    FeatureMatrix(String name, ArrayHeader header, Supplier<NpyReader> array) {
        this.name = name;
        this.header = header;
        this.array = array;
        long[] shape = header.shape();
        if (!header.type().isFloat() || shape.length != 2) {
            throw wrong("float16, float32 or float64 [N, D] is read", "save it so");
        }
        if (shape[0] == 0 || shape[1] == 0) {
            throw wrong("at least one row and one column are needed", "compute the features again");
        }
        if (shape[1] > MAX_COLUMNS) {
            throw wrong("at most %d columns are allowed".formatted(MAX_COLUMNS), "check that rows are images");
        }
        if (header.fortran() && header.count() > MAX_TRANSPOSED) {
            throw wrong("above 2^28 values only C order is read", "save it with numpy.ascontiguousarray");
        }
    }

    private AssayException wrong(String allowed, String remedy) {
        return new AssayException(name, "the features are " + header.describe(), allowed, remedy);
    }

    /** What messages call it. */
    public String name() {
        return name;
    }

    /** N, the number of images. */
    public long rows() {
        return header.shape()[0];
    }

    /** D, the number of features of an image. */
    public int columns() {
        return (int) header.shape()[1];
    }

    /** Whether reading rounds float64 to float32. */
    public boolean rounded() {
        return header.type().size() > Float.BYTES;
    }

    /** Starts a pass over all rows. */
    public RowReader open() {
        return new RowReader();
    }

    /** SHA-256 of N, D and the float32 values row by row, lower-case hex; equal for equal features in any file. */
    public String sha256() {
        MessageDigest digest = Json.sha256();
        digest.update(ByteBuffer.allocate(16).putLong(rows()).putLong(columns()).flip());
        int block = Math.max(1, (1 << 16) / columns());
        float[] values = new float[block * columns()];
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        try (RowReader reader = open()) {
            for (int n = reader.read(values, 0, block); n > 0; n = reader.read(values, 0, block)) {
                bytes.asFloatBuffer().put(values, 0, n * columns());
                digest.update(bytes.array(), 0, 4 * n * columns());
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** One pass over the rows, used by one thread. */
    public final class RowReader implements AutoCloseable {
        private final NpyReader reader = array.get();
        private float[] transposed = {};
        private long next;

        private RowReader() {}

        /**
         * Reads up to {@code rows} rows into {@code into} from {@code offset} on, row-major.
         *
         * @return how many rows: fewer at the end, 0 after it
         */
        public int read(float[] into, int offset, int rows) {
            int n = (int) Math.min(rows, rows() - next);
            int values = Math.multiplyExact(n, columns());
            if (offset < 0 || offset > into.length - values) {
                throw new IndexOutOfBoundsException(
                        "%d rows of %d from %d in an array of %d".formatted(n, columns(), offset, into.length));
            }
            if (header.fortran()) {
                transpose();
                System.arraycopy(transposed, (int) (next * columns()), into, offset, values);
            } else if (reader.readFloats(into, offset, values) < values) {
                throw new AssayException(
                        name, "row %d is cut off".formatted(next), "the array must be whole", "copy it again");
            }
            check(into, offset, values);
            next += n;
            return n;
        }

        private void check(float[] into, int offset, int values) {
            for (int i = 0; i < values; i++) {
                float v = into[offset + i];
                if (!Float.isFinite(v)) {
                    throw new AssayException(
                            name,
                            "row %d, column %d is %s%s"
                                    .formatted(next + i / columns(), i % columns(), v, rounded() ? " as float32" : ""),
                            "features must be finite",
                            "find the image that gave it and compute the features again");
                }
            }
        }

        private void transpose() {
            if (transposed.length > 0) {
                return;
            }
            int rows = (int) rows();
            float[] matrix = new float[Math.multiplyExact(rows, columns())];
            float[] column = new float[rows];
            for (int c = 0; c < columns(); c++) {
                if (reader.readFloats(column, 0, rows) < rows) {
                    throw new AssayException(
                            name, "column %d is cut off".formatted(c), "the array must be whole", "copy it again");
                }
                for (int r = 0; r < rows; r++) {
                    matrix[r * columns() + c] = column[r];
                }
            }
            transposed = matrix;
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
