package dev.assay.spec;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A suite over the embedded data: systems are selections and distortions of real images, in series of rising grade,
 * and each expectation says how a score must move along a series.
 *
 * @param suite name
 * @param version raised whenever a number or a verdict can change
 * @param about one sentence for people
 * @param dataset name of the embedded data set
 * @param extractor name of the feature extractor
 * @param reference selection that all systems are measured against
 * @param preset preset that gives the metrics
 * @param override changed parameters by metric name
 * @param systems what is measured
 * @param expectations what must hold
 */
public record Suite(
        String suite,
        int version,
        String about,
        String dataset,
        String extractor,
        Selection reference,
        String preset,
        Map<String, Map<String, Object>> override,
        List<GradedSystem> systems,
        List<Expectation> expectations) {
    /** The series of untouched images. */
    public static final String FLOOR = "floor";

    public Suite {
        systems = List.copyOf(systems);
        expectations = List.copyOf(expectations);
    }

    /**
     * The systems of a series in order of grade, preceded by the floor, the untouched images, which is grade 0 of
     * every other series.
     */
    public List<GradedSystem> series(String name) {
        return systems.stream()
                .filter(s -> s.series().equals(name) || s.series().equals(FLOOR))
                .sorted(Comparator.comparingInt(GradedSystem::grade))
                .toList();
    }

    /**
     * Images of the data set.
     *
     * @param where index column to allowed values, such as vendor: [google]; empty for all
     */
    public record Selection(Map<String, List<String>> where) {
        public Selection {
            where = Sorted.copy(where);
        }
    }

    /**
     * Something measured, at its place in a series of rising grade.
     *
     * @param system name
     * @param series family it belongs to
     * @param grade its place in the family, from 0
     * @param about one phrase for people
     * @param images selection it starts from
     * @param distortion what is done to them, {@code name} and parameters; empty for nothing
     */
    public record GradedSystem(
            String system, String series, int grade, String about, Selection images, Map<String, Object> distortion) {
        public GradedSystem {
            distortion = Sorted.copy(distortion);
        }
    }

    /**
     * How one score must move along one series.
     *
     * @param series family the expectation is over, in order of grade
     * @param score id of the score
     * @param order how the score moves along the series
     * @param reason why the metric's definition says so
     */
    public record Expectation(String series, String score, Order order, String reason) {}

    /** How a score moves along a series. */
    public enum Order {
        RISES,
        FALLS;

        /** Whether each value is strictly beyond the one before it. */
        @JsonIgnore
        public boolean holds(List<Double> values) {
            for (int i = 1; i < values.size(); i++) {
                double step = values.get(i) - values.get(i - 1);
                if (!(this == RISES ? step > 0 : step < 0)) {
                    return false;
                }
            }
            return values.size() > 1;
        }
    }
}
