package dev.assay.metrics.algebra;

import dev.assay.spec.AssayException;

/**
 * A factor F of a positive semidefinite matrix: A = F^T F.
 *
 * @param rank rows of F, the numerical rank of A
 * @param columns columns of F, the size of A
 * @param rows F, row-major [rank,columns]; not copied
 */
public record PsdFactor(int rank, int columns, double[] rows) {
    /**
     * Where a pivot of the correlation matrix counts as zero, per column: LAPACK's default for dpstrf. Rounding in a
     * float64 covariance leaves pivots of a few 1e-15; a true variance below the limit is indistinguishable from it.
     */
    private static final double PIVOT_PER_COLUMN = 0x1p-52;

    /** Variance, relative to the largest, that can be the rounding of a constant column. */
    private static final double ROUNDING = 1e-9;

    /** Trace that may be missing from F^T F, relative to that of A, before A counts as indefinite. */
    private static final double INDEFINITE = 1e-3;

    /**
     * Factors a covariance matrix by Cholesky with complete pivoting on its correlation matrix, so that columns of very
     * different scale keep their relative accuracy.
     *
     * @param where names the matrix in errors
     * @param a symmetric [n,n], finite; not changed
     */
    public static PsdFactor of(String where, double[] a, int n, LinearAlgebra algebra) {
        double[] scale = scale(where, a, n);
        double[] work = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                work[i * n + j] = scale[i] == 0 || scale[j] == 0 ? 0 : a[i * n + j] / scale[i] / scale[j];
            }
        }
        int[] pivots = new int[n];
        int rank = algebra.pivotedCholesky(work, n, pivots, n * PIVOT_PER_COLUMN);
        double[] rows = new double[rank * n];
        double explained = 0;
        for (int r = 0; r < rank; r++) {
            for (int j = r; j < n; j++) {
                double value = work[r * n + j];
                explained += value * value;
                rows[r * n + pivots[j]] = value * scale[pivots[j]];
            }
        }
        double total = 0;
        for (double s : scale) {
            total += s == 0 ? 0 : 1;
        }
        if (Math.abs(total - explained) > INDEFINITE * Math.max(1, total)) {
            throw new AssayException(
                    where,
                    "it is not positive semidefinite: a factor explains %.6g of a correlation trace of %.6g"
                            .formatted(explained, total),
                    "a covariance matrix has no negative eigenvalues",
                    "make the statistics again");
        }
        return new PsdFactor(rank, n, rows);
    }

    /**
     * Standard deviations, the roots of the diagonal. Of a constant column, tools that take the covariance as a
     * difference of raw moments leave rounding of either sign, which counts as 0.
     */
    private static double[] scale(String where, double[] a, int n) {
        double largest = 0;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, a[i * n + i]);
        }
        double[] scale = new double[n];
        for (int i = 0; i < n; i++) {
            double variance = a[i * n + i];
            if (variance < -ROUNDING * largest) {
                throw new AssayException(
                        where,
                        "the variance of column %d is %s".formatted(i, variance),
                        "variances are at least 0",
                        "make the statistics again");
            }
            scale[i] = noise(a, n, i, largest) ? 0 : Math.sqrt(variance);
        }
        return scale;
    }

    /** Whether a column's variance is rounding: it is negative, or too small for the column's covariances. */
    private static boolean noise(double[] a, int n, int column, double largest) {
        double variance = a[column * n + column];
        if (variance <= 0 || variance > ROUNDING * largest) {
            return variance <= 0;
        }
        double deviation = Math.sqrt(variance);
        for (int j = 0; j < n; j++) {
            if (Math.abs(a[column * n + j]) > 2 * deviation * Math.sqrt(Math.max(0, a[j * n + j]))) {
                return true;
            }
        }
        return false;
    }
}
