package dev.assay.local;

import dev.assay.datasets.Maker;
import dev.assay.datasets.Statistics;
import dev.assay.datasets.StatisticsFile;
import dev.assay.spec.AssayException;
import dev.assay.spec.SetUsed;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Checks of a file of statistics: of itself, and against the images it is said to be of. Finite values, symmetry and
 * shapes are checked on reading, where what fails is an error.
 */
final class Verification {
    /** The distance of float32 numbers near 1. */
    private static final double FLOAT32 = 0x1p-23;

    private final List<Finding> findings = new ArrayList<>();

    /** The outcome of one check. */
    private record Finding(String what, boolean passed, String found) {}

    /** Whether every check so far was passed. */
    boolean passed() {
        return findings.stream().allMatch(Finding::passed);
    }

    void print(PrintWriter out) {
        findings.forEach(f -> out.printf("%-5s  %-24s %s%n", f.passed() ? "ok" : "FAILS", f.what(), f.found()));
    }

    /** Reads a file and checks it by itself. */
    Statistics file(Path file) {
        Statistics statistics = StatisticsFile.read(file)
                .orElseThrow(() -> new AssayException(
                        file.toString(),
                        "it holds no statistics",
                        "mu and sigma, or mu_s and sigma_s, are verified",
                        "give a file of statistics"));
        Inspection.gaussians(statistics).forEach((tap, gaussian) -> {
            int rank = Inspection.rank(gaussian);
            add(
                    tap + " covariance",
                    rank >= 0,
                    rank < 0
                            ? "is not positive semidefinite"
                            : "finite, symmetric, positive semidefinite, rank %d of %d"
                                    .formatted(rank, gaussian.dimensions()));
        });
        if (statistics instanceof Statistics.Own own) {
            own(file, own);
        }
        return statistics;
    }

    /** What Assay's own files say twice must agree. */
    private void own(Path file, Statistics.Own own) {
        boolean one = own.provenance().count() == 1;
        Map<String, Statistics.Gaussian> others = one ? Map.of() : StatisticsFile.readGaussians(file);
        own.sums().forEach((tap, sums) -> {
            if (!one) {
                Statistics.Gaussian gaussian = sums.gaussian();
                boolean same = Arrays.equals(gaussian.mu(), others.get(tap).mu())
                        && Arrays.equals(gaussian.sigma(), others.get(tap).sigma());
                add(
                        tap + " mu and sigma",
                        same,
                        same
                                ? "are the mean and the scatter by count - 1, bit for bit"
                                : "are not those of mean, scatter and count");
            }
            double largest = float32Error(sums);
            add(
                    tap + " float32 sum",
                    largest <= 1,
                    largest <= 1
                            ? "fits the mean"
                            : "is %.3g times as far from the mean as rounding can be".formatted(largest));
        });
    }

    /**
     * How far the float32 sums are from count times mean, in units of the largest rounding error: (count - 1) times
     * half a float32 step of the sum of absolute values, which is at most sqrt(count sum(x^2)). A little more than
     * Higham 2002, section 4.2.
     */
    private static double float32Error(Statistics.Sums sums) {
        int d = sums.dimensions();
        double n = sums.count();
        double largest = 0;
        for (int j = 0; j < d; j++) {
            double mean = sums.mean()[j];
            double absolute = Math.sqrt(n * (sums.scatter()[j * d + j] + n * mean * mean));
            double bound = n * FLOAT32 * absolute + Float.MIN_NORMAL;
            largest = Math.max(largest, Math.abs(sums.sumFloat32()[j] - n * mean) / bound);
        }
        return largest;
    }

    /**
     * Compares with statistics made again. Differences are in standard deviations: of means by that of the column, of
     * covariances by those of row and column; a standard deviation counts as at least a float32 step of the mean.
     */
    void compare(Path file, Statistics statistics, Path path, Statistics.Own again, double tolerance) {
        if (statistics instanceof Statistics.Own own) {
            checkMaker(file, own.provenance().maker(), path, again.provenance().maker());
            counts(own, again);
        }
        Map<String, Statistics.Gaussian> before = Inspection.gaussians(statistics);
        Map<String, Statistics.Gaussian> now = Inspection.gaussians(again);
        before.forEach((tap, gaussian) -> {
            if (!now.containsKey(tap)) {
                add(tap, false, "cannot be made of " + path);
            } else if (now.get(tap).dimensions() != gaussian.dimensions()) {
                add(
                        tap,
                        false,
                        "%d columns, but %d when made again"
                                .formatted(gaussian.dimensions(), now.get(tap).dimensions()));
            } else {
                double mean = meanDifference(gaussian, now.get(tap));
                double covariance = covarianceDifference(gaussian, now.get(tap));
                add(tap + " mean again", mean <= tolerance, difference(mean, tolerance));
                add(tap + " covariance again", covariance <= tolerance, difference(covariance, tolerance));
            }
        });
    }

    private static void checkMaker(Path file, Maker maker, Path path, Maker again) {
        maker.difference(again).ifPresent(difference -> {
            throw new AssayException(
                    file + " and " + path,
                    difference,
                    "the same must be made again",
                    "choose --extractor, --weights, --preset and reading options as assay stats inspect shows them");
        });
    }

    private void counts(Statistics.Own own, Statistics.Own again) {
        long count = own.provenance().count();
        long now = again.provenance().count();
        add("count", count == now, count == now ? Long.toString(count) : "%d, but %d are there".formatted(count, now));
        List<SetUsed> sets = own.provenance().sets();
        if (sets.size() > 1) {
            add("content", true, "not compared, since %d sets were merged".formatted(sets.size()));
            return;
        }
        String before = sets.get(0).sha256();
        String content = again.provenance().sets().get(0).sha256();
        add(
                "content",
                before.equals(content),
                before.equals(content) ? content : "was %s, now %s".formatted(before, content));
    }

    private static String difference(double found, double tolerance) {
        return found == 0
                ? "equal, bit for bit"
                : "differs by %.3g standard deviations, allowed are %.3g".formatted(found, tolerance);
    }

    /** The largest difference of means in standard deviations of {@code b}. */
    static double meanDifference(Statistics.Gaussian a, Statistics.Gaussian b) {
        double[] scale = scale(b);
        double largest = 0;
        for (int j = 0; j < scale.length; j++) {
            largest = Math.max(largest, ratio(Math.abs(a.mu()[j] - b.mu()[j]), scale[j]));
        }
        return largest;
    }

    /** The largest difference of covariances in products of standard deviations of {@code b}. */
    static double covarianceDifference(Statistics.Gaussian a, Statistics.Gaussian b) {
        double[] scale = scale(b);
        int d = scale.length;
        double largest = 0;
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                double difference = Math.abs(a.sigma()[i * d + j] - b.sigma()[i * d + j]);
                largest = Math.max(largest, ratio(difference, scale[i] * scale[j]));
            }
        }
        return largest;
    }

    private static double[] scale(Statistics.Gaussian gaussian) {
        int d = gaussian.dimensions();
        double[] scale = new double[d];
        for (int j = 0; j < d; j++) {
            scale[j] = Math.max(Math.sqrt(gaussian.sigma()[j * d + j]), FLOAT32 * Math.abs(gaussian.mu()[j]));
        }
        return scale;
    }

    private static double ratio(double difference, double scale) {
        return difference == 0 ? 0 : difference / scale;
    }

    private void add(String what, boolean passed, String found) {
        findings.add(new Finding(what, passed, found));
    }
}
