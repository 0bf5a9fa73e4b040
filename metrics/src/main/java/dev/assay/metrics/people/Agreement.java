package dev.assay.metrics.people;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Krippendorff's alpha (Krippendorff 2011, "Computing Krippendorff's alpha-reliability"): 1 less the disagreement between
 * ratings of the same unit over the disagreement expected of ratings dealt out at random. 1 is full agreement, 0 is
 * chance, below 0 is worse than chance. Raters may miss units.
 */
public enum Agreement {
    /** Values are equal or not. */
    NOMINAL {
        @Override
        double distance(Values values, int a, int b) {
            return a == b ? 0 : 1;
        }
    },
    /** Values have an order: the distance is the square of the number of ratings from one to the other. */
    ORDINAL {
        @Override
        double distance(Values values, int a, int b) {
            double between = -(values.counts[a] + values.counts[b]) / 2;
            for (int i = Math.min(a, b); i <= Math.max(a, b); i++) {
                between += values.counts[i];
            }
            return a == b ? 0 : between * between;
        }
    },
    /** Values are numbers on a scale of equal steps: the distance is the square of their difference. */
    INTERVAL {
        @Override
        double distance(Values values, int a, int b) {
            double difference = values.of[a] - values.of[b];
            return difference * difference;
        }
    };

    /** The distance of two values by their places in order, squared. */
    abstract double distance(Values values, int a, int b);

    /** The different values in order, and how many ratings have each. */
    private record Values(double[] of, double[] counts) {}

    /**
     * The coefficient; NaN where there are no two ratings of one unit, and 1 where all ratings are equal.
     *
     * @param units the ratings of each unit, in any order; units of fewer than two do not count
     */
    public double alpha(List<List<Double>> units) {
        List<List<Double>> pairable =
                units.stream().filter(unit -> unit.size() > 1).toList();
        if (pairable.isEmpty()) {
            return Double.NaN;
        }
        TreeMap<Double, Integer> counts = new TreeMap<>();
        pairable.forEach(unit -> unit.forEach(value -> counts.merge(value, 1, Integer::sum)));
        List<Double> order = new ArrayList<>(counts.keySet());
        Values values = new Values(
                order.stream().mapToDouble(Double::doubleValue).toArray(),
                counts.values().stream().mapToDouble(Integer::doubleValue).toArray());
        double total = counts.values().stream().mapToInt(Integer::intValue).sum();
        double expected = 0;
        for (int a = 0; a < order.size(); a++) {
            for (int b = 0; b < order.size(); b++) {
                expected += values.counts[a] * values.counts[b] * distance(values, a, b);
            }
        }
        double observed = pairable.stream()
                .mapToDouble(unit -> within(unit, order, values))
                .sum();
        return expected == 0 ? 1 : 1 - (total - 1) * observed / expected;
    }

    /** The sum of distances over ordered pairs of a unit's ratings, each unit weighing as much as it has ratings. */
    private double within(List<Double> unit, List<Double> order, Values values) {
        double sum = 0;
        for (double a : unit) {
            for (double b : unit) {
                sum += distance(values, order.indexOf(a), order.indexOf(b));
            }
        }
        return sum / (unit.size() - 1);
    }
}
