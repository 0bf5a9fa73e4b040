package dev.assay.spec.groups.result;

/**
 * How much better or worse a system is than a baseline: the mean of the differences of each case.
 *
 * @param system that is compared
 * @param baseline whose scores are subtracted
 * @param difference mean, interval and count
 */
public record Delta(String system, String baseline, Mean difference) {
    /** Whether the interval leaves 0 out. */
    public boolean clear() {
        return difference.low() > 0 || difference.high() < 0;
    }
}
