package dev.assay.datasets;

import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Statistics of features that were computed before, by tap: Assay's own, or a mean and a covariance of anyone's. */
public sealed interface Statistics {
    String FEATURES = "features";
    String SPATIAL = "spatial";
    /** Columns allowed: a covariance of so many has 512 MiB. */
    int MAX_DIMENSIONS = 8192;

    /** The taps there are, sorted. */
    Set<String> taps();

    /** SHA-256 of taps, sizes and values, lower-case hex; equal for equal numbers in any file. */
    String sha256();

    /**
     * Means and covariances in the form that most tools share. Neither how many images they come from nor what made the
     * features is known.
     *
     * @param gaussians by tap, sorted
     */
    record Foreign(Map<String, Gaussian> gaussians) implements Statistics {
        public Foreign {
            gaussians = Collections.unmodifiableMap(new TreeMap<>(gaussians));
        }

        @Override
        public Set<String> taps() {
            return gaussians.keySet();
        }

        @Override
        public String sha256() {
            MessageDigest digest = Json.sha256();
            gaussians.forEach((tap, gaussian) -> {
                begin(digest, tap, gaussian.dimensions());
                update(digest, gaussian.mu());
                update(digest, gaussian.sigma());
            });
            return HexFormat.of().formatHex(digest.digest());
        }
    }

    /**
     * Statistics that Assay made: they merge, and know where they come from.
     *
     * @param sums by tap, sorted; all of the same count
     * @param provenance of all of them
     */
    record Own(Map<String, Sums> sums, Provenance provenance) implements Statistics {
        public Own {
            sums = Collections.unmodifiableMap(new TreeMap<>(sums));
            if (sums.isEmpty() || sums.values().stream().anyMatch(s -> s.count() != provenance.count())) {
                throw new IllegalArgumentException("every tap must be of the " + provenance.count() + " images");
            }
        }

        @Override
        public Set<String> taps() {
            return sums.keySet();
        }

        @Override
        public String sha256() {
            MessageDigest digest = Json.sha256();
            sums.forEach((tap, one) -> {
                begin(digest, tap, one.dimensions());
                digest.update(ByteBuffer.allocate(8).putLong(one.count()).flip());
                update(digest, one.mean());
                update(digest, one.scatter());
                for (float sum : one.sumFloat32()) {
                    digest.update(ByteBuffer.allocate(4).putFloat(sum).flip());
                }
            });
            return HexFormat.of().formatHex(digest.digest());
        }
    }

    private static void begin(MessageDigest digest, String tap, int dimensions) {
        digest.update(tap.getBytes(StandardCharsets.UTF_8));
        digest.update(ByteBuffer.allocate(4).putInt(dimensions).flip());
    }

    private static void update(MessageDigest digest, double[] values) {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 13);
        for (double value : values) {
            if (!buffer.hasRemaining()) {
                digest.update(buffer.flip());
                buffer.clear();
            }
            buffer.putDouble(value);
        }
        digest.update(buffer.flip());
    }

    /**
     * What merges exactly, of one tap.
     *
     * @param count rows, at least 1
     * @param mean [D]; not copied, do not modify
     * @param scatter [D,D], the sum over rows of (x - mean)(x - mean)^T; not copied, do not modify
     * @param sumFloat32 [D], the rows added in float32 one after the other; not copied, do not modify
     */
    record Sums(long count, double[] mean, double[] scatter, float[] sumFloat32) {
        public Sums {
            int d = mean.length;
            if (count < 1 || d == 0 || scatter.length != (long) d * d || sumFloat32.length != d) {
                throw new IllegalArgumentException("count %d, mean of %d, scatter of %d, sum of %d values"
                        .formatted(count, d, scatter.length, sumFloat32.length));
            }
        }

        public int dimensions() {
            return mean.length;
        }

        /** The mean and the unbiased covariance; takes at least two rows. */
        public Gaussian gaussian() {
            if (count < 2) {
                throw new IllegalStateException("one row has no covariance");
            }
            double[] sigma = new double[scatter.length];
            for (int i = 0; i < sigma.length; i++) {
                sigma[i] = scatter[i] / (count - 1);
            }
            return new Gaussian(mean, sigma);
        }

        Sums checked(String where) {
            check(where, "mean", mean, "scatter", scatter);
            for (int j = 0; j < sumFloat32.length; j++) {
                if (!Float.isFinite(sumFloat32[j])) {
                    throw bad(where, "sum_float32[%d] is %s".formatted(j, sumFloat32[j]), "must be finite");
                }
            }
            return this;
        }
    }

    /**
     * A mean and a covariance.
     *
     * @param mu [D]; not copied, do not modify
     * @param sigma [D,D], row-major, symmetric; not copied, do not modify
     */
    record Gaussian(double[] mu, double[] sigma) {
        public Gaussian {
            if (mu.length == 0 || sigma.length != (long) mu.length * mu.length) {
                throw new IllegalArgumentException(
                        "a mean of %d needs a covariance of its square, got %d".formatted(mu.length, sigma.length));
            }
        }

        public int dimensions() {
            return mu.length;
        }

        Gaussian checked(String where) {
            check(where, "mu", mu, "sigma", sigma);
            return this;
        }
    }

    /** Refuses what no features can give: not finite, a negative variance, or no symmetry. */
    private static void check(String where, String meanName, double[] mean, String matrixName, double[] matrix) {
        int d = mean.length;
        for (int i = 0; i < d; i++) {
            if (!Double.isFinite(mean[i])) {
                throw bad(where, "%s[%d] is %s".formatted(meanName, i, mean[i]), "must be finite");
            }
            if (matrix[i * d + i] < 0) {
                throw bad(
                        where,
                        "%s[%d][%d] is %s".formatted(matrixName, i, i, matrix[i * d + i]),
                        "must not be negative");
            }
        }
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                double v = matrix[i * d + j];
                if (!Double.isFinite(v)) {
                    throw bad(where, "%s[%d][%d] is %s".formatted(matrixName, i, j, v), "must be finite");
                }
                // float32 files are symmetric to the last bit or to rounding; 1e-5 is well above both.
                double scale = Math.sqrt(matrix[i * d + i] * matrix[j * d + j]);
                if (Math.abs(v - matrix[j * d + i]) > 1e-5 * scale + 1e-12) {
                    throw bad(
                            where,
                            "%s[%d][%d] is %s but %s[%d][%d] is %s"
                                    .formatted(matrixName, i, j, v, matrixName, j, i, matrix[j * d + i]),
                            "a covariance is symmetric");
                }
            }
        }
    }

    private static AssayException bad(String where, String found, String allowed) {
        return new AssayException(where, found, allowed, "make the statistics again");
    }
}
