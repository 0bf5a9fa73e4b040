package dev.assay.local;

import dev.assay.datasets.array.NpyWriter;
import java.nio.file.Path;

/** Feature matrices by the formulas that the original tools were run on, as files. */
final class Parity {
    static final int REFERENCE = 0;
    static final int GENERATED = 1;

    private static final int DIRECTIONS = 12;
    private static final int CLASSES = 10;

    private Parity() {}

    private static long mix(long x) {
        x += 0x9E3779B97F4A7C15L;
        x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
        x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
        return x ^ (x >>> 31);
    }

    private static double u(long a, long b, long c) {
        return (mix(mix(mix(a) ^ b) ^ c) >>> 11) * 0x1p-53;
    }

    private static double z(long a, long b, long c) {
        return ((u(a, b, 4 * c) + u(a, b, 4 * c + 1)) + u(a, b, 4 * c + 2)) + u(a, b, 4 * c + 3) - 2.0;
    }

    /** float32 [n,d], non-negative. */
    static Path features(Path file, int set, int n, int d) {
        float[] values = new float[n * d];
        for (int i = 0; i < n; i++) {
            double[] weights = new double[DIRECTIONS];
            for (int r = 0; r < DIRECTIONS; r++) {
                weights[r] = z(17 + set, i, r);
            }
            for (int j = 0; j < d; j++) {
                double x = 1.5 * u(11, i % CLASSES, j);
                for (int r = 0; r < DIRECTIONS; r++) {
                    x = x + weights[r] * (u(13, r, j) - 0.5);
                }
                x = x + 0.25 * z(29 + set, i, j);
                if (set == GENERATED) {
                    x = 0.9 * x + 0.15 * u(31, 0, j);
                }
                values[i * d + j] = (float) Math.max(0, x);
            }
        }
        NpyWriter.write(file, values, n, d);
        return file;
    }

    /** float32 [n,c]. */
    static Path logits(Path file, int n, int c) {
        float[] values = new float[n * c];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < c; j++) {
                double l = 4.0 * (u(41, i, j) - 0.5);
                if (j == (i * 7) % c) {
                    l = l + 6.0;
                }
                if (j == (i * 3) % c) {
                    l = l + 5.0;
                }
                values[i * c + j] = (float) l;
            }
        }
        NpyWriter.write(file, values, n, c);
        return file;
    }
}
