package dev.assay.metrics;

import dev.assay.metrics.algebra.Direct;
import dev.assay.metrics.algebra.LinearAlgebra;
import java.nio.FloatBuffer;

/**
 * Squared Euclidean distances between two sets of rows, tile by tile, each as an interval that holds it. Under float32
 * and float16 the interval is one value, rounded as that precision rounds; under float64 it is float32 products with a
 * proven bound on their error, and {@link #exact} settles what the interval leaves open, so that float64 decisions come
 * at the speed of float32.
 */
final class PairDistances {
    /** Rows and columns of a tile. Both divide the block of {@link HalfBlocks}. */
    static final int ROWS = 1000;

    static final int COLUMNS = 500;

    /** Unit roundoff of float32. */
    private static final double UNIT = 0x1p-24;

    private final Rows x;
    private final Rows y;
    private final PrecisionRecall.Distance precision;
    private final LinearAlgebra algebra;
    private final Panels left;
    private final Panels right;
    private final HalfBlocks halves;
    private final double productError;

    PairDistances(Rows x, Rows y, PrecisionRecall.Distance precision, LinearAlgebra algebra) {
        this.x = x;
        this.y = y;
        this.precision = precision;
        this.algebra = algebra;
        Panels.Frame frame = precision == PrecisionRecall.Distance.FLOAT64
                ? Panels.Frame.around(x, y)
                : Panels.Frame.none(x.dimension());
        this.left = new Panels(x, frame);
        this.right = x == y ? left : new Panels(y, frame);
        this.halves = new HalfBlocks(left, right);
        // Any order of summing d products errs by at most d u / (1 - d u) of the lengths (Higham 2002, section 3.1).
        double spread = x.dimension() * UNIT;
        this.productError = 2 * spread / (1 - spread);
    }

    int rowTiles() {
        return (x.size() + ROWS - 1) / ROWS;
    }

    int columnTiles() {
        return (y.size() + COLUMNS - 1) / COLUMNS;
    }

    /** The squared distance between row i and row j in float64. */
    double exact(int i, int j) {
        return x.squaredDistance(i, y, j);
    }

    /** Fills {@code work.low} and {@code work.high} [m,n] for a tile; the rows are loaded unless they still are. */
    void tile(Workspace work, int rowTile, int columnTile) {
        work.firstRow = rowTile * ROWS;
        work.firstColumn = columnTile * COLUMNS;
        work.m = Math.min(ROWS, x.size() - work.firstRow);
        work.n = Math.min(COLUMNS, y.size() - work.firstColumn);
        switch (precision) {
            case FLOAT64 -> {
                multiply(work, false);
                intervals(work);
            }
            case FLOAT32 -> {
                multiply(work, false);
                singles(work);
            }
            case FLOAT16_IF_FINITE -> {
                multiply(work, true);
                if (halves.finite(this, rowTile, columnTile)) {
                    halves(work);
                } else {
                    multiply(work, false);
                    singles(work);
                }
            }
        }
    }

    /** Inner products of a tile into {@code work.products}; {@code half} rounds the rows first. */
    void multiply(Workspace work, boolean half) {
        if (work.loadedRow != work.firstRow || work.loadedHalf != half) {
            left.load(work.firstRow, work.m, half, work.left);
            work.loadedRow = work.firstRow;
            work.loadedHalf = half;
        }
        right.load(work.firstColumn, work.n, half, work.right);
        algebra.innerProducts(work.m, work.n, x.dimension(), work.left, work.right, work.buffer);
        work.buffer.get(0, work.products, 0, work.m * work.n);
    }

    /**
     * |x|^2 + |y|^2 - 2 x.y, and around it the error of the products and of rounding centred values to float32, which
     * moves a distance by at most u (|x| + |y|).
     */
    private void intervals(Workspace work) {
        double unscale = left.unscale();
        double floor = x.dimension() * 0x1p-120 * unscale;
        for (int i = 0; i < work.m; i++) {
            double xx = left.squaredLength(work.firstRow + i);
            double length = Math.sqrt(xx);
            for (int j = 0; j < work.n; j++) {
                int at = i * work.n + j;
                double yy = right.squaredLength(work.firstColumn + j);
                double other = right.length(work.firstColumn + j);
                double value = xx + yy - 2 * unscale * work.products[at];
                double error = productError * length * other + 6 * UNIT * (xx + yy) + floor;
                work.low[at] = value - error;
                work.high[at] = value + error;
            }
        }
    }

    private void singles(Workspace work) {
        for (int i = 0; i < work.m; i++) {
            float xx = (float) left.squaredLength(work.firstRow + i);
            for (int j = 0; j < work.n; j++) {
                int at = i * work.n + j;
                float yy = (float) right.squaredLength(work.firstColumn + j);
                float value = Math.max(0, xx - 2 * work.products[at] + yy);
                work.low[at] = value;
                work.high[at] = value;
            }
        }
    }

    private void halves(Workspace work) {
        for (int i = 0; i < work.m; i++) {
            for (int j = 0; j < work.n; j++) {
                int at = i * work.n + j;
                float value = Math.max(0, halves.value(work.firstRow + i, work.firstColumn + j, work.products[at]));
                work.low[at] = value;
                work.high[at] = value;
            }
        }
    }

    /** Buffers of one thread, and the tile it holds. */
    static final class Workspace {
        final FloatBuffer left;
        final FloatBuffer right;
        final FloatBuffer buffer = Direct.floats(ROWS * COLUMNS);
        final float[] products = new float[ROWS * COLUMNS];
        final double[] low = new double[ROWS * COLUMNS];
        final double[] high = new double[ROWS * COLUMNS];
        int firstRow;
        int firstColumn;
        int m;
        int n;
        private int loadedRow = -1;
        private boolean loadedHalf;

        Workspace(int dimension) {
            this.left = Direct.floats(ROWS * dimension);
            this.right = Direct.floats(COLUMNS * dimension);
        }
    }
}
