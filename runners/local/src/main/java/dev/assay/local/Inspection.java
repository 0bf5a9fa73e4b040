package dev.assay.local;

import dev.assay.datasets.Provenance;
import dev.assay.datasets.Statistics;
import dev.assay.datasets.StatisticsFile;
import dev.assay.datasets.array.Npz;
import dev.assay.metrics.algebra.LinearAlgebra;
import dev.assay.metrics.algebra.PsdFactor;
import dev.assay.spec.AssayException;
import dev.assay.spec.SetUsed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is inside an npz file of statistics.
 *
 * @param file its path
 * @param arrays type and shape by name, in the order of the file
 * @param taps the statistics by tap; none where the file holds none
 * @param provenance of Assay's own files; none of others
 */
record Inspection(String file, Map<String, String> arrays, Map<String, Tap> taps, List<Provenance> provenance) {
    /**
     * One mean and covariance.
     *
     * @param dimensions columns of the features
     * @param count images; 0 where the file does not say
     * @param meanNorm Euclidean length of the mean
     * @param smallestMean of all columns
     * @param largestMean of all columns
     * @param trace of the unbiased covariance
     * @param smallestVariance of all columns
     * @param largestVariance of all columns
     * @param rank of the covariance by pivoted Cholesky, as the Fréchet distance takes it; -1 where it is not positive
     *     semidefinite
     */
    record Tap(
            int dimensions,
            long count,
            double meanNorm,
            double smallestMean,
            double largestMean,
            double trace,
            double smallestVariance,
            double largestVariance,
            int rank) {}

    static Inspection of(Path file) {
        Map<String, String> arrays = new LinkedHashMap<>();
        Npz.headers(file).forEach((name, header) -> arrays.put(name, header.describe()));
        Map<String, Tap> taps = new TreeMap<>();
        List<Provenance> provenance = new ArrayList<>();
        StatisticsFile.read(file).ifPresent(statistics -> {
            gaussians(statistics).forEach((tap, gaussian) -> taps.put(tap, tap(gaussian, count(statistics))));
            if (statistics instanceof Statistics.Own own) {
                provenance.add(own.provenance());
            }
        });
        return new Inspection(file.toString(), arrays, taps, provenance);
    }

    private static long count(Statistics statistics) {
        return statistics instanceof Statistics.Own own ? own.provenance().count() : 0;
    }

    /** Mean and unbiased covariance by tap; the covariance of one image is given as zeros. */
    static Map<String, Statistics.Gaussian> gaussians(Statistics statistics) {
        if (statistics instanceof Statistics.Foreign foreign) {
            return foreign.gaussians();
        }
        Map<String, Statistics.Gaussian> gaussians = new TreeMap<>();
        ((Statistics.Own) statistics)
                .sums()
                .forEach((tap, sums) -> gaussians.put(
                        tap,
                        sums.count() == 1 ? new Statistics.Gaussian(sums.mean(), sums.scatter()) : sums.gaussian()));
        return gaussians;
    }

    private static Tap tap(Statistics.Gaussian gaussian, long count) {
        int d = gaussian.dimensions();
        double squares = 0;
        double trace = 0;
        double smallestMean = Double.POSITIVE_INFINITY;
        double largestMean = Double.NEGATIVE_INFINITY;
        double smallestVariance = Double.POSITIVE_INFINITY;
        double largestVariance = 0;
        for (int j = 0; j < d; j++) {
            double mean = gaussian.mu()[j];
            double variance = gaussian.sigma()[j * d + j];
            squares += mean * mean;
            trace += variance;
            smallestMean = Math.min(smallestMean, mean);
            largestMean = Math.max(largestMean, mean);
            smallestVariance = Math.min(smallestVariance, variance);
            largestVariance = Math.max(largestVariance, variance);
        }
        return new Tap(
                d,
                count,
                Math.sqrt(squares),
                smallestMean,
                largestMean,
                trace,
                smallestVariance,
                largestVariance,
                rank(gaussian));
    }

    /** The numerical rank of a covariance; -1 where it is not positive semidefinite. */
    static int rank(Statistics.Gaussian gaussian) {
        try {
            return PsdFactor.of("covariance", gaussian.sigma(), gaussian.dimensions(), LinearAlgebra.best())
                    .rank();
        } catch (AssayException e) {
            // All else was checked when the file was read, so this says that it is not positive semidefinite.
            return -1;
        }
    }

    /** For people; what a file says of itself cannot steer the terminal. */
    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(file);
        arrays.forEach((name, type) -> lines.add(line("  " + name, type)));
        if (taps.isEmpty()) {
            lines.add("no statistics (mu and sigma, or mu_s and sigma_s)");
        }
        taps.forEach((name, tap) -> describe(name, tap, lines));
        if (provenance.isEmpty() && !taps.isEmpty()) {
            lines.add(line("made by", "not stated; evaluate takes the extractor on trust"));
        }
        provenance.forEach(known -> describe(known, lines));
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line.replaceAll("\\p{Cntrl}", "?")).append('\n'));
        return text.toString();
    }

    private static String line(String name, String value) {
        return "%-18s %s".formatted(name, value);
    }

    private static void describe(String name, Tap tap, List<String> lines) {
        lines.add(name);
        lines.add(line("  columns", Integer.toString(tap.dimensions())));
        lines.add(line("  images", tap.count() == 0 ? "not stated" : Long.toString(tap.count())));
        lines.add(line(
                "  mean",
                "length %.9g, from %.6g to %.6g".formatted(tap.meanNorm(), tap.smallestMean(), tap.largestMean())));
        if (tap.count() == 1) {
            lines.add(line("  covariance", "none of one image"));
            return;
        }
        lines.add(line(
                "  covariance",
                "trace %.9g, variances from %.6g to %.6g"
                        .formatted(tap.trace(), tap.smallestVariance(), tap.largestVariance())));
        lines.add(
                line("  rank", tap.rank() < 0 ? "not positive semidefinite" : tap.rank() + " of " + tap.dimensions()));
    }

    private static void describe(Provenance known, List<String> lines) {
        lines.add(line("made by", "assay " + known.assay()));
        lines.add(line("extractor", known.maker().extractor()));
        known.maker().network().forEach((key, value) -> lines.add(line("  " + key, value)));
        known.maker().images().forEach((key, value) -> lines.add(line("  " + key, value)));
        for (SetUsed set : known.sets()) {
            lines.add(line(set.kind(), "%d of %d, content %s".formatted(set.used(), set.planned(), set.sha256())));
            set.skipped().forEach(skipped -> lines.add(line("  left out", skipped.id())));
        }
    }
}
