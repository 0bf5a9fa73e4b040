package dev.assay.local;

/**
 * Scores of queries against candidates, higher for a better match; candidate i is the right one for query i.
 *
 * @param queries how many
 * @param candidates how many, at least as many
 * @param scores of a query against a candidate
 */
record Ranking(int queries, int candidates, Scores scores) {
    /** How well a candidate matches. */
    @FunctionalInterface
    interface Scores {
        double of(int query, int candidate);
    }

    Ranking {
        if (queries < 1 || candidates < queries) {
            throw new IllegalArgumentException("%d queries, %d candidates".formatted(queries, candidates));
        }
    }

    /** The part of queries whose candidate is among the best {@code count}; equal scores count as better. */
    double among(int count) {
        return mean((better, equal) -> better + equal < count ? 1 : 0);
    }

    /** The probability that the right candidate scores above a wrong one; equal ones count half. */
    double area() {
        return mean((better, equal) -> 1 - (better + equal / 2.0) / (candidates - 1));
    }

    /** Over queries, from how many candidates score better than the right one and how many as well. */
    private double mean(IntBinary of) {
        double sum = 0;
        for (int query = 0; query < queries; query++) {
            double own = scores.of(query, query);
            int better = 0;
            int equal = 0;
            for (int c = 0; c < candidates; c++) {
                double score = c == query ? Double.NEGATIVE_INFINITY : scores.of(query, c);
                better += score > own ? 1 : 0;
                equal += score == own ? 1 : 0;
            }
            sum += of.value(better, equal);
        }
        return sum / queries;
    }

    @FunctionalInterface
    private interface IntBinary {
        double value(int better, int equal);
    }
}
