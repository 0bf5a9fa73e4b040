package dev.assay.metrics.algebra;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dgeev;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dgesdd;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dpstrf;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;
import static org.bytedeco.openblas.global.openblas.blas_set_num_threads;
import static org.bytedeco.openblas.global.openblas.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import dev.assay.spec.AssayException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;

/**
 * OpenBLAS through bytedeco's natives, held to one thread: its own pool spins, which costs a factor of ten on a busy
 * machine, and makes rounding depend on the number of cores.
 */
final class OpenBlas implements LinearAlgebra {
    /** Size from which a band reduction beats dgesdd. */
    private static final int LARGE = 256;

    static final OpenBlas INSTANCE = new OpenBlas();

    private static final Optional<Throwable> FAILURE = load();

    private OpenBlas() {}

    private static Optional<Throwable> load() {
        try {
            Loader.load(openblas.class);
            blas_set_num_threads(1);
            return Optional.empty();
        } catch (LinkageError | RuntimeException e) {
            return Optional.of(e);
        }
    }

    static boolean available() {
        return FAILURE.isEmpty();
    }

    static LinearAlgebra instance() {
        FAILURE.ifPresent(e -> {
            throw new AssayException(
                    "linear algebra 'openblas'",
                    "its natives do not load here (" + e.getMessage() + ")",
                    "there are openblas and java",
                    "use java, or let Assay choose",
                    e);
        });
        return INSTANCE;
    }

    @Override
    public String name() {
        return "openblas";
    }

    @Override
    public String version() {
        try {
            return Loader.getVersion("org.bytedeco", "openblas");
        } catch (IOException e) {
            throw new UncheckedIOException("the jar of OpenBLAS does not state its version", e);
        }
    }

    @Override
    public void addGram(
            int rows, int m, int n, DoubleBuffer a, int lda, DoubleBuffer b, int ldb, DoubleBuffer c, int ldc) {
        cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, m, n, rows, 1, a, lda, b, ldb, 1, c, ldc);
    }

    @Override
    public void innerProducts(int m, int n, int d, FloatBuffer a, FloatBuffer b, FloatBuffer c) {
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, m, n, d, 1, a, d, b, d, 0, c, n);
    }

    @Override
    public void innerProducts(int m, int n, int d, DoubleBuffer a, DoubleBuffer b, DoubleBuffer c) {
        cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, m, n, d, 1, a, d, b, d, 0, c, n);
    }

    @Override
    public int pivotedCholesky(double[] a, int n, int[] pivots, double tolerance) {
        int[] rank = new int[1];
        // The lower triangle by columns is the upper triangle by rows.
        int info = LAPACKE_dpstrf(LAPACK_COL_MAJOR, (byte) 'L', n, a, n, pivots, rank, tolerance);
        if (info < 0) {
            throw failed("dpstrf", info);
        }
        for (int i = 0; i < n; i++) {
            pivots[i]--;
        }
        return rank[0];
    }

    @Override
    public double[] singularValues(double[] a, int rows, int columns) {
        if (rows == 0 || columns == 0) {
            return new double[0];
        }
        // By columns this is the transposed matrix, which has the same singular values.
        if (Math.min(rows, columns) >= LARGE) {
            return columns >= rows
                    ? BandReduction.singularValues(a, columns, rows)
                    : BandReduction.singularValues(transposed(a, rows, columns), rows, columns);
        }
        double[] values = new double[Math.min(rows, columns)];
        double[] none = new double[1];
        int info = LAPACKE_dgesdd(LAPACK_COL_MAJOR, (byte) 'N', columns, rows, a, columns, values, none, 1, none, 1);
        if (info != 0) {
            throw failed("dgesdd", info);
        }
        return values;
    }

    private static double[] transposed(double[] a, int rows, int columns) {
        double[] result = new double[a.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                result[j * rows + i] = a[i * columns + j];
            }
        }
        return result;
    }

    @Override
    public Eigenvalues eigenvalues(double[] a, int n) {
        double[] real = new double[n];
        double[] imaginary = new double[n];
        double[] none = new double[1];
        int info = LAPACKE_dgeev(LAPACK_COL_MAJOR, (byte) 'N', (byte) 'N', n, a, n, real, imaginary, none, 1, none, 1);
        if (info != 0) {
            throw failed("dgeev", info);
        }
        return new Eigenvalues(real, imaginary);
    }

    static ArithmeticException failed(String routine, int info) {
        return new ArithmeticException("LAPACK " + routine + " failed with code " + info);
    }
}
