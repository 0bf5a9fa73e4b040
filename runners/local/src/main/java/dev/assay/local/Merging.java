package dev.assay.local;

import dev.assay.datasets.Provenance;
import dev.assay.datasets.Statistics;
import dev.assay.datasets.StatisticsFile;
import dev.assay.metrics.Moments;
import dev.assay.spec.AssayException;
import dev.assay.spec.SetUsed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Statistics of several files as one: of the sets one after the other, from left to right. So merging A, B and C at
 * once and merging C to the merged A and B give equal bits. Another order, another split into parts or no split at all
 * gives the same but for rounding, because floating-point sums depend on their order: means within 1e-12 of their size,
 * covariances within 1e-12 of the product of their standard deviations.
 */
final class Merging {
    private Merging() {}

    /** Merges at least one file; files whose features are not of one kind are refused. */
    static Statistics.Own merge(List<Path> files) {
        Path first = files.get(0);
        Statistics.Own all = read(first);
        for (Path file : files.subList(1, files.size())) {
            Statistics.Own next = read(file);
            check(first, all, file, next);
            all = join(all, next);
        }
        return all;
    }

    /** Content hashes of sets that were merged more than once. */
    static Set<String> repeated(Statistics.Own merged) {
        Set<String> seen = new HashSet<>();
        Set<String> twice = new HashSet<>();
        merged.provenance().sets().stream()
                .map(SetUsed::sha256)
                .filter(hash -> !seen.add(hash))
                .forEach(twice::add);
        return twice;
    }

    private static Statistics.Own read(Path file) {
        Statistics read = StatisticsFile.read(file)
                .orElseThrow(() -> new AssayException(
                        file.toString(),
                        "it holds no statistics",
                        "files that assay stats make wrote are merged",
                        "make statistics of it first"));
        if (read instanceof Statistics.Own own) {
            return own;
        }
        throw new AssayException(
                file.toString(),
                "it holds a mean and a covariance but neither a count nor what made them",
                "files that assay stats make wrote are merged",
                "make its statistics with Assay");
    }

    private static void check(Path first, Statistics.Own all, Path file, Statistics.Own next) {
        all.provenance().maker().difference(next.provenance().maker()).ifPresent(difference -> {
            throw new AssayException(
                    first + " and " + file,
                    difference,
                    "only features made alike are merged",
                    "make both with the same extractor, preset and options");
        });
        if (!all.taps().equals(next.taps())) {
            throw new AssayException(
                    first + " and " + file,
                    "one has %s, the other %s".formatted(all.taps(), next.taps()),
                    "all must have the same",
                    "make both alike");
        }
        for (String tap : all.taps()) {
            int one = all.sums().get(tap).dimensions();
            int other = next.sums().get(tap).dimensions();
            if (one != other) {
                throw new AssayException(
                        first + " and " + file,
                        "%s has %d columns in one and %d in the other".formatted(tap, one, other),
                        "all must have as many",
                        "make both with the same extractor");
            }
        }
    }

    private static Statistics.Own join(Statistics.Own one, Statistics.Own other) {
        Map<String, Statistics.Sums> sums = new TreeMap<>();
        for (String tap : one.taps()) {
            Moments first = Moments.of(one.sums().get(tap));
            Moments second = Moments.of(other.sums().get(tap));
            sums.put(tap, Moments.merge(first, second).sums());
        }
        List<SetUsed> sets = new ArrayList<>(one.provenance().sets());
        sets.addAll(other.provenance().sets());
        return new Statistics.Own(
                sums,
                new Provenance(
                        Provenance.FORMAT, Version.text(), one.provenance().maker(), sets));
    }
}
