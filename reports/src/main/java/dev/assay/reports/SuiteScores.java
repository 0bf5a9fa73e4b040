package dev.assay.reports;

import dev.assay.spec.AssayException;
import dev.assay.spec.Better;
import dev.assay.spec.RunResult;
import dev.assay.spec.Score;
import dev.assay.spec.Suite;
import dev.assay.spec.Suite.GradedSystem;
import dev.assay.spec.SuiteResult;
import dev.assay.spec.SuiteResult.Check;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A suite's result arranged as people read it: series of systems down, scores across.
 *
 * @param result what it was made from
 * @param columns the scores in protocol order
 * @param series families of systems in the suite's order
 * @param runs result of each system by name; systems without one are absent
 * @param breaches for system and score id, why the value breaks the order of its series
 */
record SuiteScores(
        SuiteResult result,
        List<Column> columns,
        List<Series> series,
        Map<String, RunResult> runs,
        Map<Cell, String> breaches) {
    /** The series whose first system is what equal sets would score: real images that are not the reference. */
    static final String FLOOR = "floor";

    private static final int MISSING_DECIMALS = 6;

    /**
     * One score over all systems.
     *
     * @param id of the score
     * @param heading the id without the extractor where all scores share one
     * @param metric registry name of its metric
     * @param better which way it improves
     * @param digits how its values are written
     */
    record Column(String id, String heading, String metric, Better better, Digits digits) {}

    /** Systems of one family by rising grade. */
    record Series(String name, List<GradedSystem> systems) {}

    /** A place in the table. */
    record Cell(String system, String score) {}

    static SuiteScores of(SuiteResult result) {
        Map<String, RunResult> runs = runs(result);
        List<Series> series = series(result.suite());
        SuiteScores plain = new SuiteScores(result, columns(result.results()), series, runs, Map.of());
        return new SuiteScores(result, plain.columns, series, runs, plain.findBreaches());
    }

    /** What all score ids end with, such as {@code [pixels-16]}; empty where they differ. */
    static String sharedSuffix(Collection<String> ids) {
        String shared = null;
        for (String id : ids) {
            int start = id.indexOf('[');
            String suffix = start > 0 && id.endsWith("]") ? id.substring(start) : "";
            if (shared != null && !shared.equals(suffix)) {
                return "";
            }
            shared = suffix;
        }
        return shared == null ? "" : shared;
    }

    /** The system that all others are seen against. */
    Optional<GradedSystem> floor() {
        return series.stream()
                .filter(s -> s.name().equals(FLOOR))
                .map(s -> s.systems().get(0))
                .findFirst();
    }

    boolean isFloor(GradedSystem system) {
        return floor().filter(system::equals).isPresent();
    }

    Optional<Score> score(String system, String id) {
        RunResult run = runs.get(system);
        return run == null
                ? Optional.empty()
                : run.scores().stream().filter(s -> s.id().equals(id)).findFirst();
    }

    Optional<Double> value(String system, String id) {
        return score(system, id).map(Score::value);
    }

    Optional<Check> check(String series, String id) {
        return result.checks().stream()
                .filter(c -> c.series().equals(series) && c.score().equals(id))
                .findFirst();
    }

    Optional<String> reason(Check check) {
        return result.suite().expectations().stream()
                .filter(e -> e.series().equals(check.series()) && e.score().equals(check.score()))
                .map(Suite.Expectation::reason)
                .findFirst();
    }

    /**
     * The series as it is drawn. It starts at the floor where none of its systems is of grade 0 or where a check of it
     * starts there.
     */
    List<GradedSystem> path(Series one) {
        List<GradedSystem> path = new ArrayList<>();
        if (startsAtFloor(one)) {
            floor().ifPresent(path::add);
        }
        path.addAll(one.systems());
        return path;
    }

    /** Where a system of the series stands on the axis of grades, the floor at 0. */
    int place(Series one, GradedSystem system) {
        boolean shifted = startsAtFloor(one) && one.systems().get(0).grade() == 0;
        return isFloor(system) ? 0 : system.grade() + (shifted ? 1 : 0);
    }

    private boolean startsAtFloor(Series one) {
        boolean checked = result.checks().stream()
                .anyMatch(c -> c.series().equals(one.name())
                        && c.values().size() == one.systems().size() + 1);
        boolean startsAbove = one.systems().get(0).grade() > 0;
        return floor().isPresent() && !one.name().equals(FLOOR) && (checked || startsAbove);
    }

    /** The systems whose values a check holds: its series, or its series after the floor. Empty where neither fits. */
    List<GradedSystem> systems(Check check) {
        Optional<Series> found =
                series.stream().filter(s -> s.name().equals(check.series())).findFirst();
        if (found.isEmpty()) {
            return List.of();
        }
        List<GradedSystem> systems = new ArrayList<>(found.get().systems());
        if (check.values().size() == systems.size() + 1 && floor().isPresent()) {
            systems.add(0, floor().get());
        }
        return values(systems, check.score()).equals(check.values()) ? List.copyOf(systems) : List.of();
    }

    /** Values of a score; systems without one are left out. */
    List<Double> values(List<GradedSystem> systems, String id) {
        return systems.stream().flatMap(s -> value(s.system(), id).stream()).toList();
    }

    /** Values of a check as its column writes them, such as {@code 1.25 -> 3.50 -> 9.00}. */
    String arrow(Check check) {
        Digits digits = digits(check.score());
        return check.values().isEmpty()
                ? "none"
                : check.values().stream().map(digits::print).collect(Collectors.joining(" -> "));
    }

    private Digits digits(String id) {
        return columns.stream()
                .filter(c -> c.id().equals(id))
                .map(Column::digits)
                .findFirst()
                .orElse(new Digits(MISSING_DECIMALS, false));
    }

    long failed() {
        return result.checks().stream().filter(c -> !c.passed()).count();
    }

    /** Such as {@code 71 of 72 checks hold}. */
    String verdict() {
        int all = result.checks().size();
        return failed() == 0 ? "all %d checks hold".formatted(all) : "%d of %d checks fail".formatted(failed(), all);
    }

    private Map<Cell, String> findBreaches() {
        Map<Cell, String> found = new LinkedHashMap<>();
        for (Check check : result.checks()) {
            List<GradedSystem> systems = systems(check);
            for (int i = 1; !check.passed() && i < systems.size(); i++) {
                if (!check.order().holds(check.values().subList(i - 1, i + 1))) {
                    String verb = check.order() == Suite.Order.RISES ? "rise above" : "fall below";
                    found.put(
                            new Cell(systems.get(i).system(), check.score()),
                            "%s does not %s %s, the %s of %s"
                                    .formatted(
                                            digits(check.score())
                                                    .print(check.values().get(i)),
                                            verb,
                                            digits(check.score())
                                                    .print(check.values().get(i - 1)),
                                            check.score(),
                                            systems.get(i - 1).system()));
                }
            }
        }
        return found;
    }

    private static Map<String, RunResult> runs(SuiteResult result) {
        Map<String, RunResult> runs = new TreeMap<>();
        for (RunResult run : result.results()) {
            boolean known =
                    result.suite().systems().stream().anyMatch(s -> s.system().equals(run.system()));
            if (!known || runs.put(run.system(), run) != null) {
                throw new AssayException(
                        "suite " + result.suite().suite(),
                        (known ? "two results" : "a result") + " of system '" + run.system() + "'",
                        "there must be one result for each system of the suite and no other",
                        "run the suite again");
            }
        }
        return runs;
    }

    private static List<Series> series(Suite suite) {
        Map<String, List<GradedSystem>> families = new LinkedHashMap<>();
        suite.systems().forEach(s -> families.computeIfAbsent(s.series(), name -> new ArrayList<>())
                .add(s));
        return families.entrySet().stream()
                .map(e -> new Series(
                        e.getKey(),
                        e.getValue().stream()
                                .sorted(Comparator.comparingInt(GradedSystem::grade))
                                .toList()))
                .toList();
    }

    private static List<Column> columns(List<RunResult> results) {
        Map<String, List<Score>> byId = new LinkedHashMap<>();
        results.forEach(r -> r.scores().forEach(s -> byId.computeIfAbsent(s.id(), id -> new ArrayList<>())
                .add(s)));
        String suffix = sharedSuffix(byId.keySet());
        return byId.entrySet().stream()
                .map(e -> new Column(
                        e.getKey(),
                        e.getKey().substring(0, e.getKey().length() - suffix.length()),
                        e.getValue().get(0).metric(),
                        e.getValue().get(0).better(),
                        Digits.of(e.getValue().stream().map(Score::value).toList())))
                .toList();
    }
}
