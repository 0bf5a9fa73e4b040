package dev.assay.local;

import dev.assay.datasets.EvaluationInput;
import dev.assay.datasets.FeatureArrays;
import dev.assay.datasets.ImageSource;
import dev.assay.datasets.Maker;
import dev.assay.datasets.PictureInput;
import dev.assay.datasets.Provenance;
import dev.assay.datasets.Statistics;
import dev.assay.datasets.StatisticsFile;
import dev.assay.metrics.FeatureExtractor;
import dev.assay.metrics.Rows;
import dev.assay.metrics.StatisticKind;
import dev.assay.metrics.algebra.Compute;
import dev.assay.spec.AssayException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes statistics of all taps that have a place in a file of statistics.
 *
 * @param extraction how images are read
 * @param compute what does the arithmetic
 * @param keepRows whether the features themselves are kept, too, in memory
 */
record Making(Extraction extraction, Compute compute, boolean keepRows) {
    private static final List<String> TAPS = List.of(Statistics.FEATURES, Statistics.SPATIAL);
    private static final String LOGITS = "logits";

    /**
     * What was made.
     *
     * @param rows the features by tap, where they were to be kept
     */
    record Made(Statistics.Own statistics, Map<String, Rows> rows) {}

    /** Statistics of images; {@code reading} says how they were read. */
    Made ofImages(String name, EvaluationInput input, FeatureExtractor network, Map<String, String> reading) {
        ImageSource images = input.images().orElseThrow();
        Side side = new Side(name, new PictureInput(input.kind(), images, input.notes()));
        ask(side, TAPS, StatisticKind.MOMENTS, network.taps());
        if (keepRows) {
            ask(side, List.of(Statistics.FEATURES, Statistics.SPATIAL, LOGITS), StatisticKind.ROWS, network.taps());
        }
        if (!side.readsImages()) {
            throw new AssayException(
                    network.name(),
                    "it has the outputs " + network.taps(),
                    "statistics are kept of " + TAPS,
                    "name one of its outputs features in its descriptor");
        }
        return collect(side, Optional.of(network), new Maker(network.name(), network.identity(), reading));
    }

    /** Statistics of features that the user says come from {@code extractor}. */
    Made ofFeatures(String name, EvaluationInput input, String extractor) {
        Side side = new Side(name, new Features(input));
        ask(side, TAPS, StatisticKind.MOMENTS, Set.of());
        if (keepRows) {
            ask(side, TAPS, StatisticKind.ROWS, Set.of());
        }
        if (!side.readsFeatures()) {
            throw new AssayException(
                    name,
                    "it holds " + new Side(name, input).holds(),
                    "statistics are made of images, or of the features " + TAPS,
                    "give one of these; to join statistics that are made, use assay stats merge");
        }
        input.features().ifPresent(arrays -> arrays.taps()
                .values()
                .forEach(matrix -> StatisticsFile.checkDimensions(matrix.name(), matrix.columns())));
        return collect(side, Optional.empty(), Maker.given(extractor));
    }

    private static void ask(Side side, List<String> taps, StatisticKind kind, Set<String> extractorTaps) {
        for (String tap : taps) {
            Side.Need need = new Side.Need(tap, kind);
            if (side.offers(need, extractorTaps)) {
                side.ask(need, extractorTaps);
            }
        }
    }

    private Made collect(Side side, Optional<FeatureExtractor> network, Maker maker) {
        Side.Collected collected = side.collect(network, extraction, compute);
        Map<String, Statistics.Sums> sums = new TreeMap<>();
        Map<String, Rows> rows = new TreeMap<>();
        collected.taps().forEach((tap, data) -> {
            if (TAPS.contains(tap)) {
                sums.put(tap, data.needMoments("stats", compute).sums());
            }
            data.rows().ifPresent(r -> rows.put(tap, r));
        });
        Provenance provenance = new Provenance(Provenance.FORMAT, Version.text(), maker, List.of(collected.used()));
        return new Made(new Statistics.Own(sums, provenance), rows);
    }

    /** The features of an input that may hold more. */
    private record Features(EvaluationInput input) implements EvaluationInput {
        @Override
        public String kind() {
            return input.kind();
        }

        @Override
        public Optional<FeatureArrays> features() {
            return input.features();
        }

        @Override
        public List<String> notes() {
            return input.notes();
        }
    }
}
