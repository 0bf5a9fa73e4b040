package dev.assay.metrics;

import dev.assay.spec.MetricSpec;
import dev.assay.spec.Names;
import java.util.List;

/** All metrics by name. Adding one is a record and a line here. */
public final class Metrics {
    /** In the order they are listed to people. */
    public static final List<String> NAMES =
            List.of(FrechetDistance.NAME, InceptionScore.NAME, KernelDistance.NAME, PrecisionRecall.NAME);

    private Metrics() {}

    /** The metric with its parameters; an unknown name or parameter is answered with near ones. */
    public static Metric of(MetricSpec spec) {
        return switch (spec.metric()) {
            case FrechetDistance.NAME -> FrechetDistance.of(spec);
            case InceptionScore.NAME -> InceptionScore.of(spec);
            case KernelDistance.NAME -> KernelDistance.of(spec);
            case PrecisionRecall.NAME -> PrecisionRecall.of(spec);
            default -> throw Names.unknown("metric", spec.metric(), NAMES);
        };
    }
}
