package dev.assay.metrics;

import dev.assay.spec.AssayException;

/** What is kept of the features of a set: two of the same kind and width merge into that of the joined set. */
public sealed interface Statistic permits Moments, Rows {
    /** Rows seen; 0 where only a mean and a covariance were given. */
    long count();

    /** Columns of the features. */
    int dimension();

    /** The statistic of the set {@code first} followed by the set {@code second}. */
    static Statistic merge(Statistic first, Statistic second) {
        if (first instanceof Moments a && second instanceof Moments b) {
            return Moments.merge(a, b);
        }
        if (first instanceof Rows a && second instanceof Rows b) {
            return Rows.merge(a, b);
        }
        throw new AssayException(
                "merge",
                "one holds moments and one holds rows",
                "both must hold the same",
                "merge statistics of one kind");
    }

    /** A sink for features that arrive in order, in pieces of any size. */
    interface Collector {
        /**
         * Adds rows in order; how they are cut into calls changes nothing.
         *
         * @param rows [count,D] from index {@code offset}; not kept
         */
        void add(float[] rows, int offset, int count);

        /** The statistic of all rows so far; more may be added afterwards. */
        Statistic statistic();
    }
}
