package dev.assay.metrics.group;

import java.util.Comparator;

/**
 * One score of one case.
 *
 * @param category of the task, such as {@code text} or {@code reference}
 * @param task it belongs to
 * @param id of the case
 * @param value finite
 */
public record CaseValue(String category, String task, String id, double value) {
    static final Comparator<CaseValue> ORDER = Comparator.comparing(CaseValue::category)
            .thenComparing(CaseValue::task)
            .thenComparing(CaseValue::id);

    public CaseValue {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(id + ": a score must be finite, got " + value);
        }
    }
}
