package dev.assay.reference.weights;

import dev.assay.graph.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the tensors of a file compare with the parameters of a network.
 *
 * @param missing names that the network reads and the file lacks
 * @param unexpected names that the network has not
 * @param wrong tensors of another shape, in words
 * @param quantised tensors of whole numbers, in words
 */
record Fit(List<String> missing, List<String> unexpected, List<String> wrong, List<String> quantised) {
    private static final int SHOWN = 20;

    static Fit of(Map<String, StoredTensor> stored, List<Parameter> parameters, Set<String> optional) {
        List<String> missing = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        List<String> quantised = new ArrayList<>();
        Set<String> unexpected = new LinkedHashSet<>(stored.keySet());
        for (Parameter p : parameters) {
            unexpected.remove(p.name());
            StoredTensor found = stored.get(p.name());
            if (found == null) {
                if (p.role() != Parameter.Role.UNREAD && !optional.contains(p.name())) {
                    missing.add(p.name());
                }
            } else if (!found.fits(p.shape())) {
                wrong.add("%s is %s, not %s".formatted(p.name(), found, p.shape()));
            } else if (p.role() != Parameter.Role.UNREAD && !found.fractions()) {
                quantised.add("%s is %s".formatted(p.name(), found.type()));
            }
        }
        return new Fit(missing, List.copyOf(unexpected), wrong, quantised);
    }

    /** The differences in words, the first 20 of each kind; empty if there are none. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        describe("missing", missing, problems);
        describe("unexpected", unexpected, problems);
        describe("wrongly shaped", wrong, problems);
        describe("not in floating point", quantised, problems);
        return problems;
    }

    private static void describe(String what, List<String> names, List<String> problems) {
        if (!names.isEmpty()) {
            String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
            problems.add("%d %s (%s%s)".formatted(names.size(), what, shown, names.size() > SHOWN ? ", ..." : ""));
        }
    }
}
