package dev.assay.metrics.algebra;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.ejml.EjmlVersion;
import org.ejml.data.Complex_F64;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/** Pure Java: decompositions by EJML, products and the pivoted Cholesky factorisation by loops of our own. */
final class JavaAlgebra implements LinearAlgebra {
    static final JavaAlgebra INSTANCE = new JavaAlgebra();

    private JavaAlgebra() {}

    @Override
    public String name() {
        return "java";
    }

    @Override
    public String version() {
        return "ejml " + EjmlVersion.VERSION;
    }

    @Override
    public void addGram(
            int rows, int m, int n, DoubleBuffer a, int lda, DoubleBuffer b, int ldb, DoubleBuffer c, int ldc) {
        double[] left = new double[m];
        double[] right = new double[n];
        double[] sum = new double[m * n];
        for (int r = 0; r < rows; r++) {
            a.get(a.position() + r * lda, left);
            b.get(b.position() + r * ldb, right);
            for (int i = 0; i < m; i++) {
                double factor = left[i];
                int at = i * n;
                for (int j = 0; j < n; j++) {
                    sum[at + j] += factor * right[j];
                }
            }
        }
        double[] row = new double[n];
        for (int i = 0; i < m; i++) {
            c.get(c.position() + i * ldc, row);
            for (int j = 0; j < n; j++) {
                row[j] += sum[i * n + j];
            }
            c.put(c.position() + i * ldc, row);
        }
    }

    @Override
    public void innerProducts(int m, int n, int d, FloatBuffer a, FloatBuffer b, FloatBuffer c) {
        float[] transposed = transposed(b, n, d);
        float[] row = new float[d];
        float[] sum = new float[n];
        for (int i = 0; i < m; i++) {
            a.get(a.position() + i * d, row);
            Arrays.fill(sum, 0);
            for (int k = 0; k < d; k++) {
                float factor = row[k];
                int at = k * n;
                for (int j = 0; j < n; j++) {
                    sum[j] += factor * transposed[at + j];
                }
            }
            c.put(c.position() + i * n, sum);
        }
    }

    @Override
    public void innerProducts(int m, int n, int d, DoubleBuffer a, DoubleBuffer b, DoubleBuffer c) {
        double[] transposed = transposed(b, n, d);
        double[] row = new double[d];
        double[] sum = new double[n];
        for (int i = 0; i < m; i++) {
            a.get(a.position() + i * d, row);
            Arrays.fill(sum, 0);
            for (int k = 0; k < d; k++) {
                double factor = row[k];
                int at = k * n;
                for (int j = 0; j < n; j++) {
                    sum[j] += factor * transposed[at + j];
                }
            }
            c.put(c.position() + i * n, sum);
        }
    }

    private static float[] transposed(FloatBuffer b, int n, int d) {
        float[] result = new float[n * d];
        float[] row = new float[d];
        for (int j = 0; j < n; j++) {
            b.get(b.position() + j * d, row);
            for (int k = 0; k < d; k++) {
                result[k * n + j] = row[k];
            }
        }
        return result;
    }

    private static double[] transposed(DoubleBuffer b, int n, int d) {
        double[] result = new double[n * d];
        double[] row = new double[d];
        for (int j = 0; j < n; j++) {
            b.get(b.position() + j * d, row);
            for (int k = 0; k < d; k++) {
                result[k * n + j] = row[k];
            }
        }
        return result;
    }

    /** Higham, Accuracy and Stability of Numerical Algorithms, section 10.3, in its outer product form. */
    @Override
    public int pivotedCholesky(double[] a, int n, int[] pivots, double tolerance) {
        for (int i = 0; i < n; i++) {
            pivots[i] = i;
        }
        for (int k = 0; k < n; k++) {
            int best = k;
            for (int i = k + 1; i < n; i++) {
                if (a[i * n + i] > a[best * n + best]) {
                    best = i;
                }
            }
            double pivot = a[best * n + best];
            if (!(pivot > tolerance)) {
                return k;
            }
            swap(a, n, pivots, k, best);
            double root = Math.sqrt(pivot);
            a[k * n + k] = root;
            for (int j = k + 1; j < n; j++) {
                a[k * n + j] /= root;
            }
            for (int i = k + 1; i < n; i++) {
                double factor = a[k * n + i];
                for (int j = i; j < n; j++) {
                    a[i * n + j] -= factor * a[k * n + j];
                }
            }
        }
        return n;
    }

    /** Exchanges rows and columns k and p, k at most p, of a symmetric matrix of which only the upper triangle counts. */
    private static void swap(double[] a, int n, int[] pivots, int k, int p) {
        if (k == p) {
            return;
        }
        int index = pivots[k];
        pivots[k] = pivots[p];
        pivots[p] = index;
        exchange(a, k * n + k, p * n + p);
        for (int i = 0; i < k; i++) {
            exchange(a, i * n + k, i * n + p);
        }
        for (int i = k + 1; i < p; i++) {
            exchange(a, k * n + i, i * n + p);
        }
        for (int j = p + 1; j < n; j++) {
            exchange(a, k * n + j, p * n + j);
        }
    }

    private static void exchange(double[] a, int i, int j) {
        double value = a[i];
        a[i] = a[j];
        a[j] = value;
    }

    @Override
    public double[] singularValues(double[] a, int rows, int columns) {
        if (rows == 0 || columns == 0) {
            return new double[0];
        }
        SingularValueDecomposition_F64<DMatrixRMaj> svd =
                DecompositionFactory_DDRM.svd(rows, columns, false, false, true);
        if (!svd.decompose(DMatrixRMaj.wrap(rows, columns, a))) {
            throw new ArithmeticException("the singular value decomposition did not converge");
        }
        double[] values = Arrays.copyOf(svd.getSingularValues(), Math.min(rows, columns));
        Arrays.sort(values);
        for (int i = 0, j = values.length - 1; i < j; i++, j--) {
            exchange(values, i, j);
        }
        return values;
    }

    @Override
    public Eigenvalues eigenvalues(double[] a, int n) {
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, false, false);
        if (!eigen.decompose(DMatrixRMaj.wrap(n, n, a))) {
            throw new ArithmeticException("the eigenvalue decomposition did not converge");
        }
        double[] real = new double[n];
        double[] imaginary = new double[n];
        for (int i = 0; i < n; i++) {
            Complex_F64 value = eigen.getEigenvalue(i);
            real[i] = value.real;
            imaginary[i] = value.imaginary;
        }
        return new Eigenvalues(real, imaginary);
    }
}
