package dev.assay.spec.groups.result;

/**
 * A mean over cases, tasks and categories, each with the same weight in the one above it.
 *
 * @param score id of the score
 * @param level what it is over
 * @param name of the category or task; {@code overall}
 * @param value the mean
 * @param low end of the bootstrap interval over cases
 * @param high its other end
 * @param cases how many enter
 */
public record Mean(String score, Level level, String name, double value, double low, double high, int cases) {
    /** The name of the mean over everything. */
    public static final String OVERALL = "overall";
}
