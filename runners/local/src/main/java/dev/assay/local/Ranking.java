package dev.assay.local;

import java.util.function.IntToDoubleFunction;

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
        return mean(query -> better(query) + equal(query) < count ? 1 : 0);
    }

    /** The probability that the right candidate scores above a wrong one; equal ones count half. */
    double area() {
        return mean(query -> 1 - (better(query) + equal(query) / 2.0) / (candidates - 1));
    }

    private double mean(IntToDoubleFunction of) {
        double sum = 0;
        for (int query = 0; query < queries; query++) {
            sum += of.applyAsDouble(query);
        }
        return sum / queries;
    }

    private int better(int query) {
        double own = scores.of(query, query);
        int better = 0;
        for (int c = 0; c < candidates; c++) {
            better += c != query && scores.of(query, c) > own ? 1 : 0;
        }
        return better;
    }

    private int equal(int query) {
        double own = scores.of(query, query);
        int equal = 0;
        for (int c = 0; c < candidates; c++) {
            equal += c != query && scores.of(query, c) == own ? 1 : 0;
        }
        return equal;
    }
}
