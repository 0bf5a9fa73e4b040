package dev.assay.metrics.algebra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every linear algebra must do. Tolerances are a few roundings of sums of that many terms near 1. */
abstract class LinearAlgebraContract {
    private final LinearAlgebra algebra;

    LinearAlgebraContract(LinearAlgebra algebra) {
        this.algebra = algebra;
    }

    static double[] random(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] result = new double[count];
        for (int i = 0; i < count; i++) {
            result[i] = 2 * random.nextDouble() - 1;
        }
        return result;
    }

    @Test
    void gramsOfSubMatricesAreAddedInPlace() {
        int rows = 37;
        int lda = 20;
        int ldc = 9;
        double[] x = random(1, rows * lda + 3);
        DoubleBuffer a = Direct.doubles(x.length).put(0, x);
        DoubleBuffer c = Direct.doubles(100).put(0, random(2, 100));
        // Columns 2 to 6 against columns 11 to 18, into c from its 4th value.
        algebra.addGram(
                rows,
                5,
                8,
                a.duplicate().position(2),
                lda,
                a.duplicate().position(11),
                lda,
                c.duplicate().position(4),
                ldc);
        double[] expected = random(2, 100);
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 8; j++) {
                for (int r = 0; r < rows; r++) {
                    expected[4 + i * ldc + j] += x[r * lda + 2 + i] * x[r * lda + 11 + j];
                }
            }
        }
        double[] found = new double[100];
        c.get(0, found);
        assertThat(found).containsExactly(expected, within(1e-14));
    }

    @Test
    void innerProductsAreThoseOfRows() {
        int m = 3;
        int n = 4;
        int d = 50;
        double[] a = random(3, m * d);
        double[] b = random(4, n * d);
        DoubleBuffer wide = Direct.doubles(m * n + 1);
        algebra.innerProducts(
                m, n, d, Direct.doubles(m * d).put(0, a), Direct.doubles(n * d).put(0, b), wide.position(1));
        FloatBuffer narrow = Direct.floats(m * n);
        FloatBuffer left = Direct.floats(m * d);
        FloatBuffer right = Direct.floats(n * d);
        IntStream.range(0, m * d).forEach(i -> left.put(i, (float) a[i]));
        IntStream.range(0, n * d).forEach(i -> right.put(i, (float) b[i]));
        algebra.innerProducts(m, n, d, left, right, narrow);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int k = 0; k < d; k++) {
                    sum += a[i * d + k] * b[j * d + k];
                }
                assertThat(wide.get(1 + i * n + j)).isCloseTo(sum, within(1e-14));
                assertThat(narrow.get(i * n + j)).isCloseTo((float) sum, within(1e-5f));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "6,6", "40,40", "40,17", "300,300", "300,120", "20,0"})
    void pivotedCholeskyFindsRankAndFactor(int n, int rank) {
        double[] f = random(5, rank * n);
        double[] a = new double[n * n];
        for (int r = 0; r < rank; r++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    a[i * n + j] += f[r * n + i] * f[r * n + j];
                }
            }
        }
        double[] u = a.clone();
        int[] pivots = new int[n];
        assertThat(algebra.pivotedCholesky(u, n, pivots, 1e-10)).isEqualTo(rank);
        assertThat(Arrays.stream(pivots).sorted().toArray())
                .isEqualTo(IntStream.range(0, n).toArray());
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                double sum = 0;
                for (int r = 0; r < Math.min(rank, i + 1); r++) {
                    sum += u[r * n + i] * u[r * n + j];
                }
                assertThat(a[pivots[i] * n + pivots[j]]).isCloseTo(sum, within(1e-11));
            }
        }
    }

    /** U S V^T of random reflections has the singular values S; both shapes cross the size where methods change. */
    @ParameterizedTest
    @CsvSource({"1,1", "5,3", "3,5", "64,64", "255,300", "256,256", "300,257", "257,300", "400,260", "449,449"})
    void singularValuesAreThoseBuiltIn(int rows, int columns) {
        int k = Math.min(rows, columns);
        double[] expected = new double[k];
        double[] a = new double[rows * columns];
        for (int i = 0; i < k; i++) {
            expected[i] = Math.pow(10, -12.0 * i / k);
            a[i * columns + i] = expected[i];
        }
        double[] u = random(6, rows);
        double[] v = random(7, columns);
        double uu = Arrays.stream(u).map(x -> x * x).sum();
        double vv = Arrays.stream(v).map(x -> x * x).sum();
        for (int j = 0; j < columns; j++) {
            double inner = 0;
            for (int i = 0; i < rows; i++) {
                inner += u[i] * a[i * columns + j];
            }
            for (int i = 0; i < rows; i++) {
                a[i * columns + j] -= 2 / uu * inner * u[i];
            }
        }
        for (int i = 0; i < rows; i++) {
            double inner = 0;
            for (int j = 0; j < columns; j++) {
                inner += v[j] * a[i * columns + j];
            }
            for (int j = 0; j < columns; j++) {
                a[i * columns + j] -= 2 / vv * inner * v[j];
            }
        }
        // One rounding of the largest value, 1, per column.
        assertThat(algebra.singularValues(a, rows, columns)).containsExactly(expected, within(1e-13));
    }

    @Test
    void anEmptyMatrixHasNoSingularValues() {
        assertThat(algebra.singularValues(new double[0], 0, 5)).isEmpty();
        assertThat(algebra.singularValues(new double[0], 5, 0)).isEmpty();
    }

    @Test
    void eigenvaluesMayBeComplex() {
        // Characteristic polynomial (x - 3)(x^2 + 4): a rotation block beside a number.
        LinearAlgebra.Eigenvalues values = algebra.eigenvalues(new double[] {0, -2, 5, 2, 0, 7, 0, 0, 3}, 3);
        double[] real = values.real().clone();
        double[] imaginary = values.imaginary().clone();
        Arrays.sort(real);
        Arrays.sort(imaginary);
        assertThat(real).containsExactly(new double[] {0, 0, 3}, within(1e-14));
        assertThat(imaginary).containsExactly(new double[] {-2, 0, 2}, within(1e-14));
    }
}
