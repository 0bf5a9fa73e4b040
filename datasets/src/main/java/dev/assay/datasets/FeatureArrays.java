package dev.assay.datasets;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Features that somebody computed before.
 *
 * @param taps matrix by tap ({@code features}, {@code spatial}, {@code logits}), sorted; all of the same images, so of
 *     the same number of rows
 */
public record FeatureArrays(Map<String, FeatureMatrix> taps) {
    public FeatureArrays {
        taps = Collections.unmodifiableMap(new TreeMap<>(taps));
    }
}
