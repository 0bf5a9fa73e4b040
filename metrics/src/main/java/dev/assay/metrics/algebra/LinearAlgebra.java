package dev.assay.metrics.algebra;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;

/**
 * The few dense operations that the metrics need. All matrices are row-major; every call runs on the calling thread
 * alone and gives equal results for equal arguments, so callers split work into tiles of a fixed size and run the tiles
 * on as many threads as they like. Buffers are read and written from their position, which stays where it is; direct
 * buffers are used in place, others may be copied.
 */
public interface LinearAlgebra {
    /** OpenBLAS where its natives load on this machine, else pure Java. */
    static LinearAlgebra best() {
        return OpenBlas.available() ? OpenBlas.INSTANCE : JavaAlgebra.INSTANCE;
    }

    /** Pure Java on EJML: needs no natives, about ten times slower. */
    static LinearAlgebra java() {
        return JavaAlgebra.INSTANCE;
    }

    /** OpenBLAS; one clear error where its natives do not load. */
    static LinearAlgebra openblas() {
        return OpenBlas.instance();
    }

    /** What results record, such as {@code openblas} or {@code java}. */
    String name();

    /** Version of the library behind it. */
    String version();

    /**
     * Adds a transposed product: c [m,n] += a^T b for a [rows,m] and b [rows,n].
     *
     * @param lda distance between rows of a, likewise ldb and ldc
     */
    void addGram(int rows, int m, int n, DoubleBuffer a, int lda, DoubleBuffer b, int ldb, DoubleBuffer c, int ldc);

    /** All inner products of rows: c [m,n] = a b^T for a [m,d] and b [n,d], packed; float32 throughout. */
    void innerProducts(int m, int n, int d, FloatBuffer a, FloatBuffer b, FloatBuffer c);

    /** All inner products of rows: c [m,n] = a b^T for a [m,d] and b [n,d], packed; float64 throughout. */
    void innerProducts(int m, int n, int d, DoubleBuffer a, DoubleBuffer b, DoubleBuffer c);

    /**
     * Cholesky factorisation with complete pivoting (LAPACK dpstrf), in place: afterwards the upper triangle U of the
     * first rows of {@code a} satisfies a[p[i], p[j]] = (U^T U)[i, j] up to pivots of at most {@code tolerance}.
     *
     * @param a symmetric [n,n], overwritten
     * @param pivots receives p, [n]
     * @param tolerance absolute; a step whose pivot is not above it ends the factorisation
     * @return the number of steps, which is the numerical rank
     */
    int pivotedCholesky(double[] a, int n, int[] pivots, double tolerance);

    /** Singular values of a [rows,columns], falling; {@code a} is overwritten. */
    double[] singularValues(double[] a, int rows, int columns);

    /** Eigenvalues of any real a [n,n], in no particular order; {@code a} is overwritten. */
    Eigenvalues eigenvalues(double[] a, int n);

    /**
     * Complex eigenvalues.
     *
     * @param real real parts; not copied
     * @param imaginary imaginary parts in the same order; not copied
     */
    record Eigenvalues(double[] real, double[] imaginary) {}
}
