package dev.assay.metrics.algebra;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dbdsqr;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dgbbrd;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dgelqf_work;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dgeqrf_work;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dormlq_work;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dormqr_work;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import org.bytedeco.javacpp.DoublePointer;

/**
 * Singular values by way of a band matrix: panels are reduced by QR and LQ factorisations, whose updates are matrix
 * products, and only the band is reduced to two diagonals entry by entry (Großer and Lang
 * 1999). All steps are orthogonal, so the error is that of LAPACK's dgesdd, which spends most of its
 * time on matrix-vector products and takes twice as long at 2048 columns.
 */
final class BandReduction {
    /** Width of the band. LAPACK applies reflections as matrix products only where there are more than 32. */
    private static final int BAND = 64;

    private final DoublePointer a;
    private final int m;
    private final int n;
    private final DoublePointer tau = new DoublePointer(BAND);
    private final DoublePointer work;
    private final int workSize;

    private BandReduction(DoublePointer a, int m, int n) {
        this.a = a;
        this.m = m;
        this.n = n;
        // Enough for blocks of 64 in every routine, and their triangular factors of 65 x 64.
        this.workSize = 64 * Math.max(m, n) + 65 * 64;
        this.work = new DoublePointer(workSize);
    }

    /** Singular values, falling, of a matrix of m rows and n columns, m at least n, stored by columns. */
    static double[] singularValues(double[] matrix, int m, int n) {
        try (DoublePointer a = new DoublePointer((long) m * n)) {
            a.put(matrix, 0, m * n);
            BandReduction reduction = new BandReduction(a, m, n);
            try {
                reduction.reduce();
            } finally {
                reduction.tau.close();
                reduction.work.close();
            }
            return ofBand(band(a, m, n), n);
        }
    }

    private void reduce() {
        for (int k = 0; k < n; k += BAND) {
            int width = Math.min(BAND, n - k);
            int right = n - k - width;
            check("dgeqrf", LAPACKE_dgeqrf_work(LAPACK_COL_MAJOR, m - k, width, at(k, k), m, tau, work, workSize));
            if (right == 0) {
                return;
            }
            check(
                    "dormqr",
                    LAPACKE_dormqr_work(
                            LAPACK_COL_MAJOR,
                            (byte) 'L',
                            (byte) 'T',
                            m - k,
                            right,
                            width,
                            at(k, k),
                            m,
                            tau,
                            at(k, k + width),
                            m,
                            work,
                            workSize));
            check(
                    "dgelqf",
                    LAPACKE_dgelqf_work(LAPACK_COL_MAJOR, width, right, at(k, k + width), m, tau, work, workSize));
            check(
                    "dormlq",
                    LAPACKE_dormlq_work(
                            LAPACK_COL_MAJOR,
                            (byte) 'R',
                            (byte) 'T',
                            m - k - width,
                            right,
                            Math.min(width, right),
                            at(k, k + width),
                            m,
                            tau,
                            at(k + width, k + width),
                            m,
                            work,
                            workSize));
        }
    }

    private DoublePointer at(int row, int column) {
        return new DoublePointer(a).position((long) column * m + row);
    }

    /** The band in LAPACK's storage: entry (i,j) at row BAND + i - j of column j. */
    private static double[] band(DoublePointer a, int m, int n) {
        double[] band = new double[(BAND + 1) * n];
        for (int j = 0; j < n; j++) {
            int first = Math.max(0, j - BAND);
            int count = j - first + 1;
            new DoublePointer(a).position((long) j * m + first).get(band, j * (BAND + 1) + BAND + first - j, count);
        }
        return band;
    }

    private static double[] ofBand(double[] band, int n) {
        double[] diagonal = new double[n];
        double[] above = new double[n];
        double[] none = new double[1];
        check(
                "dgbbrd",
                LAPACKE_dgbbrd(
                        LAPACK_COL_MAJOR,
                        (byte) 'N',
                        n,
                        n,
                        0,
                        0,
                        BAND,
                        band,
                        BAND + 1,
                        diagonal,
                        above,
                        none,
                        1,
                        none,
                        1,
                        none,
                        1));
        check(
                "dbdsqr",
                LAPACKE_dbdsqr(LAPACK_COL_MAJOR, (byte) 'U', n, 0, 0, 0, diagonal, above, none, 1, none, 1, none, 1));
        return diagonal;
    }

    private static void check(String routine, int info) {
        if (info != 0) {
            throw OpenBlas.failed(routine, info);
        }
    }
}
