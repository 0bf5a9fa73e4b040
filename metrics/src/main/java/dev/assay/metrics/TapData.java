package dev.assay.metrics;

import dev.assay.metrics.algebra.Compute;
import dev.assay.spec.AssayException;
import java.util.List;
import java.util.Optional;

/**
 * All that one side offers of one output of the extractor.
 *
 * @param name what messages call it, such as {@code reference, features}
 * @param statistics at most one of each kind
 */
public record TapData(String name, List<Statistic> statistics) {
    public TapData {
        statistics = List.copyOf(statistics);
    }

    public static TapData of(String name, Statistic... statistics) {
        return new TapData(name, List.of(statistics));
    }

    /** The rows, where this side has them. */
    public Optional<Rows> rows() {
        return statistics.stream()
                .filter(Rows.class::isInstance)
                .map(Rows.class::cast)
                .findFirst();
    }

    /** The rows, or one clear error. */
    public Rows needRows(String metric) {
        return rows().orElseThrow(() -> new AssayException(
                name,
                "it holds no features of single images",
                metric + " compares single images, a mean and covariance do not do",
                "give images or a feature matrix, or leave " + metric + " out"));
    }

    /** The moments: given, or made of the rows. */
    public Moments needMoments(String metric, Compute compute) {
        return statistics.stream()
                .filter(Moments.class::isInstance)
                .map(Moments.class::cast)
                .findFirst()
                .or(() -> rows().map(rows -> rows.moments(compute)))
                .orElseThrow(() -> new AssayException(
                        name,
                        "it holds nothing",
                        metric + " needs a mean and covariance",
                        "give images or statistics"));
    }
}
