package dev.assay.datasets.resize;

import java.util.LinkedHashMap;
import java.util.Map;

/** The coefficient tables used last, so that a set of equally sized pictures computes them once. */
final class Tables<T> {
    /** A folder of many sizes must not fill the memory: so many tables are kept, of a MB or so each. */
    private static final int KEPT = 64;
    /** Tables of longer sides are made anew each time. */
    private static final int LONGEST_KEPT = 1 << 14;

    /** Makes the table for an axis. */
    @FunctionalInterface
    interface Maker<T> {
        T make(int in, int out);
    }

    private record Axis(int in, int out) {}

    private final Maker<T> maker;
    private final Map<Axis, T> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Axis, T> eldest) {
            return size() > KEPT;
        }
    };

    Tables(Maker<T> maker) {
        this.maker = maker;
    }

    /** The table that brings {@code in} samples to {@code out}. */
    synchronized T of(int in, int out) {
        if (in > LONGEST_KEPT || out > LONGEST_KEPT) {
            return maker.make(in, out);
        }
        return kept.computeIfAbsent(new Axis(in, out), axis -> maker.make(axis.in(), axis.out()));
    }
}
