package dev.assay.metrics.algebra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LinearAlgebraTest {
    @Nested
    class OpenBlasTest extends LinearAlgebraContract {
        OpenBlasTest() {
            super(LinearAlgebra.openblas());
        }
    }

    @Nested
    class JavaAlgebraTest extends LinearAlgebraContract {
        JavaAlgebraTest() {
            super(LinearAlgebra.java());
        }
    }

    @Test
    void bothGiveTheSameSingularValuesAndEigenvalues() {
        int n = 280;
        double[] a = LinearAlgebraContract.random(8, n * n);
        double[] first = LinearAlgebra.openblas().singularValues(a.clone(), n, n);
        double[] second = LinearAlgebra.java().singularValues(a.clone(), n, n);
        assertThat(first).containsExactly(second, within(1e-12));
        double[] real = LinearAlgebra.openblas().eigenvalues(a.clone(), n).real();
        double[] other = LinearAlgebra.java().eigenvalues(a.clone(), n).real();
        Arrays.sort(real);
        Arrays.sort(other);
        assertThat(real).containsExactly(other, within(1e-11));
    }

    @Test
    void theBestOneIsChosenByName() {
        assertThat(LinearAlgebra.best().name()).isIn("openblas", "java");
        assertThat(LinearAlgebra.java().name()).isEqualTo("java");
        assertThat(LinearAlgebra.openblas().name()).isEqualTo("openblas");
    }
}
