package dev.assay.metrics;

import dev.assay.datasets.array.NpyArray;
import dev.assay.metrics.algebra.Compute;
import dev.assay.spec.AssayException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The features themselves: float32 [N,D], in order, in blocks so that no array holds them all. Immutable. */
public final class Rows implements Statistic {
    /** Floats of a block that {@link Collector} fills, 4 MiB. */
    private static final int BLOCK = 1 << 20;

    private final int dimension;
    private final int count;
    private final float[][] blocks;
    /** First row of each block, and the number of rows at the end. */
    private final int[] starts;

    private Rows(int dimension, List<float[]> blocks) {
        this.dimension = dimension;
        this.blocks = blocks.toArray(new float[0][]);
        this.starts = new int[blocks.size() + 1];
        for (int b = 0; b < blocks.size(); b++) {
            starts[b + 1] = Math.addExact(starts[b], blocks.get(b).length / dimension);
        }
        this.count = starts[blocks.size()];
    }

    /** Rows of one array [N,D], which is not copied and must not change. */
    public static Rows of(float[] values, int dimension) {
        Dimensions.ofRows(dimension);
        if (values.length % dimension != 0) {
            throw new IllegalArgumentException(
                    "%d values do not make rows of %d columns".formatted(values.length, dimension));
        }
        Finite.check("features", values, 0, values.length, dimension, 0);
        return new Rows(dimension, values.length == 0 ? List.of() : List.of(values));
    }

    public static Rows merge(Rows first, Rows second) {
        Dimensions.equal("merge", first, second);
        List<float[]> all = new ArrayList<>(Arrays.asList(first.blocks));
        all.addAll(Arrays.asList(second.blocks));
        return new Rows(first.dimension, all);
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public int dimension() {
        return dimension;
    }

    /** Number of rows as an array index. */
    public int size() {
        return count;
    }

    /** All rows [N,D], ready to be written to a file; not copied. */
    public NpyArray array() {
        return NpyArray.of(blocks(), count, dimension);
    }

    /** Consecutive rows, packed; not copied. */
    List<float[]> blocks() {
        return List.of(blocks);
    }

    /** The value at a row and column. */
    public float at(int row, int column) {
        int block = block(row);
        return blocks[block][(row - starts[block]) * dimension + column];
    }

    /** Copies one row [D]. */
    public void copyRow(int row, float[] into, int offset) {
        int block = block(row);
        System.arraycopy(blocks[block], (row - starts[block]) * dimension, into, offset, dimension);
    }

    /** Squared Euclidean distance between a row of this and a row of other, in float64. */
    double squaredDistance(int row, Rows other, int otherRow) {
        int block = block(row);
        int otherBlock = other.block(otherRow);
        float[] x = blocks[block];
        float[] y = other.blocks[otherBlock];
        int i = (row - starts[block]) * dimension;
        int j = (otherRow - other.starts[otherBlock]) * dimension;
        double a = 0;
        double b = 0;
        int k = 0;
        for (; k + 1 < dimension; k += 2) {
            double u = (double) x[i + k] - y[j + k];
            double v = (double) x[i + k + 1] - y[j + k + 1];
            a += u * u;
            b += v * v;
        }
        if (k < dimension) {
            double u = (double) x[i + k] - y[j + k];
            a += u * u;
        }
        return a + b;
    }

    /** The largest size of a value, 0 where there are no rows. */
    float largest() {
        float largest = 0;
        for (float[] block : blocks) {
            for (float value : block) {
                largest = Math.max(largest, Math.abs(value));
            }
        }
        return largest;
    }

    /** The largest squared length of a row, in float64; 0 where there are no rows. */
    double largestSquaredLength() {
        double largest = 0;
        for (float[] block : blocks) {
            for (int row = 0; row < block.length; row += dimension) {
                double sum = 0;
                for (int j = row; j < row + dimension; j++) {
                    sum += (double) block[j] * block[j];
                }
                largest = Math.max(largest, sum);
            }
        }
        return largest;
    }

    /** New rows with each value changed. */
    Rows map(FloatUnaryOperator change) {
        List<float[]> changed = new ArrayList<>();
        for (float[] block : blocks) {
            float[] copy = new float[block.length];
            for (int i = 0; i < copy.length; i++) {
                copy[i] = change.apply(block[i]);
            }
            changed.add(copy);
        }
        return new Rows(dimension, changed);
    }

    /** A function of a value. */
    @FunctionalInterface
    interface FloatUnaryOperator {
        float apply(float value);
    }

    /** The moments of these rows. */
    public Moments moments(Compute compute) {
        Moments.Collector collector = new Moments.Collector(dimension, compute);
        for (float[] block : blocks) {
            collector.add(block, 0, block.length / dimension);
        }
        return collector.statistic();
    }

    private int block(int row) {
        int found = Arrays.binarySearch(starts, row);
        return found >= 0 ? found : -found - 2;
    }

    /** Collects rows. */
    public static final class Collector implements Statistic.Collector {
        private final int dimension;
        private final int perBlock;
        private final List<float[]> full = new ArrayList<>();
        private float[] open = new float[0];
        private int filled;
        private long seen;

        public Collector(int dimension) {
            this.dimension = Dimensions.ofRows(dimension);
            this.perBlock = Math.max(1, BLOCK / dimension);
        }

        @Override
        public void add(float[] rows, int offset, int count) {
            Finite.check("features", rows, offset, count * dimension, dimension, seen);
            if (seen + count > Integer.MAX_VALUE) {
                throw new AssayException(
                        "features",
                        "more than 2^31 rows",
                        "rows are kept in memory",
                        "use metrics that need moments only");
            }
            for (int done = 0; done < count; ) {
                if (filled == open.length / dimension) {
                    grow();
                }
                int step = Math.min(count - done, open.length / dimension - filled);
                System.arraycopy(rows, offset + done * dimension, open, filled * dimension, step * dimension);
                filled += step;
                done += step;
            }
            seen += count;
        }

        /** Starts small, so that a short set costs little, and goes on to the next block when one is full. */
        private void grow() {
            if (filled == perBlock) {
                full.add(open);
                open = new float[perBlock * dimension];
                filled = 0;
            } else {
                int rows = full.isEmpty() ? Math.min(perBlock, Math.max(16, filled * 2)) : perBlock;
                open = Arrays.copyOf(open, rows * dimension);
            }
        }

        @Override
        public Rows statistic() {
            List<float[]> all = new ArrayList<>(full);
            if (filled > 0) {
                all.add(Arrays.copyOf(open, filled * dimension));
            }
            return new Rows(dimension, all);
        }
    }
}
