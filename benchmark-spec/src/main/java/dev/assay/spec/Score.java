package dev.assay.spec;

import java.util.List;
import java.util.Map;

/**
 * One number and all that it depends on.
 *
 * @param id what is printed: {@code fid} only for Inception-2015-12-05 pool3, else {@code fd[extractor]}
 * @param metric registry name of the metric that made it
 * @param value finite
 * @param better which way it improves
 * @param extractor name of the feature extractor, or {@code features} where the user gave the features
 * @param tap which output of the extractor
 * @param generatedCount rows used of the generated set
 * @param referenceCount rows used of the reference set, 0 where the metric needs none
 * @param parameters every parameter of the metric
 * @param identity first 16 hex digits of the SHA-256 of all that changes the value but the images themselves and
 *     the engine, whose last digits may differ
 * @param details further numbers of the same computation, such as a standard deviation over splits
 * @param notes sentences a reader should see, such as "clamped at 0"
 */
public record Score(
        String id,
        String metric,
        double value,
        Better better,
        String extractor,
        String tap,
        long generatedCount,
        long referenceCount,
        Map<String, Object> parameters,
        String identity,
        Map<String, Double> details,
        List<String> notes) {
    public Score {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(id + ": a score must be finite, got " + value);
        }
        parameters = Sorted.copy(parameters);
        details = Sorted.copy(details);
        notes = List.copyOf(notes);
    }
}
