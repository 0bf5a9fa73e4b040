package dev.assay.metrics.algebra;

import java.nio.DoubleBuffer;

/** Sum of the singular values of a product. */
public final class NuclearNorm {
    /** Rows of a tile of the product. */
    private static final int TILE = 256;

    private NuclearNorm() {}

    /**
     * The nuclear norm of F G^T, which is tr((A B)^1/2) for A = F^T F and B = G^T G. Singular values carry an absolute
     * error of rounding times the largest, where the roots of eigenvalues of A B would lose half the digits of small
     * ones.
     */
    public static double ofProduct(PsdFactor f, PsdFactor g, Compute compute) {
        if (f.columns() != g.columns()) {
            throw new IllegalArgumentException("%d and %d columns".formatted(f.columns(), g.columns()));
        }
        double sum = 0;
        double[] product = product(f, g, compute);
        for (double value : compute.algebra().singularValues(product, f.rank(), g.rank())) {
            sum += value;
        }
        return sum;
    }

    /** F G^T, in tiles of rows of F. */
    private static double[] product(PsdFactor f, PsdFactor g, Compute compute) {
        int d = f.columns();
        int m = f.rank();
        int n = g.rank();
        double[] result = new double[m * n];
        DoubleBuffer right = Direct.doubles(n * d).put(g.rows(), 0, n * d).flip();
        int tiles = (m + TILE - 1) / TILE;
        compute.forEach(tiles, tile -> {
            int from = tile * TILE;
            int count = Math.min(TILE, m - from);
            DoubleBuffer left =
                    Direct.doubles(count * d).put(f.rows(), from * d, count * d).flip();
            DoubleBuffer sums = Direct.doubles(count * n);
            compute.algebra().innerProducts(count, n, d, left, right.duplicate(), sums);
            sums.get(result, from * n, count * n);
        });
        return result;
    }
}
