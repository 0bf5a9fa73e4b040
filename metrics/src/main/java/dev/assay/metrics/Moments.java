package dev.assay.metrics;

import dev.assay.metrics.algebra.Compute;
import dev.assay.metrics.algebra.Direct;
import dev.assay.spec.AssayException;
import java.nio.DoubleBuffer;
import java.util.Arrays;

/**
 * Count, mean and scatter of features, float64; all that a Gaussian fit needs. Immutable.
 *
 * <p>Two kinds: of rows, with a count, and given as mean and covariance by other people's files, with count 0.
 */
public final class Moments implements Statistic {
    /** Columns allowed: the scatter of more would not fit a buffer of 2 GiB. */
    public static final int MAX_DIMENSION = 16_000;

    private final long count;
    private final double[] mean;
    private final float[] sum;
    private final double[] scatter;

    Moments(long count, double[] mean, float[] sum, double[] scatter) {
        this.count = count;
        this.mean = mean;
        this.sum = sum;
        this.scatter = scatter;
    }

    /**
     * Moments of a file that holds a mean and a covariance.
     *
     * @param where names the file in errors
     * @param mean [D]; not copied
     * @param covariance [D,D], symmetric; not copied
     */
    public static Moments given(String where, double[] mean, double[] covariance) {
        int d = mean.length;
        checkDimension(where, d);
        if (covariance.length != (long) d * d) {
            throw new AssayException(
                    where,
                    "a mean of %d values and a covariance of %d".formatted(d, covariance.length),
                    "a covariance has as many rows and columns as the mean has values",
                    "make the statistics again");
        }
        Finite.check(where + ", mean", mean, d);
        Finite.check(where + ", covariance", covariance, d);
        checkSymmetric(where, covariance, d);
        return new Moments(0, mean, new float[0], covariance);
    }

