package dev.assay.spec;

import java.util.List;

/**
 * A whole suite: one result per system and the checks over them.
 *
 * @param suite its definition as run
 * @param results in the suite's order
 * @param checks one per expectation of the suite
 */
public record SuiteResult(Suite suite, List<RunResult> results, List<Check> checks) {
    public SuiteResult {
        results = List.copyOf(results);
        checks = List.copyOf(checks);
    }

    public boolean passed() {
        return checks.stream().allMatch(Check::passed);
    }

    /**
     * An expectation and what was found.
     *
     * @param name such as {@code blur: fd[pixels-16] rises}
     * @param series family of systems
     * @param score id of the score
     * @param order what the metric's definition says of the grades
     * @param values the scores in grade order
     * @param passed whether they are in that order
     * @param message one sentence for people
     */
    public record Check(
            String name,
            String series,
            String score,
            Suite.Order order,
            List<Double> values,
            boolean passed,
            String message) {
        public Check {
            values = List.copyOf(values);
        }
    }
}
