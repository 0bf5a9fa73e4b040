package dev.assay.metrics.people;

import java.util.Arrays;
import java.util.List;

/**
 * A ranking from comparisons of pairs (Bradley and Terry 1952): system i beats j with probability
 * s_i / (s_i + s_j). Strengths are those of the greatest likelihood, found by the iteration of Hunter 2004 (eq. 3). A tie
 * counts as half a win of each. Half a win and half a loss are added between any two systems, so that one that won
 * always keeps a finite strength.
 */
public final class BradleyTerry {
    private static final double ADDED = 0.5;
    private static final double CLOSE = 1e-12;
    private static final int MOST_ROUNDS = 100_000;

    private BradleyTerry() {}

    /**
     * One comparison.
     *
     * @param first a system's number, from 0
     * @param second another's
     * @param share what the first won: 1, 0, or 1/2 for a tie
     */
    public record Comparison(int first, int second, double share) {
        public Comparison {
            if (first == second || first < 0 || second < 0 || !(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException(
                        "no comparison: %d with %d, share %s".formatted(first, second, share));
            }
        }
    }

    /** The natural logarithm of each system's strength; their mean is 0. */
    public static double[] logStrengths(int systems, List<Comparison> comparisons) {
        double[][] won = new double[systems][systems];
        for (double[] row : won) {
            Arrays.fill(row, ADDED);
        }
        for (Comparison c : comparisons) {
            won[c.first()][c.second()] += c.share();
            won[c.second()][c.first()] += 1 - c.share();
        }
        double[] log = new double[systems];
        for (int round = 0; round < MOST_ROUNDS; round++) {
            double[] next = improved(won, log);
            double change = 0;
            for (int i = 0; i < systems; i++) {
                change = Math.max(change, Math.abs(next[i] - log[i]));
            }
            log = next;
            if (change < CLOSE) {
                break;
            }
        }
        return log;
    }

    private static double[] improved(double[][] won, double[] log) {
        int n = log.length;
        double[] next = new double[n];
        for (int i = 0; i < n; i++) {
            double wins = 0;
            double chances = 0;
            for (int j = 0; j < n; j++) {
                if (j != i) {
                    wins += won[i][j];
                    chances += (won[i][j] + won[j][i]) / (Math.exp(log[i]) + Math.exp(log[j]));
                }
            }
            next[i] = n == 1 ? 0 : Math.log(wins / chances);
        }
        double mean = Arrays.stream(next).average().orElse(0);
        for (int i = 0; i < n; i++) {
            next[i] -= mean;
        }
        return next;
    }
}
