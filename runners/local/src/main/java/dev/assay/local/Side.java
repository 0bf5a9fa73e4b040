package dev.assay.local;

import dev.assay.datasets.EvaluationInput;
import dev.assay.datasets.FeatureArrays;
import dev.assay.datasets.FeatureMatrix;
import dev.assay.datasets.ImageSource;
import dev.assay.datasets.Maker;
import dev.assay.datasets.Statistics;
import dev.assay.metrics.FeatureExtractor;
import dev.assay.metrics.Moments;
import dev.assay.metrics.Rows;
import dev.assay.metrics.Statistic;
import dev.assay.metrics.StatisticKind;
import dev.assay.metrics.TapData;
import dev.assay.metrics.algebra.Compute;
import dev.assay.spec.Json;
import dev.assay.spec.SetUsed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One side of an evaluation: where each statistic that the metrics need comes from. Given statistics come first, then
 * given features, then images, which are read once for all that is needed of them.
 */
final class Side {
    /** A statistic of one output of the extractor. */
    record Need(String tap, StatisticKind kind) {}

    /** Floats read at once from a feature matrix, 4 MiB. */
    private static final int READ_AT_ONCE = 1 << 20;

    private final String name;
    private final EvaluationInput input;
    private final Set<Need> fromStatistics = new LinkedHashSet<>();
    private final Set<Need> fromFeatures = new LinkedHashSet<>();
    private final Set<Need> fromImages = new LinkedHashSet<>();

    /** {@code name} is {@code generated} or {@code reference}. */
    Side(String name, EvaluationInput input) {
        this.name = name;
        this.input = input;
    }

    /** Whether the input can give that statistic. */
    boolean offers(Need need, Set<String> extractorTaps) {
        return source(need, extractorTaps) != null;
    }

    /** Asks for a statistic that the input offers. */
    void ask(Need need, Set<String> extractorTaps) {
        Set<Need> source = source(need, extractorTaps);
        if (source == null) {
            throw new IllegalArgumentException(name + " does not offer " + need);
        }
        source.add(need);
    }

    String label() {
        return name;
    }

    boolean readsFeatures() {
        return !fromFeatures.isEmpty();
    }

    boolean readsImages() {
        return !fromImages.isEmpty();
    }

    /** What made one kind of data that this side brings. */
    record Made(String what, Maker maker) {}

    /**
     * What made everything that was asked for, as far as it is known: not of statistics without provenance.
     *
     * @param network what images are measured by; needed where images are read
     * @param featuresName what the user calls the extractor of given features
     */
    List<Made> made(Optional<Maker> network, String featuresName) {
        List<Made> made = new ArrayList<>();
        if (readsImages()) {
            made.add(new Made("the " + name + " images", network.orElseThrow()));
        }
        if (readsFeatures()) {
            made.add(new Made("the " + name + " features", Maker.given(featuresName)));
        }
        if (!fromStatistics.isEmpty() && input.statistics().orElseThrow() instanceof Statistics.Own own) {
            made.add(new Made("the " + name + " statistics", own.provenance().maker()));
        }
        return made;
    }

    /** Whether the moments of a tap are a mean and a covariance of which nobody knows what made them. */
    boolean onTrust(String tap) {
        return fromStatistics.contains(new Need(tap, StatisticKind.MOMENTS))
                && input.statistics().orElseThrow() instanceof Statistics.Foreign;
    }

    boolean holdsImages() {
        return input.images().isPresent();
    }

    /** What the user is told the input holds. */
    String holds() {
        List<String> parts = new ArrayList<>();
        input.images().ifPresent(images -> parts.add("images"));
        input.statistics().ifPresent(statistics -> parts.add("statistics of " + statistics.taps()));
        input.features()
                .ifPresent(features -> parts.add("features " + features.taps().keySet()));
        return String.join(" and ", parts);
    }

    private Set<Need> source(Need need, Set<String> extractorTaps) {
        if (need.kind() == StatisticKind.MOMENTS
                && input.statistics().filter(s -> s.taps().contains(need.tap())).isPresent()) {
            return fromStatistics;
        }
        if (input.features().filter(f -> f.taps().containsKey(need.tap())).isPresent()) {
            return fromFeatures;
        }
        if (input.images().isPresent() && extractorTaps.contains(need.tap())) {
            return fromImages;
        }
        return null;
    }

    /** What was collected. */
    record Collected(Map<String, TapData> taps, SetUsed used) {}

    /** Reads all that was asked for. */
    Collected collect(Optional<FeatureExtractor> extractor, Extraction extraction, Compute compute) {
        Map<String, List<Statistic>> statistics = new LinkedHashMap<>();
        List<SetUsed> parts = new ArrayList<>();
        if (!fromStatistics.isEmpty()) {
            parts.add(collectStatistics(statistics));
        }
        if (!fromFeatures.isEmpty()) {
            parts.add(collectFeatures(statistics, compute));
        }
        if (!fromImages.isEmpty()) {
            parts.add(collectImages(statistics, extractor.orElseThrow(), extraction, compute));
        }
        Map<String, TapData> taps = new LinkedHashMap<>();
        statistics.forEach((tap, list) -> taps.put(tap, new TapData(name + ", " + tap, list)));
        return new Collected(taps, together(parts));
    }

