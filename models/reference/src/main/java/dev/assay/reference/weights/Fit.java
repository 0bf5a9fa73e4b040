package dev.assay.reference.weights;

import dev.assay.graph.Parameter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
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

    /** Compares with a network; {@code optional} names may be absent, and what is known without a file. */
    static Fit of(Map<String, StoredTensor> stored, List<Parameter> parameters, Set<String> optional) {
        Map<String, List<Long>> wanted = new LinkedHashMap<>();
        Set<String> absent = new HashSet<>(optional);
        Set<String> unread = new HashSet<>();
        for (Parameter p : parameters) {
            wanted.put(
                    p.name(), p.shape().dims().stream().map(Integer::longValue).toList());
            if (p.role() == Parameter.Role.UNREAD) {
                unread.add(p.name());
            }
            if (p.known()) {
                absent.add(p.name());
            }
        }
        absent.addAll(unread);
        return of(stored, wanted, absent, unread);
    }

    /** Compares with names and sizes that must all be there. */
    static Fit of(Map<String, StoredTensor> stored, Map<String, List<Long>> wanted) {
        return of(stored, wanted, Set.of(), Set.of());
    }

    private static Fit of(
            Map<String, StoredTensor> stored, Map<String, List<Long>> wanted, Set<String> absent, Set<String> unread) {
        List<String> missing = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        List<String> quantised = new ArrayList<>();
        wanted.forEach((name, sizes) -> {
            StoredTensor found = stored.get(name);
            if (found == null) {
                if (!absent.contains(name)) {
                    missing.add(name);
                }
            } else if (!found.sizes().equals(sizes)) {
                wrong.add("%s is %s, not %s".formatted(name, found, new StoredTensor(found.type(), sizes)));
            } else if (!found.fractions() && !unread.contains(name)) {
                quantised.add("%s is %s".formatted(name, found.type()));
            }
        });
        List<String> unexpected =
                stored.keySet().stream().filter(n -> !wanted.containsKey(n)).toList();
        return new Fit(missing, unexpected, wrong, quantised);
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
