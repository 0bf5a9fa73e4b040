package dev.assay.reports;

import dev.assay.spec.Score;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values that a metric cannot take by its definition, and so point to broken arithmetic or an edited file. */
final class NumericGuard {
    private record Range(double low, double high) {}

    /** Sums of rounded numbers may come out this far beyond: one picture many times has an IS of 1 - 4e-11. */
    private static final double ROUNDING = 1e-6;

    private static final Range DISTANCE = new Range(0, Double.MAX_VALUE);
    private static final Range SHARE = new Range(0, 1);

    /** By registry name and what the id starts with; metrics that are not listed may take any finite value. */
    private static final Map<String, Map<String, Range>> RANGES = Map.of(
            "frechet_distance", Map.of("", DISTANCE),
            "inception_score", Map.of("", new Range(1, Double.MAX_VALUE)),
            "precision_recall", Map.of("precision", SHARE, "recall", SHARE, "coverage", SHARE, "density", DISTANCE));

    private NumericGuard() {}

    /** What is wrong with the value, if anything is. */
    static Optional<String> complaint(Score score) {
        List<Range> ranges = RANGES.getOrDefault(score.metric(), Map.of()).entrySet().stream()
                .filter(e -> score.id().startsWith(e.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        for (Range range : ranges) {
            if (score.value() < range.low() - ROUNDING || score.value() > range.high() + ROUNDING) {
                String allowed = range.high() == Double.MAX_VALUE
                        ? "at least " + Digits.six(range.low())
                        : "from " + Digits.six(range.low()) + " to " + Digits.six(range.high());
                return Optional.of(
                        "numeric guard: %s is %s, but must be %s".formatted(score.id(), score.value(), allowed));
            }
        }
        return Optional.empty();
    }
}
