package dev.assay.metrics;

import dev.assay.spec.AssayException;
import dev.assay.spec.Better;
import java.util.List;
import java.util.Map;

/**
 * A number that a metric made. The caller adds what it knows of extractor, identity and data to get a score.
 *
 * @param name such as {@code frechet_distance} or {@code recall}
 * @param value finite
 * @param better which way it improves
 * @param generatedCount rows used of the generated set, 0 where its file gave no count
 * @param referenceCount rows used of the reference set, 0 where its file gave no count or none was used
 * @param details further numbers of the same computation
 * @param notes sentences a reader should see
 */
public record Measure(
        String name,
        double value,
        Better better,
        long generatedCount,
        long referenceCount,
        Map<String, Double> details,
        List<String> notes) {
    public Measure {
        if (!Double.isFinite(value)) {
            throw new AssayException(
                    name,
                    "it came out as " + value,
                    "features must be small enough for the precision that the metric computes in",
                    "look at the largest features, or use preset exact");
        }
        details = Map.copyOf(details);
        notes = List.copyOf(notes);
    }
}
