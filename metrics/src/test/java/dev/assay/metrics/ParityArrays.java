package dev.assay.metrics;

/** Arrays of the parity values, made by the formulas that the original tools were run on. */
final class ParityArrays {
    static final int REFERENCE = 0;
    static final int GENERATED = 1;

    private ParityArrays() {}

    static long mix(long x) {
        x += 0x9E3779B97F4A7C15L;
        x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
        x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
        return x ^ (x >>> 31);
    }

    static long h(long a, long b, long c) {
        return mix(mix(mix(a) ^ b) ^ c);
    }

    static double u(long a, long b, long c) {
        return (h(a, b, c) >>> 11) * 0x1p-53;
    }

    static double z(long a, long b, long c) {
        return ((u(a, b, 4 * c) + u(a, b, 4 * c + 1)) + u(a, b, 4 * c + 2)) + u(a, b, 4 * c + 3) - 2.0;
    }

    /** Non-negative features of ten classes, [n,d]. */
    static float[] features(int set, int n, int d) {
        double[][] directions = new double[12][d];
        for (int r = 0; r < 12; r++) {
            for (int j = 0; j < d; j++) {
                directions[r][j] = u(13, r, j) - 0.5;
            }
        }
        float[] result = new float[n * d];
        for (int i = 0; i < n; i++) {
            double[] weights = new double[12];
            for (int r = 0; r < 12; r++) {
                weights[r] = z(17 + set, i, r);
            }
            for (int j = 0; j < d; j++) {
                double x = 1.5 * u(11, i % 10, j);
                for (int r = 0; r < 12; r++) {
                    x = x + weights[r] * directions[r][j];
                }
                x = x + 0.25 * z(29 + set, i, j);
                if (set == GENERATED) {
                    x = 0.9 * x + 0.15 * u(31, 0, j);
                }
                result[i * d + j] = (float) Math.max(0, x);
            }
        }
        return result;
    }

    static float[] logits(int n, int c) {
        float[] result = new float[n * c];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < c; j++) {
                double l = 4.0 * (u(41, i, j) - 0.5);
                if (j == (i * 7) % c) {
                    l = l + 6.0;
                }
                if (j == (i * 3) % c) {
                    l = l + 5.0;
                }
                result[i * c + j] = (float) l;
            }
        }
        return result;
    }

    /** Points of a 3 x ... x 3 lattice, full of ties; a quarter of the generated ones copy the reference. */
    static float[] lattice(int set, int n, int d) {
        float[] result = new float[n * d];
        for (int i = 0; i < n; i++) {
            long source = set == GENERATED && i < n / 4 ? REFERENCE : set;
            for (int j = 0; j < d; j++) {
                result[i * d + j] = (float) Math.floor(3 * u(51 + source, i, j));
            }
        }
        return result;
    }
}
