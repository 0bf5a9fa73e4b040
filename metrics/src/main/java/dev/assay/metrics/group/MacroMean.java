package dev.assay.metrics.group;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The mean that gives every category the same weight, in it every task, in it every case: overall = mean of categories of
 * the mean of tasks of the mean of cases. The order of the values never matters.
 */
public final class MacroMean {
    private final List<List<double[]>> categories;
    private final int cases;

    private MacroMean(List<List<double[]>> categories, int cases) {
        this.categories = categories;
        this.cases = cases;
    }

    /** The mean of these values, at least one; a case may be there once. */
    public static MacroMean of(List<CaseValue> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("there is no mean of nothing");
        }
        List<CaseValue> sorted = values.stream().sorted(CaseValue.ORDER).toList();
        for (int i = 1; i < sorted.size(); i++) {
            if (CaseValue.ORDER.compare(sorted.get(i - 1), sorted.get(i)) == 0) {
                throw new IllegalArgumentException("case " + sorted.get(i).id() + " is there twice");
            }
        }
        List<List<double[]>> categories = new ArrayList<>();
        parted(sorted, CaseValue::category)
                .values()
                .forEach(category -> categories.add(parted(category, CaseValue::task).values().stream()
                        .map(task -> task.stream().mapToDouble(CaseValue::value).toArray())
                        .toList()));
        return new MacroMean(categories, sorted.size());
    }

    private static Map<String, List<CaseValue>> parted(List<CaseValue> values, Function<CaseValue, String> part) {
        return values.stream().collect(Collectors.groupingBy(part, TreeMap::new, Collectors.toList()));
    }

    /** The mean itself. */
    public double value() {
        return mean((task, draw) -> task[draw]);
    }

    /** How many cases. */
    public int cases() {
        return cases;
    }

    /** Which value of a task stands at a place. */
    interface Draw {
        double at(double[] task, int place);
    }

    /** The mean where {@code draw} says which value of its task stands for each case. */
    double mean(Draw draw) {
        double overall = 0;
        for (List<double[]> category : categories) {
            double tasks = 0;
            for (double[] task : category) {
                double sum = 0;
                for (int place = 0; place < task.length; place++) {
                    sum += draw.at(task, place);
                }
                tasks += sum / task.length;
            }
            overall += tasks / category.size();
        }
        return overall / categories.size();
    }
}
