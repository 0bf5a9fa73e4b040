package dev.assay.metrics;

import dev.assay.metrics.algebra.Compute;
import java.util.List;

/** Compares a generated set with a reference set by one output of an extractor. A pure function of its arguments. */
public interface Metric {
    /** Registry name. */
    String name();

    /** Names of the measures it gives, in order. */
    List<String> measures();

    /** What it needs of each side. */
    StatisticKind statistic();

    /** Whether it looks at the reference at all. */
    boolean usesReference();

    /** The measures, in the order of {@link #measures}. */
    List<Measure> score(TapData generated, TapData reference, Compute compute);
}