    static void checkSymmetric(String where, double[] covariance, int d) {
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < d; i++) {
            largest = Math.max(largest, Math.abs(covariance[i * d + i]));
            for (int j = 0; j < i; j++) {
                difference = Math.max(difference, Math.abs(covariance[i * d + j] - covariance[j * d + i]));
            }
        }
        if (difference > 1e-5 * largest) {
            throw new AssayException(
                    where,
                    "the covariance is not symmetric, entries differ by " + difference,
                    "a covariance is symmetric",
                    "make the statistics again");
        }
    }

    private static void checkDimension(String where, int dimension) {
        if (dimension < 1 || dimension > MAX_DIMENSION) {
            throw new AssayException(
                    where,
                    dimension + " columns",
                    "moments are made of 1 to " + MAX_DIMENSION + " columns",
                    "choose an output of the extractor with fewer columns");
        }
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public int dimension() {
        return mean.length;
    }

    /** The mean [D]; not copied, do not modify. */
    public double[] mean() {
        return mean;
    }

    /**
     * The mean [D] as numpy computes it of a float32 matrix: rows added in float32 one after the other, then divided in
     * float32. Of given moments, the given mean rounded to float32.
     */
    public float[] meanFloat32() {
        float[] result = new float[mean.length];
        for (int j = 0; j < result.length; j++) {
            result[j] = count == 0 ? (float) mean[j] : sum[j] / (float) count;
        }
        return result;
    }

    /**
     * The covariance [D,D], row-major.
     *
     * @param lost degrees of freedom taken off the count to get the divisor: 1 for the unbiased estimate, 0 for the
     *     population's; has no effect on given moments
     */
    public double[] covariance(int lost) {
        if (count == 0) {
            return scatter.clone();
        }
        if (count <= lost) {
            throw new AssayException(
                    "covariance",
                    "a set of " + count + " images",
                    "it takes at least " + (lost + 1),
                    "use more images, thousands rather than tens");
        }
        double divisor = count - lost;
        double[] result = new double[scatter.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = scatter[i] / divisor;
        }
        return result;
    }

    float[] sumFloat32() {
        return sum;
    }

    double[] scatter() {
        return scatter;
    }

    /** Whether both hold the same numbers, bit for bit. */
    boolean sameAs(Moments other) {
        return count == other.count && Arrays.equals(mean, other.mean) && Arrays.equals(scatter, other.scatter);
    }

    /** Chan, Golub and LeVeque 1979, eq. 2.1, for vectors. Given moments cannot be merged, for want of a count. */
    public static Moments merge(Moments first, Moments second) {
        Dimensions.equal("merge", first, second);
        if (first.count == 0 || second.count == 0) {
            throw new AssayException(
                    "merge",
                    "statistics that hold a covariance but no count",
                    "merging needs the number of images on each side",
                    "merge statistics that Assay wrote");
        }
        int d = first.mean.length;
        double n = (double) first.count + second.count;
        double weight = first.count * (second.count / n);
        double[] delta = new double[d];
        double[] mean = new double[d];
        float[] sum = new float[d];
        for (int j = 0; j < d; j++) {
            delta[j] = second.mean[j] - first.mean[j];
            mean[j] = first.mean[j] + delta[j] * (second.count / n);
            sum[j] = first.sum[j] + second.sum[j];
        }
        double[] scatter = new double[d * d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                int at = i * d + j;
                scatter[at] = first.scatter[at] + second.scatter[at] + weight * delta[i] * delta[j];
            }
        }
        return new Moments(first.count + second.count, mean, sum, scatter);
    }

    /**
     * Sums rows into moments. Rows are shifted by the mean of the first {@value #BLOCK} and multiplied in blocks of
     * that many, so that neither the size of the pieces nor the number of threads changes a bit, and cancellation costs
     * at most log10(N / {@value #BLOCK}) of the 16 digits even if the first block is unlike all others.
     */
    public static final class Collector implements Statistic.Collector {
        /** Rows of a block. */
        private static final int BLOCK = 512;

        /** Columns of a tile of the scatter. */
        private static final int TILE = 512;

        private final int dimension;
        private final Compute compute;
        private final int tiles;
        private final float[] pending;
        private final DoubleBuffer centred;
        private final DoubleBuffer products;
        private final double[] shift;
        private final double[] shiftedSum;
        private final float[] sum;
        private final double[] line;
        private int filled;
        private long flushed;

        /** Collects rows of that many columns, multiplying on the threads of {@code compute}. */
        public Collector(int dimension, Compute compute) {
            checkDimension("features", dimension);
            this.dimension = dimension;
            this.compute = compute;
            this.tiles = (dimension + TILE - 1) / TILE;
            this.pending = new float[BLOCK * dimension];
            this.centred = Direct.doubles(BLOCK * dimension);
            this.products = Direct.doubles(dimension * dimension);
            this.shift = new double[dimension];
            this.shiftedSum = new double[dimension];
            this.sum = new float[dimension];
            this.line = new double[dimension];
        }

        @Override
        public void add(float[] rows, int offset, int count) {
            Finite.check("features", rows, offset, count * dimension, dimension, flushed + filled);
            for (int done = 0; done < count; ) {
                int step = Math.min(count - done, BLOCK - filled);
                System.arraycopy(rows, offset + done * dimension, pending, filled * dimension, step * dimension);
                filled += step;
                done += step;
                if (filled == BLOCK) {
                    if (flushed == 0) {
                        setShift();
                    }
                    sumFloat32(sum);
                    addBlock(products, shiftedSum);
                    flushed += filled;
                    filled = 0;
                }
            }
        }

        @Override
        public Moments statistic() {
            if (flushed + filled == 0) {
                throw new AssayException("features", "no rows", "moments need at least 1", "give some images");
            }
            DoubleBuffer total = products;
            double[] shifted = shiftedSum.clone();
            float[] plain = sum.clone();
            if (filled > 0) {
                if (flushed == 0) {
                    setShift();
                }
                sumFloat32(plain);
                total = Direct.doubles(dimension * dimension).put(0, products, 0, dimension * dimension);
                addBlock(total, shifted);
            }
            return moments(flushed + filled, total, shifted, plain);
        }

        private Moments moments(long n, DoubleBuffer total, double[] shifted, float[] plain) {
            double[] mean = new double[dimension];
            for (int j = 0; j < dimension; j++) {
                mean[j] = shift[j] + shifted[j] / n;
            }
            double[] scatter = new double[dimension * dimension];
            total.get(0, scatter);
            for (int i = 0; i < dimension; i++) {
                for (int j = 0; j <= i; j++) {
                    double value = scatter[i * dimension + j] - shifted[i] * (shifted[j] / n);
                    scatter[i * dimension + j] = value;
                    scatter[j * dimension + i] = value;
                }
            }
            return new Moments(n, mean, plain, scatter);
        }

        private void setShift() {
            Arrays.fill(shift, 0);
            for (int r = 0; r < filled; r++) {
                for (int j = 0; j < dimension; j++) {
                    shift[j] += pending[r * dimension + j];
                }
            }
            for (int j = 0; j < dimension; j++) {
                shift[j] /= filled;
            }
        }

        private void sumFloat32(float[] into) {
            for (int r = 0; r < filled; r++) {
                for (int j = 0; j < dimension; j++) {
                    into[j] += pending[r * dimension + j];
                }
            }
        }

        /** Adds the pending rows: lower tiles of the products, and the sums. */
        private void addBlock(DoubleBuffer total, double[] shifted) {
            for (int r = 0; r < filled; r++) {
                for (int j = 0; j < dimension; j++) {
                    double value = pending[r * dimension + j] - shift[j];
                    line[j] = value;
                    shifted[j] += value;
                }
                centred.put(r * dimension, line);
            }
            int rows = filled;
            compute.forEach(tiles * (tiles + 1) / 2, index -> {
                int i = 0;
                while ((i + 1) * (i + 2) / 2 <= index) {
                    i++;
                }
                int row = i * TILE;
                int column = (index - i * (i + 1) / 2) * TILE;
                compute.algebra()
                        .addGram(
                                rows,
                                Math.min(TILE, dimension - row),
                                Math.min(TILE, dimension - column),
                                centred.duplicate().position(row),
                                dimension,
                                centred.duplicate().position(column),
                                dimension,
                                total.duplicate().position(row * dimension + column),
                                dimension);
            });
        }
    }
}
