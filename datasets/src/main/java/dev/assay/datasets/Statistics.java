package dev.assay.datasets;

import dev.assay.datasets.array.NpyArray;
import dev.assay.datasets.array.NpyWriter;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Means and covariances of features that somebody computed before: {@code mu} and {@code sigma} of the tap {@code
 * features}, and in files of the ADM evaluator {@code mu_s} and {@code sigma_s} of the tap {@code spatial}. How many
 * images they come from is not in such files.
 *
 * @param taps Gaussian by tap, sorted
 */
public record Statistics(Map<String, Gaussian> taps) {
    public static final String FEATURES = "features";
    public static final String SPATIAL = "spatial";
    /** A covariance of this size has 512 MiB. */
    static final int MAX_DIMENSIONS = 8192;

    public Statistics {
        taps = Collections.unmodifiableMap(new TreeMap<>(taps));
    }

    /**
     * A mean and a covariance.
     *
     * @param mu [D]; not copied, do not modify
     * @param sigma [D,D], row-major, symmetric; not copied, do not modify
     */
    public record Gaussian(double[] mu, double[] sigma) {
        public Gaussian {
            if (mu.length == 0 || sigma.length != (long) mu.length * mu.length) {
                throw new IllegalArgumentException(
                        "a mean of %d needs a covariance of its square, got %d".formatted(mu.length, sigma.length));
            }
        }

        public int dimensions() {
            return mu.length;
        }

        /** Refuses what no features can give: not finite, a negative variance, or no symmetry. */
        Gaussian checked(String where) {
            int d = mu.length;
            for (int i = 0; i < d; i++) {
                if (!Double.isFinite(mu[i])) {
                    throw bad(where, "mu[%d] is %s".formatted(i, mu[i]), "must be finite");
                }
                if (sigma[i * d + i] < 0) {
                    throw bad(where, "sigma[%d][%d] is %s".formatted(i, i, sigma[i * d + i]), "must not be negative");
                }
            }
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < d; j++) {
                    double v = sigma[i * d + j];
                    if (!Double.isFinite(v)) {
                        throw bad(where, "sigma[%d][%d] is %s".formatted(i, j, v), "must be finite");
                    }
                    // float32 files are symmetric to the last bit or to rounding; 1e-5 is well above both.
                    double scale = Math.sqrt(sigma[i * d + i] * sigma[j * d + j]);
                    if (Math.abs(v - sigma[j * d + i]) > 1e-5 * scale + 1e-12) {
                        throw bad(
                                where,
                                "sigma[%d][%d] is %s but sigma[%d][%d] is %s"
                                        .formatted(i, j, v, j, i, sigma[j * d + i]),
                                "a covariance is symmetric");
                    }
                }
            }
            return this;
        }

        private static AssayException bad(String where, String found, String allowed) {
            return new AssayException(where, found, allowed, "make the statistics again");
        }
    }

    /** SHA-256 of taps, sizes and values, lower-case hex; equal for equal numbers in any file. */
    public String sha256() {
        MessageDigest digest = Json.sha256();
        taps.forEach((tap, gaussian) -> {
            digest.update(tap.getBytes(StandardCharsets.UTF_8));
            digest.update(ByteBuffer.allocate(4).putInt(gaussian.dimensions()).flip());
            update(digest, gaussian.mu());
            update(digest, gaussian.sigma());
        });
        return HexFormat.of().formatHex(digest.digest());
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

    /** Writes an npz that pytorch-fid, clean-fid, EDM and the ADM evaluator read. */
    public void write(Path file) {
        Map<String, NpyArray> arrays = new TreeMap<>();
        taps.forEach((tap, gaussian) -> {
            String suffix =
                    switch (tap) {
                        case FEATURES -> "";
                        case SPATIAL -> "_s";
                        default ->
                            throw new IllegalArgumentException("no common name for statistics of the tap " + tap);
                    };
            int d = gaussian.dimensions();
            arrays.put("mu" + suffix, NpyArray.of(gaussian.mu(), d));
            arrays.put("sigma" + suffix, NpyArray.of(gaussian.sigma(), d, d));
        });
        NpyWriter.writeNpz(file, arrays);
    }
}
