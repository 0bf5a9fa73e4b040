package dev.assay.graph;

import dev.assay.spec.AssayException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What may go into a session, checked before it runs, since the runtime's own answers name neither the other inputs nor a
 * remedy.
 *
 * @param name of the file, for messages
 * @param inputs what it takes
 * @param symbols the names of sizes by input, equal where sizes must agree; empty text where a size has none
 */
record InputRules(String name, List<Port> inputs, Map<String, List<String>> symbols) {
    /** Throws one clear error where names, kinds of number or shapes do not fit. */
    void check(Map<String, ? extends Array> values) {
        List<String> needed = inputs.stream().map(Port::name).toList();
        if (!values.keySet().equals(Set.copyOf(needed))) {
            throw refused("inputs given are " + (values.isEmpty() ? "none" : String.join(", ", values.keySet())));
        }
        Map<String, Sized> sizes = new HashMap<>();
        for (Port port : inputs) {
            Array given = values.get(port.name());
            if (given.type() != port.type() || !fits(port.shape(), given.shape())) {
                throw refused("'%s' given is %s".formatted(port.name(), text(given)));
            }
            agree(port.name(), given.shape(), sizes);
        }
    }

    /** Sizes of 0 fit nothing: the runtime divides by some of them, which ends the process. */
    private static boolean fits(Shape shape, long[] given) {
        boolean fits = given.length == shape.rank();
        for (int axis = 0; fits && axis < given.length; axis++) {
            int size = shape.dim(axis);
            fits = given[axis] > 0 && (size <= 0 || size == given[axis]);
        }
        return fits;
    }

    /** A size and the input that has it. */
    private record Sized(long size, String input) {}

    /** Sizes with one symbol are equal. */
    private void agree(String input, long[] given, Map<String, Sized> sizes) {
        List<String> names = symbols.getOrDefault(input, List.of());
        for (int axis = 0; axis < names.size(); axis++) {
            Sized here = new Sized(given[axis], input);
            Sized before = names.get(axis).isEmpty() ? here : sizes.getOrDefault(names.get(axis), here);
            if (before.size() != here.size()) {
                throw refused("size %s is %d in '%s' and %d in '%s'"
                        .formatted(names.get(axis), before.size(), before.input(), here.size(), input));
            }
            sizes.put(names.get(axis), here);
        }
    }

    private AssayException refused(String found) {
        return new AssayException(
                name,
                found,
                "it takes " + inputs.stream().map(this::text).collect(Collectors.joining(", ")),
                "give exactly these");
    }

    private String text(Port port) {
        List<String> names = symbols.getOrDefault(port.name(), List.of());
        List<String> sizes = new ArrayList<>();
        for (int axis = 0; axis < port.shape().rank(); axis++) {
            int size = port.shape().dim(axis);
            boolean symbol =
                    size <= 0 && axis < names.size() && !names.get(axis).isEmpty();
            sizes.add(symbol ? names.get(axis) : Shape.size(size));
        }
        return "%s %s [%s]".formatted(port.name(), port.type().word(), String.join(",", sizes));
    }

    private static String text(Array given) {
        return Arrays.stream(given.shape())
                .mapToObj(Long::toString)
                .collect(Collectors.joining(",", given.type().word() + " [", "]"));
    }
}
