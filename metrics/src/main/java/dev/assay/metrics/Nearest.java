package dev.assay.metrics;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * The smallest distances of one row, from intervals that hold them. Keeps every candidate that may still be among the
 * {@code wanted} smallest, and asks for exact values only when intervals cannot tell.
 */
final class Nearest {
    private final int wanted;
    private final IntToDoubleFunction exact;
    private final int[] index;
    private final double[] low;
    private final double[] high;
    private int count;
    private double threshold = Double.POSITIVE_INFINITY;

    /**
     * Keeps the {@code wanted} smallest.
     *
     * @param exact the distance of a candidate, by the number it was offered under
     */
    Nearest(int wanted, IntToDoubleFunction exact) {
        this.wanted = wanted;
        this.exact = exact;
        int capacity = Math.max(32, 4 * wanted);
        this.index = new int[capacity];
        this.low = new double[capacity];
        this.high = new double[capacity];
    }

    /** A candidate whose lowest value is not below this changes nothing. */
    double threshold() {
        return threshold;
    }

    /** Adds a candidate with its interval. */
    void offer(int candidate, double from, double to) {
        if (from >= threshold) {
            return;
        }
        if (count == index.length) {
            compact();
            if (from >= threshold) {
                return;
            }
        }
        index[count] = candidate;
        low[count] = from;
        high[count] = to;
        count++;
    }

    /** Drops candidates that {@code wanted} others beat; settles all that stay if they are still many. */
    private void compact() {
        drop();
        if (count > index.length / 2) {
            settle();
            drop();
        }
    }

    private void settle() {
        for (int i = 0; i < count; i++) {
            if (low[i] != high[i]) {
                double value = exact.applyAsDouble(index[i]);
                low[i] = value;
                high[i] = value;
            }
        }
    }

    /** Keeps the {@code wanted} with the smallest upper ends, and others only where they start below all those ends. */
    private void drop() {
        if (count < wanted) {
            return;
        }
        double[] ends = Arrays.copyOf(high, count);
        Arrays.sort(ends);
        threshold = Math.min(threshold, ends[wanted - 1]);
        int certain = 0;
        for (int i = 0; i < count; i++) {
            if (high[i] < threshold) {
                certain++;
            }
        }
        int atThreshold = wanted - certain;
        int kept = 0;
        for (int i = 0; i < count; i++) {
            boolean keep = high[i] < threshold || low[i] < threshold;
            if (!keep && high[i] == threshold && atThreshold > 0) {
                keep = true;
            }
            if (high[i] == threshold && keep) {
                atThreshold--;
            }
            if (keep) {
                index[kept] = index[i];
                low[kept] = low[i];
                high[kept] = high[i];
                kept++;
            }
        }
        count = kept;
    }

    /** The largest of the {@code wanted} smallest; at least that many must have been offered. */
    double last() {
        drop();
        settle();
        double[] values = Arrays.copyOf(low, count);
        Arrays.sort(values);
        return values[wanted - 1];
    }
}