    /** What was used: the counts of the part with single images, the hashes of all parts. */
    private static SetUsed together(List<SetUsed> parts) {
        if (parts.isEmpty()) {
            return new SetUsed("nothing", 0, 0, List.of(), "");
        }
        SetUsed last = parts.get(parts.size() - 1);
        if (parts.size() == 1) {
            return last;
        }
        Map<String, String> hashes = new TreeMap<>();
        parts.forEach(part -> hashes.put(part.kind(), part.sha256()));
        return new SetUsed(last.kind(), last.planned(), last.used(), last.skipped(), Json.sha256(hashes));
    }

    private SetUsed collectStatistics(Map<String, List<Statistic>> statistics) {
        Statistics given = input.statistics().orElseThrow();
        for (Need need : fromStatistics) {
            add(statistics, need.tap(), moments(given, need.tap()));
        }
        return used(given);
    }

    private SetUsed collectFeatures(Map<String, List<Statistic>> statistics, Compute compute) {
        FeatureArrays arrays = input.features().orElseThrow();
        Map<String, String> hashes = new TreeMap<>();
        long rows = 0;
        for (Map.Entry<String, Set<StatisticKind>> tap : byTap(fromFeatures).entrySet()) {
            FeatureMatrix matrix = arrays.taps().get(tap.getKey());
            Collectors collectors = new Collectors(tap.getValue(), compute);
            read(matrix, collectors);
            collectors.statistics().forEach(s -> add(statistics, tap.getKey(), s));
            hashes.put(tap.getKey(), matrix.sha256());
            rows = matrix.rows();
        }
        return new SetUsed("features", rows, rows, List.of(), Json.sha256(hashes));
    }

    private SetUsed collectImages(
            Map<String, List<Statistic>> statistics, FeatureExtractor network, Extraction extraction, Compute compute) {
        ImageSource images = input.images().orElseThrow();
        Map<String, Collectors> collectors = new TreeMap<>();
        byTap(fromImages).forEach((tap, kinds) -> collectors.put(tap, new Collectors(kinds, compute)));
        SetUsed used = extraction.run(
                images,
                chunk -> network.extract(chunk, collectors.keySet()),
                (count, features) -> collectors.forEach(
                        (tap, c) -> c.add(features.get(tap), count, features.get(tap).length / count)));
        collectors.forEach((tap, c) -> c.statistics().forEach(s -> add(statistics, tap, s)));
        return used;
    }

    private Moments moments(Statistics given, String tap) {
        if (given instanceof Statistics.Own own) {
            return Moments.of(own.sums().get(tap));
        }
        Statistics.Gaussian gaussian = ((Statistics.Foreign) given).gaussians().get(tap);
        return Moments.given(name + ", " + tap, gaussian.mu(), gaussian.sigma());
    }

    /** Counts are known of Assay's own statistics alone. */
    private static SetUsed used(Statistics given) {
        List<SetUsed> sets =
                given instanceof Statistics.Own own ? own.provenance().sets() : List.of();
        return new SetUsed(
                "statistics",
                sets.stream().mapToLong(SetUsed::planned).sum(),
                sets.stream().mapToLong(SetUsed::used).sum(),
                sets.stream().flatMap(set -> set.skipped().stream()).toList(),
                given.sha256());
    }

    private static void read(FeatureMatrix matrix, Collectors collectors) {
        int block = Math.max(1, READ_AT_ONCE / matrix.columns());
        float[] rows = new float[block * matrix.columns()];
        try (FeatureMatrix.RowReader reader = matrix.open()) {
            for (int n = reader.read(rows, 0, block); n > 0; n = reader.read(rows, 0, block)) {
                collectors.add(rows, n, matrix.columns());
            }
        }
    }

    private static void add(Map<String, List<Statistic>> statistics, String tap, Statistic one) {
        statistics.computeIfAbsent(tap, t -> new ArrayList<>()).add(one);
    }

    private static Map<String, Set<StatisticKind>> byTap(Set<Need> needs) {
        Map<String, Set<StatisticKind>> taps = new TreeMap<>();
        needs.forEach(
                n -> taps.computeIfAbsent(n.tap(), t -> new LinkedHashSet<>()).add(n.kind()));
        return taps;
    }

    /** The collectors of one tap, made when the first rows show how wide they are. */
    private static final class Collectors {
        private final Set<StatisticKind> kinds;
        private final Compute compute;
        private final List<Statistic.Collector> collectors = new ArrayList<>();

        Collectors(Set<StatisticKind> kinds, Compute compute) {
            this.kinds = kinds;
            this.compute = compute;
        }

        void add(float[] rows, int rowCount, int columns) {
            if (collectors.isEmpty()) {
                for (StatisticKind kind : kinds) {
                    collectors.add(
                            kind == StatisticKind.ROWS
                                    ? new Rows.Collector(columns)
                                    : new Moments.Collector(columns, compute));
                }
            }
            collectors.forEach(c -> c.add(rows, 0, rowCount));
        }

        List<Statistic> statistics() {
            return collectors.stream().map(Statistic.Collector::statistic).toList();
        }
    }
}
