package dev.assay.datasets;

import dev.assay.spec.SetUsed;
import java.util.List;

/**
 * Where a file of statistics comes from.
 *
 * @param format of the file, {@value #FORMAT}
 * @param assay version of Assay that wrote it
 * @param maker what made the features
 * @param sets what the statistics are of, with counts and content hashes: one set, or those merged, in their order
 */
public record Provenance(int format, String assay, Maker maker, List<SetUsed> sets) {
    public static final int FORMAT = 1;

    public Provenance {
        sets = List.copyOf(sets);
    }

    /** Images, or rows of features, in all sets. */
    public long count() {
        return sets.stream().mapToLong(SetUsed::used).sum();
    }
}
