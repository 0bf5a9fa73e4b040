package dev.assay.reference.relay;

/**
 * The orthonormal DCT-II of each patch x patch square of an image on its own: coefficients C X C' with C[f][j] = a_f
 * cos(pi f (2 j + 1) / (2 patch)), a_0 = sqrt(1 / patch), otherwise sqrt(2 / patch). The coefficient of the frequencies f
 * and g lies where pixel f, g of the patch lay.
 *
 * @param patch rows and columns of a patch, at least 1
 */
public record BlockDct(int patch) {
    public BlockDct {
        if (patch < 1) {
            throw new IllegalArgumentException("a patch has at least one row, got " + patch);
        }
    }

    /** C, row-major: rows are frequencies, columns are places. */
    public double[] basis() {
        double[] basis = new double[patch * patch];
        for (int f = 0; f < patch; f++) {
            double norm = StrictMath.sqrt((f == 0 ? 1.0 : 2.0) / patch);
            for (int j = 0; j < patch; j++) {
                basis[f * patch + j] = norm * StrictMath.cos(Math.PI * f * (2 * j + 1) / (2 * patch));
            }
        }
        return basis;
    }

    /** C transposed, row-major. */
    double[] transposedBasis() {
        double[] basis = basis();
        double[] transposed = new double[basis.length];
        for (int f = 0; f < patch; f++) {
            for (int j = 0; j < patch; j++) {
                transposed[j * patch + f] = basis[f * patch + j];
            }
        }
        return transposed;
    }

    /** pi f / patch, the angular frequency of each coefficient along one axis. */
    public double[] frequencies() {
        double[] frequencies = new double[patch];
        for (int f = 0; f < patch; f++) {
            frequencies[f] = Math.PI * f / patch;
        }
        return frequencies;
    }
}
