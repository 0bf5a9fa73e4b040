package dev.assay.metrics.people;

import dev.assay.metrics.people.BradleyTerry.Comparison;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What raters said of several systems.
 *
 * @param raters how many gave an answer
 * @param means by criterion and system: of a case the mean over raters, then over cases
 * @param overAnchor by criterion and system: the same of differences to the anchor on equal cases
 * @param alpha Krippendorff's, ordinal, by criterion, over (case, system)
 * @param repeatability mean absolute difference of two ratings of one item by one rater; NaN without repeats
 * @param ranking from pairs, strongest first
 */
public record RatingSummary(
        int raters,
        Map<String, Map<String, Mean>> means,
        Map<String, Map<String, Mean>> overAnchor,
        Map<String, Double> alpha,
        double repeatability,
        List<Rank> ranking) {
    private static final int DRAWS = 1000;
    private static final double LOWER = 0.025;

    /** One rating, 1 to 5, of a group of a system. {@code repeat} marks the second rating of the same item. */
    public record Rating(int rater, String group, String system, String criterion, double value, boolean repeat) {}

    /** One choice between two systems; {@code share} is what the first won: 1, 0 or 1/2. */
    public record Choice(int rater, String group, String first, String second, double share) {}

    /**
     * A place in the ranking, with intervals of 95 % from cases drawn again.
     *
     * @param system its name
     * @param logStrength Bradley and Terry's; the mean of all systems is 0
     * @param low lower end
     * @param high upper end
     * @param comparisons how many it was in
     */
    public record Rank(String system, double logStrength, double low, double high, int comparisons) {}

    /** Sums up; order does not matter. */
    public static RatingSummary of(List<String> systems, String anchor, List<Rating> ratings, List<Choice> choices) {
        List<Rating> first = ratings.stream().filter(r -> !r.repeat()).toList();
        Map<String, Map<String, Mean>> means = new TreeMap<>();
        Map<String, Map<String, Mean>> over = new TreeMap<>();
        Map<String, Double> alpha = new TreeMap<>();
        for (String criterion :
                new TreeSet<>(first.stream().map(Rating::criterion).toList())) {
            List<Rating> some =
                    first.stream().filter(r -> r.criterion().equals(criterion)).toList();
            alpha.put(criterion, Agreement.ORDINAL.alpha(units(some)));
            Map<String, Mean> mean = new LinkedHashMap<>();
            Map<String, Mean> difference = new LinkedHashMap<>();
            for (String system : systems) {
                Map<String, Double> own = byCase(some, system);
                put(mean, system, own.values());
                if (!system.equals(anchor)) {
                    put(difference, system, differences(own, byCase(some, anchor)));
                }
            }
            means.put(criterion, mean);
            over.put(criterion, difference);
        }
        return new RatingSummary(
                (int) first.stream().mapToInt(Rating::rater).distinct().count(),
                means,
                over,
                alpha,
                repeatability(ratings),
                ranking(systems, choices));
    }

    /** Nothing where no case has a value. */
    private static void put(Map<String, Mean> means, String system, Collection<Double> values) {
        if (!values.isEmpty()) {
            means.put(
                    system,
                    Mean.of(values.stream().mapToDouble(Double::doubleValue).toArray()));
        }
    }

    /** On the cases that both have. */
    private static List<Double> differences(Map<String, Double> own, Map<String, Double> anchor) {
        return own.entrySet().stream()
                .filter(e -> anchor.containsKey(e.getKey()))
                .map(e -> e.getValue() - anchor.get(e.getKey()))
                .toList();
    }

    private static Map<String, Double> byCase(List<Rating> ratings, String system) {
        Map<String, List<Double>> all = new TreeMap<>();
        ratings.stream().filter(r -> r.system().equals(system)).forEach(r -> all.computeIfAbsent(
                        r.group(), g -> new ArrayList<>())
                .add(r.value()));
        Map<String, Double> mean = new TreeMap<>();
        all.forEach((group, values) -> mean.put(
                group,
                values.stream().mapToDouble(Double::doubleValue).average().orElseThrow()));
        return mean;
    }

    private static List<List<Double>> units(List<Rating> ratings) {
        Map<List<String>, List<Double>> units = new LinkedHashMap<>();
        ratings.forEach(r -> units.computeIfAbsent(List.of(r.group(), r.system()), u -> new ArrayList<>())
                .add(r.value()));
        return List.copyOf(units.values());
    }

    private static double repeatability(List<Rating> ratings) {
        Map<List<Object>, Double> first = new LinkedHashMap<>();
        ratings.stream().filter(r -> !r.repeat()).forEach(r -> first.put(item(r), r.value()));
        return ratings.stream()
                .filter(r -> r.repeat() && first.containsKey(item(r)))
                .mapToDouble(r -> Math.abs(r.value() - first.get(item(r))))
                .average()
                .orElse(Double.NaN);
    }

    private static List<Object> item(Rating r) {
        return List.of(r.rater(), r.group(), r.system(), r.criterion());
    }

    private static List<Rank> ranking(List<String> systems, List<Choice> choices) {
        if (choices.isEmpty()) {
            return List.of();
        }
        Map<String, List<Comparison>> byCase = new TreeMap<>();
        choices.forEach(c -> byCase.computeIfAbsent(c.group(), g -> new ArrayList<>())
                .add(new Comparison(systems.indexOf(c.first()), systems.indexOf(c.second()), c.share())));
        List<List<Comparison>> cases = List.copyOf(byCase.values());
        double[] log = strengths(systems.size(), cases);
        double[][] drawn = new double[DRAWS][];
        Random random = new Random(0);
        for (int d = 0; d < DRAWS; d++) {
            List<List<Comparison>> again = new ArrayList<>();
            for (int i = 0; i < cases.size(); i++) {
                again.add(cases.get(random.nextInt(cases.size())));
            }
            drawn[d] = strengths(systems.size(), again);
        }
        List<Rank> ranks = new ArrayList<>();
        for (int i = 0; i < systems.size(); i++) {
            int system = i;
            double[] sorted =
                    Arrays.stream(drawn).mapToDouble(d -> d[system]).sorted().toArray();
            int comparisons = (int) choices.stream()
                    .filter(c ->
                            c.first().equals(systems.get(system)) || c.second().equals(systems.get(system)))
                    .count();
            ranks.add(new Rank(
                    systems.get(i), log[i], quantile(sorted, LOWER), quantile(sorted, 1 - LOWER), comparisons));
        }
        ranks.sort((a, b) -> Double.compare(b.logStrength(), a.logStrength()));
        return ranks;
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }

    private static double[] strengths(int systems, List<List<Comparison>> cases) {
        return BradleyTerry.logStrengths(
                systems, cases.stream().flatMap(List::stream).toList());
    }
}
