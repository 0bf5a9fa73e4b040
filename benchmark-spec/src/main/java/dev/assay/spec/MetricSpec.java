package dev.assay.spec;

import java.util.Map;
import java.util.TreeMap;

/**
 * A metric as a preset or suite asks for it.
 *
 * @param metric registry name, such as {@code frechet_distance}
 * @param tap output of the extractor that is measured: {@code features}, {@code spatial} or {@code logits}
 * @param with every parameter that changes the value, by name; not copied, sorted
 */
public record MetricSpec(String metric, String tap, Map<String, Object> with) {
    public MetricSpec {
        with = Sorted.copy(with);
    }

    /** The same metric with some parameters replaced; the metric itself rejects names it does not know. */
    public MetricSpec override(Map<String, Object> changes) {
        Map<String, Object> merged = new TreeMap<>(with);
        merged.putAll(changes);
        return new MetricSpec(metric, tap, merged);
    }
}
